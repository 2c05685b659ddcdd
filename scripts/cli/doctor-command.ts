import { statfs } from "node:fs/promises";
import { cpus, freemem } from "node:os";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { isFieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { type CliContext, inert } from "./context.ts";
import { locateK6 } from "./k6-location.ts";

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly text: string;
}

export const describeDoctor = (program: Command): Command =>
  program.command("doctor").description("say whether this machine can run drills, and what is missing");

/** Looks at what a run needs and names the cure for each thing that is missing. */
export async function doctorCommand(context: CliContext): Promise<ExitCode> {
  const disk = await statfs(".");
  const freeMb = Math.round((disk.bavail * disk.bsize) / 1e6);
  const findings: Finding[] = [
    {
      what: "node",
      ok: nodeFits(process.versions.node),
      text: `${process.versions.node} (needs ^22.22.2 or >= 24.15)`,
    },
    await k6Finding(),
    {
      what: "chromium",
      ok: true,
      text:
        process.env["FIELDPROOF_CHROMIUM"] ??
        "none found; only browser tests and the walk beside a drop need one (Debian: apt-get install chromium)",
    },
    { what: "disk", ok: freeMb >= 200, text: `${freeMb} MB free here; a run needs 200 MB` },
    {
      what: "machine",
      ok: cpus().length >= 2,
      text: `${cpus().length} cores, ${Math.round(freemem() / 1e6)} MB of memory free`,
    },
  ];
  const ok = findings.every((finding) => finding.ok);
  if (context.json) context.out(JSON.stringify({ ok, findings }));
  else
    for (const finding of findings)
      context.out(inert(`${finding.ok ? "ok     " : "MISSING"} ${finding.what.padEnd(9)} ${finding.text}`));
  return ok ? EXIT.ready : EXIT.usage;
}

const nodeFits = (version: string): boolean => {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return (major === 22 && (minor > 22 || (minor === 22 && patch >= 2))) || (major === 24 && minor >= 15) || major > 24;
};

async function k6Finding(): Promise<Finding> {
  try {
    const found = await locateK6();
    return { what: "k6", ok: true, text: `${found.version} at ${found.path}` };
  } catch (error) {
    return {
      what: "k6",
      ok: false,
      text: isFieldproofError(error) ? `${error.message} ${error.hint}` : messageOf(error),
    };
  }
}
