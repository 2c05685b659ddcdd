import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";

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

/**
 * The k6 that set-up found (FIELDPROOF_K6), else K6_BIN, else the one on PATH; asked for its version each time.
 * @throws FieldproofError FP-K6-001 when there is none, FP-K6-002 when it does not fit.
 */
export async function locateK6(): Promise<FoundK6> {
  const path = process.env["FIELDPROOF_K6"] ?? process.env["K6_BIN"] ?? "k6";
  const { stdout } = await run(path, ["version"], { timeout: 10_000 }).catch((cause: unknown) => {
    throw new FieldproofError("FP-K6-001", { range: RANGE }, { cause });
  });
  const version = /k6(?:\.exe)? v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (version === undefined)
    throw new FieldproofError("FP-K6-002", { path, version: "of an unknown version", range: RANGE });
  if (!fits(version)) throw new FieldproofError("FP-K6-002", { path, version, range: RANGE });
  return { path, version };
}
