const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Unpadded base64url (RFC 4648 section 5) of `bytes`. */
export const encodeBase64url = (bytes: Uint8Array): string => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const triple = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += ALPHABET.charAt(triple >> 18) + ALPHABET.charAt((triple >> 12) & 63);
    if (left > 1) text += ALPHABET.charAt((triple >> 6) & 63);
    if (left > 2) text += ALPHABET.charAt(triple & 63);
  }
  return text;
};

/**
 * Bytes of canonical unpadded base64url, or null. Refuses padding, white space, foreign characters, a length of
 * 1 mod 4 and unused last bits that are not zero: otherwise one token has several spellings.
 */
export const decodeBase64url = (text: string): Uint8Array | null => {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let out = 0;
  for (let at = 0; at < text.length; at += 1) {
    const value = ALPHABET.indexOf(text.charAt(at));
    if (value < 0) return null;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[out] = (bits >> held) & 255;
      out += 1;
    }
    bits &= (1 << held) - 1;
  }
  return bits === 0 ? bytes : null;
};
