import { join } from "node:path";
import { COMPARED_TITLES } from "../../core/contract/call-policies.ts";
import { EXIT, type ExitCode, worstExit } from "../../core/errors/exit-codes.ts";
import { isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { comparisonCharts, type PolicyCharts } from "../../core/judging/fulfilment/comparison-charts.ts";
import { choosePolicy, isRecoveryKnown } from "../../core/judging/fulfilment/policy-choice.ts";
import type { CallFigures } from "../../core/schema/call-figures.ts";
import { COMPARISON_SCHEMA_ID, type Comparison, type PolicyOutcome } from "../../core/schema/comparison.ts";
import type { Verdict } from "../../core/schema/verdict.ts";
import { type PolicyFolder, readComparison } from "../evidence/comparison-folder.ts";
import { readRun } from "../evidence/read-run.ts";
import { judgeRun } from "./judge-run.ts";
import { customersDigest, dropDigest } from "./same-drop.ts";

interface JudgedPolicy extends PolicyCharts {
  readonly verdict: Verdict | null;
  /** What must be the same in all runs: seed and time, plan, customers. */
  readonly drop: string | null;
  readonly customers: number | null;
}

/** What a folder under this name must hold: a swapped label would turn the advice round. */
const FITS: Readonly<Record<PolicyOutcome["id"], (figures: CallFigures) => boolean>> = {
  "unbounded-retries": ({ queue, policy }) => queue === null && policy.retries.budgetShare === null,
  budgeted: ({ queue, policy }) => queue !== null && policy.retries.budgetShare !== null,
  own: () => true,
};

/**
 * Judges a comparison's folder from the sealed folders of its runs and nothing else. A policy whose run is inconclusive,
 * was stopped, or had another drop than the others is CAN'T TELL, with the reason.
 * @throws FieldproofError FP-EVID-001, -002, -004, -005 when the folder cannot be read as a comparison
 */
export async function judgeComparison(dir: string): Promise<Comparison> {
  const { record, folders } = await readComparison(dir);
  const judged: JudgedPolicy[] = [];
  for (const folder of folders) judged.push(await judgePolicy(dir, folder));
  const policies = sameDrop(judged);
  const choice = choosePolicy(policies.map(({ outcome }) => outcome));
  const [first] = policies.flatMap(({ verdict }) => (verdict === null ? [] : [verdict]));
  return {
    ...{ schema: COMPARISON_SCHEMA_ID, kind: "policies", id: record.id, startedAt: record.startedAt },
    dropName: first?.run.dropName ?? "unknown",
    ...{ profile: record.profile, seed: record.seed, timeFactor: first?.run.timeFactor ?? null },
    target: first?.run.target ?? "unknown",
    customers: policies.find(({ customers }) => customers !== null)?.customers ?? null,
    ...{ choose: choice.choose, headline: choice.headline, sentences: [...choice.sentences] },
    policies: policies.map(({ outcome }) => outcome),
    charts: comparisonCharts(policies),
    notes: [...record.notes, ...folders.filter(({ earlier }) => earlier > 0).map(againNote)],
    exitCode: exitOf(policies),
  };
}

/** Who runs again until a figure pleases would be seen by this. */
const againNote = ({ id, earlier }: PolicyFolder): string =>
  `${COMPARED_TITLES[id]}: run again, ${earlier} earlier run(s) of it stand in the folder and do not count.`;

async function judgePolicy(dir: string, { id, name }: PolicyFolder): Promise<JudgedPolicy> {
  const title = COMPARED_TITLES[id];
  const none = { verdict: null, run: name, evidence: null, figures: null } as const;
  const without = (state: "cant-tell" | "not-run", reason: string): JudgedPolicy => ({
    outcome: { ...none, id, title, state, reason },
    ...{ charts: [], verdict: null, drop: null, customers: null },
  });
  if (name === null) return without("not-run", "The comparison ended before it.");
  try {
    return await judgedRun(join(dir, name), { id, title, run: name });
  } catch (error) {
    if (!isFieldproofError(error)) throw error;
    return without("cant-tell", `${error.message} [${error.code}]`);
  }
}

async function judgedRun(
  runDir: string,
  names: Pick<PolicyOutcome, "id" | "title"> & { readonly run: string },
): Promise<JudgedPolicy> {
  const verdict = await judgeRun(runDir);
  const drill = verdict.drills.find(({ drill: id }) => id === "overloaded-fulfilment");
  const all = drill?.replicates ?? [];
  const [replicate] = all;
  const figures = replicate?.calls ?? null;
  const told = { ...names, verdict: drill?.verdict ?? null, evidence: replicate?.evidence ?? null };
  const cantTell = (reason: string): JudgedPolicy => ({
    outcome: { ...told, state: "cant-tell", reason, figures: null },
    ...{ charts: [], verdict, drop: null, customers: null },
  });
  if (replicate === undefined) return cantTell("It ended before its load began.");
  // One of several, picked by its place, would be one seed of the reader's choice.
  if (all.length > 1) return cantTell(`Its run has ${all.length} replicates; policies are compared on one each.`);
  // PASS and FAIL alike are measured: a policy that does badly is what this is about.
  if (replicate.verdict !== "PASS" && replicate.verdict !== "FAIL") return cantTell(replicate.reason);
  if (replicate.aborted) return cantTell("The run was interrupted before its end.");
  if (figures === null) return cantTell("The partner's account or the desk's promises are missing.");
  if (!FITS[names.id](figures)) return cantTell("The plan of its run is of another call policy than its name says.");
  const { plan, replicates } = await readRun(runDir);
  const [first] = replicates;
  if (first === undefined) return cantTell("It ended before its load began.");
  const { seed, timeFactor, plannedContacts } = first.record;
  return {
    outcome: { ...told, state: "measured", reason: null, figures },
    ...{ charts: replicate.charts, verdict, customers: plannedContacts },
    drop: [seed, timeFactor, dropDigest(plan), await customersDigest(first)].join(" "),
  };
}

/** Runs that had other customers, another seed or another drop than the first one measured are not comparable. */
function sameDrop(judged: readonly JudgedPolicy[]): JudgedPolicy[] {
  const [first] = judged.filter(({ drop }) => drop !== null);
  return judged.map((one) =>
    one.drop === null || one.drop === first?.drop
      ? one
      : {
          ...one,
          ...{ charts: [], drop: null },
          outcome: {
            ...one.outcome,
            ...{ state: "cant-tell", figures: null },
            reason: "Its run had other customers, another seed or another plan than the first.",
          },
        },
  );
}

/** What was left at a target or stopped counts first; a comparison with a gap is CAN'T TELL; no policy is a failure. */
const exitOf = (policies: readonly JudgedPolicy[]): ExitCode => {
  const grave: readonly number[] = [EXIT.aborted, EXIT.residue, EXIT.internal];
  const runs = policies.flatMap(({ verdict }) => (verdict === null ? [] : [verdict.exitCode as ExitCode]));
  return worstExit([
    ...runs.filter((code) => grave.includes(code)),
    ...(policies.every(({ outcome }) => isRecoveryKnown(outcome)) ? [EXIT.ready] : [EXIT.cantTell]),
  ]);
};
