import { execFileSync } from "node:child_process";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";

/** Files that a process has open beside its connections. */
const BESIDE = 500;

/** Files that one process may open; Node raises its own soft limit to this. Infinity where nothing limits it. */
const hardFileLimit = (): number => {
  const text = execFileSync("/bin/sh", ["-c", "ulimit -Hn"], { encoding: "utf8" }).trim();
  return text === "unlimited" ? Number.POSITIVE_INFINITY : Number(text);
};

/** Throws FP-CLI-001, with what to do, when one process cannot hold `connections` open here. */
export const checkFileLimit = (connections: number, limit: number = hardFileLimit()): void => {
  const need = connections + BESIDE;
  if (limit >= need) return;
  throw new FieldproofError("FP-CLI-001", {
    problem:
      `One process may open ${limit} files here (ulimit -Hn); ${connections} connections need ${need}. ` +
      `Raise it as root (ulimit -n ${need}, or LimitNOFILE=${need} of the service), ` +
      `or hold fewer: --connections ${Math.max(1, limit - BESIDE)}.`,
  });
};
