import { isFieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { fitWidth, folded } from "./folded-text.ts";

/** What every command is given: where to write, how, and when to stop. */
export interface CliContext {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly width: number;
  /** Answers on stdout: one line of text, or with --json one JSON value. */
  readonly out: (text: string) => void;
  /** Progress and complaints on stderr. */
  readonly err: (text: string) => void;
  readonly interactive: boolean;
}

export interface GlobalFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function createContext(flags: GlobalFlags): CliContext {
  const interactive = process.stderr.isTTY === true && process.env["CI"] !== "true";
  const columns = process.stdout.columns ?? 100;
  return {
    json: flags.json === true,
    quiet: flags.quiet === true,
    color: process.stdout.isTTY === true && process.env["NO_COLOR"] === undefined,
    width: fitWidth(columns),
    // On a terminal only: what reads a pipe wants its lines whole.
    out: (text) => process.stdout.write(`${flags.json === true ? text : folded(text, process.stdout.columns)}\n`),
    err: (text) => process.stderr.write(`${folded(text, process.stderr.columns)}\n`),
    interactive,
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is made visible here
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** What a build server takes for a command of its own at the start of a line: `::set-output`, `##vso[`. */
const COMMAND = /^(\s*)(::|##)/gm;

/**
 * Nothing that a file or a target says may steer the terminal, or the build server that reads along; line breaks of our
 * own stay.
 */
export const inert = (text: string): string =>
  text
    .replace(CONTROL, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(COMMAND, (_, blanks: string, marks: string) => `${blanks}\\u00${marks === "::" ? "3a:" : "23#"}`);

/** Prints an error as its sentence, what to do, and its code; returns the exit code. Never a stack trace unasked. */
export function complain(error: unknown, context: Pick<CliContext, "err" | "json" | "out">): ExitCode {
  const known = isFieldproofError(error);
  const code = known ? error.code : "FP-INTERNAL-001";
  const message = known ? error.message : `Something went wrong inside Fieldproof: ${messageOf(error)}.`;
  const hint = known
    ? error.hint
    : "Please report it with the command you ran; FIELDPROOF_DEBUG=1 shows the stack trace.";
  if (context.json) context.out(JSON.stringify({ error: { code, message, hint } }));
  context.err(inert(`${message}  [${code}]`));
  context.err(inert(`  ${hint}`));
  if (process.env["FIELDPROOF_DEBUG"] !== undefined && error instanceof Error) context.err(inert(error.stack ?? ""));
  return known ? (error.exitCode as ExitCode) : EXIT.internal;
}
