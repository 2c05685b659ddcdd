import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { printable } from "../../core/text/printable.ts";

const run = promisify(execFile);
const RANGE = ">=2.2 <3";

export interface FoundK6 {
  readonly path: string;
  readonly version: string;
}

const fits = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 2 && minor >= 2;
};

const LIMIT_MS = 10_000;

/** Why a program that was named did not say its version. */
const whyNot = (error: unknown): string => {
  if (!(error instanceof Error) || !("code" in error)) return "it did not start";
  if ("killed" in error && error.killed === true && error.code !== "ERR_CHILD_PROCESS_STDIO_MAXBUFFER")
    return `it did not say its version within ${LIMIT_MS / 1000} s`;
  if (error.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return "it said far more than its version";
  return typeof error.code === "number" ? `it ended with ${error.code}` : fileReason(error);
};

/**
 * The k6 that set-up found (FIELDPROOF_K6), else K6_BIN, else the one on PATH; asked for its version each time. A
 * variable that is empty counts as unset.
 * @throws FieldproofError FP-K6-001 when there is none, FP-K6-006 when the named one cannot be run, FP-K6-002 when it
 * does not fit.
 */
export async function locateK6(): Promise<FoundK6> {
  const named = process.env["FIELDPROOF_K6"] || process.env["K6_BIN"] || null;
  const path = named ?? "k6";
  const shown = printable(path, 400);
  const asked = run(path, ["version"], { timeout: LIMIT_MS, killSignal: "SIGKILL" });
  const { stdout } = await asked.catch((cause: unknown) => {
    throw named === null
      ? new FieldproofError("FP-K6-001", { range: RANGE }, { cause })
      : new FieldproofError("FP-K6-006", { path: shown, reason: whyNot(cause) }, { cause });
  });
  const version = /k6(?:\.exe)? v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (version === undefined)
    throw new FieldproofError("FP-K6-002", { path: shown, version: "of an unknown version", range: RANGE });
  if (!fits(version)) throw new FieldproofError("FP-K6-002", { path: shown, version, range: RANGE });
  return { path, version };
}
