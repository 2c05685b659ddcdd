import { createInterface } from "node:readline";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";

/** One thing to know: by its flag, by asking, or by what is usual. */
export interface Question<T> {
  readonly flag: string;
  readonly text: string;
  /** Null: there is nothing usual, somebody must say it. */
  readonly usual: string | null;
  /** The value, or what it must be. */
  readonly read: (text: string) => { readonly value: T } | { readonly must: string };
}

/** Puts a question to a person; null when they went away. */
export type Ask = (text: string) => Promise<string | null>;

/** How often a person may answer what cannot be. */
const TRIES = 3;

/** By line on the terminal. A stream that ends is somebody who went away: nothing waits for ever. */
export const terminalAsk = (
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): { ask: Ask; close(): void } => {
  const lines = createInterface({ input, output });
  let gone = false;
  lines.once("close", () => {
    gone = true;
  });
  return {
    ask: (text) =>
      new Promise((resolve) => {
        if (gone) {
          resolve(null);
          return;
        }
        const leave = (): void => resolve(null);
        lines.once("close", leave);
        lines.question(text, (answer) => {
          lines.off("close", leave);
          resolve(answer);
        });
      }),
    close: () => lines.close(),
  };
};

/**
 * The answer to a question: what the flag says; else what a person says, where there is one; else what is usual.
 * @throws FieldproofError FP-CLI-001 for a flag that cannot be, and where nobody says what has no usual answer
 */
export async function answerTo<T>(question: Question<T>, given: string | undefined, ask: Ask | null): Promise<T> {
  const { flag, usual, read } = question;
  const usage = (problem: string): FieldproofError => new FieldproofError("FP-CLI-001", { problem });
  if (given !== undefined) {
    const found = read(given);
    if ("must" in found) throw usage(`${flag} is "${printable(given, 80)}", ${found.must}.`);
    return found.value;
  }
  for (let tries = 0; ask !== null && tries < TRIES; tries++) {
    const said = await ask(`${question.text}${usual === null ? "" : ` [${usual}]`} `);
    if (said === null) throw usage(`Nobody is there to answer; give ${flag}, or --yes to take what is usual.`);
    const found = read(said.trim() === "" && usual !== null ? usual : said.trim());
    if ("value" in found) return found.value;
    question = { ...question, text: `That ${found.must}.\n${question.text.split("\n").at(-1) ?? ""}` };
  }
  if (ask !== null) throw usage(`No answer that can be; give ${flag}.`);
  const found = usual === null ? null : read(usual);
  if (found === null || "must" in found) throw usage(`${flag} is needed where there is no terminal to ask at.`);
  return found.value;
}
