import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Verdict } from "../../core/schema/verdict.ts";
import { k6ForTests } from "../../scripts/setup/test-tools.ts";
import { type CliResult, onlyRun, runCli } from "../cli-process.ts";
import { verdictOf } from "../fit-machine.ts";
import { testFolder } from "../temp-folder.ts";

/** Real time, some forty seconds: what a drop with two dozen people at the desk needs for its least n. */
export const PLAN = `schema: fieldproof.plan/1
drop: { name: lino prints }
arrivals: { peakPerSec: 4, islandReadsPerSec: 0.1 }
customers:
  intents: { order-held: 30, was-i-charged: 30, stock: 20, shipping-window: 20 }
  patience: { medianSec: 200, sigma: 0.2 }
  resendShare: 0
  followUpShare: 0.3
staffing:
  { agents: 12, slotsPerAgent: 2, handle: { medianSec: 3, sigma: 0.2 }, pickUp: { medianSec: 0.3, sigma: 0.2 } }
budgets:
  anyReply: { p50Sec: 5, p95Sec: 8 }
  humanReply: { p50Sec: 5, p95Sec: 8 }
  systemDelayP95Ms: 4000
  firstContactResolution: { atLeast: 0.8, windowSec: 8 }
profiles:
  smoke: { timeFactor: 1, controlSec: 3, refreshSec: 1, stepSec: 11, tailSec: 0, drainSec: 30, auditSec: 2 }
`;

export interface ForeignOptions {
  readonly example: "other-desk/target.yaml" | "native-wire.target.yaml";
  /** What is changed of the example: addresses, limits, facts. */
  readonly change: (target: Record<string, unknown>) => void;
  readonly secret: { readonly file: string; readonly text: string };
  readonly plan?: string;
  readonly flags?: readonly string[];
}

export interface ForeignRun extends CliResult {
  readonly runs: string;
  readonly target: string;
  readonly verdict: Verdict | null;
  /** Statuses by objective, NOT RUN among them. */
  readonly objectives: Readonly<Record<string, string>>;
}

/** Drills a desk through a target file made of an example, by the real command line. */
export async function drillForeign(options: ForeignOptions): Promise<ForeignRun> {
  const dir = await testFolder("foreign");
  const source = await readFile(new URL(`../../examples/${options.example}`, import.meta.url), "utf8");
  const file = parse(source) as Record<string, unknown>;
  options.change(file);
  const [target, plan, runs] = [join(dir, "target.yaml"), join(dir, "drop.yaml"), join(dir, "runs")];
  await writeFile(target, stringify(file));
  await writeFile(join(dir, options.secret.file), options.secret.text, { mode: 0o600 });
  await writeFile(plan, options.plan ?? PLAN);
  const k6 = k6ForTests();
  const flags = ["--target", target, "--no-browser", "--runs", runs, ...(options.flags ?? [])];
  const result = await runCli(["run", plan, ...flags], k6 === undefined ? {} : { k6 });
  const verdict = await onlyRun(runs)
    .then(verdictOf)
    .catch(() => null);
  const objectives = verdict?.drills[0] === undefined ? [] : (nanoDropOf(verdict)?.objectives ?? []);
  return {
    ...{ ...result, runs, target, verdict },
    objectives: Object.fromEntries(
      objectives.map(({ id, status, notRun }) => [id, notRun === undefined ? status : "NOT RUN"]),
    ),
  };
}

export const nanoDropOf = (verdict: Verdict) =>
  verdict.drills.find(({ drill }) => drill === "nano-drop")?.replicates[0];
