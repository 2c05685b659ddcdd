import { createHash, randomBytes } from "node:crypto";

/** What stands for a text in the log, and the salt that stays with the text: without it the digest says nothing. */
export interface TextCommitment {
  readonly textSha256: string;
  readonly salt: string;
}

export const digestText = (salt: string, text: string): string =>
  createHash("sha256").update(Buffer.from(salt, "hex")).update(text, "utf8").digest("hex");

/** Commits to `text` under a fresh 128-bit salt. */
export const commitText = (text: string): TextCommitment => {
  const salt = randomBytes(16).toString("hex");
  return { textSha256: digestText(salt, text), salt };
};

/** False when `held` is no custody, or when its text is not the one that the entry's `textSha256` stands for. */
export const holdsCommitment = (
  entry: { readonly body: Readonly<Record<string, unknown>> },
  held: unknown,
): boolean => {
  if (typeof held !== "object" || held === null || Array.isArray(held)) return false;
  const committed = entry.body["textSha256"];
  if (typeof committed !== "string") return true;
  const { text, salt } = held as { text?: unknown; salt?: unknown };
  return typeof text === "string" && typeof salt === "string" && digestText(salt, text) === committed;
};
