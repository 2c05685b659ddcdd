import type { Plan } from "../../core/schema/plan.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { planDigest } from "../../harness/plan/digest.ts";
import { resolvePhases } from "../../harness/plan/profiles.ts";
import { run } from "../../harness/run/run.ts";
import type { StackCommand } from "../../harness/run/stack-process.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import type { Cell } from "./cells.ts";
import { type CellRuling, ruleCell } from "./ruling.ts";

export interface CellTools {
  readonly k6Path: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly stack: StackCommand;
  readonly runsDir: string;
  readonly signal: AbortSignal;
  readonly hurry: AbortSignal;
}

/** The plan of a cell: the built-in drop at this seed, with the customers that a benign control asks for. */
export function planOfCell(cell: Cell): Plan {
  const plan = defaultPlan();
  const customers = cell.kind === "benign" ? { ...plan.customers, ...cell.benign.customers } : plan.customers;
  return { ...plan, seed: cell.seed, required: [cell.drill], customers };
}

/** Runs one cell live under smoke, judges it from its evidence, and holds it against what it demands. */
export async function runCell(cell: Cell, tools: CellTools): Promise<{ ruling: CellRuling; runDir: string }> {
  const plan = planOfCell(cell);
  const { runDir } = await run({
    plan,
    planDigest: planDigest(plan),
    planPath: null,
    profile: "smoke",
    phases: resolvePhases(plan, "smoke"),
    arrivalsSec: null,
    drills: [cell.drill],
    replicates: 1,
    runsDir: tools.runsDir,
    k6Path: tools.k6Path,
    browser: { reason: "left out of a selftest" },
    versions: tools.versions,
    target: {
      kind: "bundled",
      stack: tools.stack,
      defects: cell.kind === "defect" ? [cell.defect.name] : [],
      benign: cell.kind === "benign" ? cell.benign.switches : [],
    },
    signal: tools.signal,
    hurry: tools.hurry,
    onProgress: () => {},
  });
  return { ruling: ruleCell(cell, await judgeRun(runDir)), runDir };
}
