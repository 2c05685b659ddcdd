import { runsRightToLeft, visibleText } from "./visible-text.ts";

/** Markup that needs no more escaping. Only `html`, `svg` and `raw` make it, so a plain string can never pass as it. */
export class Html {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }
}

export type Part = Html | string | number | false | null | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The one escaping function: inert in element text and in quoted attributes alike; unseen characters made visible. */
export const escapeText = (text: string): string =>
  visibleText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

/** Markup made elsewhere and known to be safe: a hash, a style sheet, a checked script. */
export const raw = (markup: string): Html => new Html(markup);

function written(part: Part, isolate: boolean): string {
  if (part === false || part === null || part === undefined) return "";
  if (part instanceof Html) return part.toString();
  if (typeof part === "number") return Number.isFinite(part) ? String(part) : "\u2013";
  if (typeof part === "string") {
    const escaped = escapeText(part);
    return isolate && runsRightToLeft(part) ? `<bdi>${escaped}</bdi>` : escaped;
  }
  return part.map((each) => written(each, isolate)).join("");
}

const opensTag = (fixed: string, before: boolean): boolean => {
  const open = fixed.lastIndexOf("<");
  const close = fixed.lastIndexOf(">");
  return open === close ? before : open > close;
};

function template(isolates: boolean): (fixed: TemplateStringsArray, ...parts: Part[]) => Html {
  return (fixed, ...parts) => {
    let out = fixed[0] ?? "";
    let inTag = opensTag(out, false);
    for (const [at, part] of parts.entries()) {
      const next = fixed[at + 1] ?? "";
      out += written(part, isolates && !inTag) + next;
      inTag = opensTag(next, inTag);
    }
    return new Html(out);
  };
}

/** HTML with every interpolated value escaped; text that runs right to left is isolated by `<bdi>`. */
export const html = template(true);

/** The same for SVG, attribute values and `<title>`, where `<bdi>` is unknown: its text is isolated by style. */
export const svg = template(false);
