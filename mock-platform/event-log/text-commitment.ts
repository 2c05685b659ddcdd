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
