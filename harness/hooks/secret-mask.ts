import { createHash } from "node:crypto";
import { printable } from "../../core/text/printable.ts";
import type { CapturedText } from "./hook-result.ts";

/** Bytes of one output that are kept. */
export const KEPT_BYTES = 65_536;
const MASK = "[secret]";
/** Beginnings of a secret shorter than this are ordinary text. */
const SHORTEST_PART = 4;

/** The spellings in which a program may print a secret that it was given. */
const spellings = (secret: string): string[] => {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].flatMap((shift) => {
    // Inside a longer text the base64 of a secret depends on where it begins; only whole groups of its own are sure.
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const own = text.slice(shift === 0 ? 0 : shift + 1, bytes.length % 3 === (3 - shift) % 3 ? undefined : -1);
    return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const digests = ["md5", "sha1", "sha256"].map((name) => createHash(name).update(bytes).digest("hex"));
  const hex = bytes.toString("hex");
  const all = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    ...base64,
    hex,
    hex.toUpperCase(),
    ...digests,
  ];
  return [...new Set(all)].filter((text) => text.length >= SHORTEST_PART).sort((a, b) => b.length - a.length);
};

export interface SecretMask {
  /** Bytes beyond `KEPT_BYTES` to take in, so that no secret is cut before it can be seen. */
  readonly margin: number;
  /** `bytes` as evidence. `total` is how many came, `bytes` holds the first of them. */
  show(bytes: Buffer, total: number): CapturedText;
}

/** Masks secrets in every spelling known, also one that the end of the output cut short. */
export const createSecretMask = (secrets: readonly string[]): SecretMask => {
  const forms = secrets.flatMap(spellings).sort((a, b) => b.length - a.length);
  const margin = forms.reduce((most, form) => Math.max(most, Buffer.byteLength(form)), 0);
  const masked = (text: string): string => {
    const whole = forms.reduce((left, form) => left.replaceAll(form, MASK), text);
    const tail = forms.reduce((most, form) => {
      for (let size = Math.min(form.length - 1, whole.length); size >= Math.max(SHORTEST_PART, most + 1); size--)
        if (whole.endsWith(form.slice(0, size))) return size;
      return most;
    }, 0);
    return tail === 0 ? whole : `${whole.slice(0, -tail)}${MASK}`;
  };
  return {
    margin,
    show: (bytes, total) => {
      const text = masked(new TextDecoder("utf-8").decode(bytes.subarray(0, KEPT_BYTES + margin)));
      return { text: printable(text, KEPT_BYTES), bytes: total, cut: total > KEPT_BYTES };
    },
  };
};
