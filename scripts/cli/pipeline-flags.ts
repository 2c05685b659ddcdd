import type { Command } from "commander";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { FORMAT_NAMES, type FormatName, USUAL_FORMATS } from "../../reports/render/formats.ts";

export const CANT_TELL_POLICIES = ["fail", "warn"] as const;
export type CantTellPolicy = (typeof CANT_TELL_POLICIES)[number];

/** What `run` and `judge` take alike for build servers. */
export interface PipelineFlags {
  readonly ci?: boolean;
  readonly onCantTell: string;
  readonly format?: string;
}

export interface Pipeline {
  readonly ci: boolean;
  readonly onCantTell: CantTellPolicy;
  readonly formats: readonly FormatName[];
}

export const formatHelp = (): string => `what to write, with commas between: ${FORMAT_NAMES.join(", ")}`;

export const addPipelineFlags = (command: Command): Command =>
  command
    .option("--ci", "for build servers: every format, GitHub's step summary and annotations, no progress line")
    .option("--on-cant-tell <policy>", "fail: CAN'T TELL exits 3; warn: it exits 0, and says so", "fail")
    .option("--format <names>", `${formatHelp()}; without it ${USUAL_FORMATS.join(", ")}, with --ci all`);

/** @throws FieldproofError FP-CLI-001 for a name that there is not */
export function formatsOf(text: string): FormatName[] {
  const asked = text.split(",").map((name) => name.trim());
  const unknown = asked.filter((name) => !FORMAT_NAMES.some((known) => known === name));
  if (unknown.length > 0)
    throw new FieldproofError("FP-CLI-001", {
      problem: `There is no format ${unknown.join(", ").slice(0, 80)}; there are ${FORMAT_NAMES.join(", ")}.`,
    });
  return FORMAT_NAMES.filter((name) => asked.includes(name));
}

/** Reads the flags before a run begins, so that no run ends at a misspelt one. @throws FieldproofError FP-CLI-001 */
export function pipelineOf(flags: PipelineFlags): Pipeline {
  const policy = CANT_TELL_POLICIES.find((name) => name === flags.onCantTell);
  if (policy === undefined)
    throw new FieldproofError("FP-CLI-001", {
      problem: `--on-cant-tell takes ${CANT_TELL_POLICIES.join(" or ")}, not "${flags.onCantTell.slice(0, 40)}".`,
    });
  const ci = flags.ci === true;
  const usual = ci ? FORMAT_NAMES : USUAL_FORMATS;
  return { ci, onCantTell: policy, formats: flags.format === undefined ? usual : formatsOf(flags.format) };
}

/** The exit code of a verdict under a policy; an abort, residue or a fault inside is never softened. */
export const exitUnder = (exit: ExitCode, policy: CantTellPolicy): ExitCode =>
  exit === EXIT.cantTell && policy === "warn" ? EXIT.ready : exit;
