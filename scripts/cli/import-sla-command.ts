import { readFile, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { stringify } from "yaml";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { SLA_PRIORITIES } from "../../core/schema/sla-policies.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { printable } from "../../core/text/printable.ts";
import { INITIAL_PLAN } from "../../harness/plan/initial-plan.ts";
import { loadPlan, parsePlan } from "../../harness/plan/load-plan.ts";
import { isSloBudget, SLO_BUDGETS, type SloBudget } from "../../harness/plan/sla/open-slo-terms.ts";
import { budgetsOf, type SlaBudgets, strictestTerms, withBudgets } from "../../harness/plan/sla/sla-budgets.ts";
import { loadSla } from "../../harness/plan/sla/sla-file.ts";
import { type CliContext, complain, inert } from "./context.ts";

export interface ImportSlaFlags {
  readonly priority?: string;
  readonly policy?: string;
  readonly as: string[];
  readonly plan?: string;
  readonly out?: string;
  readonly force?: boolean;
}

export const describeImportSla = (program: Command): Command =>
  program
    .command("import-sla")
    .description("make budgets of a plan from service levels: Zendesk's SLA policies (JSON), or OpenSLO v1 (YAML)")
    .argument("<file>", "the service levels")
    .option(
      "--priority <name>",
      `only targets of this priority: ${SLA_PRIORITIES.join(", ")}; else the strictest counts`,
    )
    .option("--policy <title>", "only the policy of this title")
    .option(
      "--as <name=budget>",
      `which budget an SLO means: ${Object.keys(SLO_BUDGETS).join(", ")}; may be given again`,
      (one: string, all: string[]) => [...all, one],
      [] as string[],
    )
    .option("--plan <file>", "the plan that takes the budgets; without one the plan that `init` writes")
    .option("--out <file>", "writes that plan, with the budgets, here")
    .option("--force", "replace a file that is there");

/** Says what became a budget, what did not and why; with --out writes a plan that holds them. */
export async function importSlaCommand(file: string, flags: ImportSlaFlags, context: CliContext): Promise<ExitCode> {
  const { policy } = flags;
  const priority = SLA_PRIORITIES.find((name) => name === flags.priority);
  if (flags.priority !== undefined && priority === undefined)
    throw usage(`There is no priority "${printable(flags.priority, 40)}"; there are ${SLA_PRIORITIES.join(", ")}.`);
  const choice = {
    as: new Map(flags.as.map(askedBudget)),
    ...(priority === undefined ? {} : { priority }),
    ...(policy === undefined ? {} : { policy }),
  };
  const found = strictestTerms(await loadSla(file, choice));
  // What is wrong with the plan itself is told first, in its own lines.
  const own = flags.plan === undefined ? {} : (await loadPlan(flags.plan)).plan.budgets;
  const budgets = budgetsOf(found.carried, own);
  const wrote = found.carried.length > 0 && flags.out !== undefined ? flags.out : null;
  if (wrote !== null) await writePlan(wrote, flags, budgets);
  if (context.json) {
    const { carried, leftOut } = found;
    context.out(JSON.stringify({ budgets, carried, leftOut, wrote }));
  } else {
    for (const line of outcomeLines(found)) context.out(inert(line));
    if (wrote !== null) context.out(inert(`wrote ${wrote}; next: fieldproof plan ${wrote}`));
    else if (found.carried.length > 0) context.out(`\n${stringify({ budgets })}`.trimEnd());
  }
  if (found.carried.length > 0) return EXIT.ready;
  return complain(new FieldproofError("FP-SLA-002", { path: printable(file, 400) }), { ...context, json: false });
}

const usage = (problem: string): FieldproofError => new FieldproofError("FP-CLI-001", { problem });

const askedBudget = (text: string): [string, SloBudget] => {
  const at = text.lastIndexOf("=");
  const budget = text.slice(at + 1);
  if (at < 1 || !isSloBudget(budget))
    throw usage(
      `--as takes NAME=BUDGET with one of ${Object.keys(SLO_BUDGETS).join(", ")}, not "${printable(text, 60)}".`,
    );
  return [text.slice(0, at), budget];
};

function outcomeLines({ carried, leftOut }: SlaBudgets): string[] {
  return [
    `${carried.length} became a budget`,
    ...carried.map(({ field, value, from, at, remark }) =>
      [`  budgets.${field} ${value}   from line ${at.line}: ${from}`, ...(remark === null ? [] : [remark])].join(
        "\n    ",
      ),
    ),
    `${leftOut.length} could not be carried over`,
    ...leftOut.map(({ what, at, why }) => `  line ${at.line}: ${what}: ${why}`),
  ];
}

async function writePlan(out: string, flags: ImportSlaFlags, budgets: ReturnType<typeof budgetsOf>): Promise<void> {
  const text = withBudgets(flags.plan === undefined ? INITIAL_PLAN : await readFile(flags.plan, "utf8"), budgets);
  parsePlan(text, out);
  await writeFile(out, text, { flag: flags.force === true ? "w" : "wx" }).catch((cause: unknown) => {
    const taken = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw taken
      ? new FieldproofError("FP-FILE-004", { path: out }, { cause })
      : new FieldproofError("FP-FILE-002", { path: out, reason: fileReason(cause) }, { cause });
  });
}
