const hex = (char: string): string => (char.codePointAt(0) ?? 0).toString(16).padStart(2, "0");

/**
 * Text from outside, fit for a terminal or a log line: control characters (C0, C1, DEL), line separators, marks that
 * change the writing direction, invisible characters and lone surrogates are shown as `\u{1b}`; what is longer than
 * `maxLength` UTF-16 units is cut with an ellipsis. Newlines are escaped too, so the result is one line.
 */
export const printable = (text: string, maxLength = 120): string => {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, "")}…` : text;
  return cut.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu,
    (char) => `\\u{${hex(char)}}`,
  );
};
