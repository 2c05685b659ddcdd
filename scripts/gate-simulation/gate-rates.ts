import type { DrillVerdict } from "../../core/contract/ids.ts";
import type { ReplicateVerdict } from "../../core/schema/verdict.ts";
import { allowedMisses } from "../../core/statistics/allowed-misses.ts";
import { decisionTable } from "../../core/statistics/decision-table.ts";
import { createRng } from "../../harness/load/draws.ts";
import { rollUpReplicates } from "../../reports/judge/drill-verdict.ts";
import { emptyShareOf, type QueueModel, replyQuantileMin, replyTimesMin } from "./queue-model.ts";

/** Contacts of a drill, and the quantile that its budget is on: those of the notes' table. */
export const CONTACTS = 300;
export const P = 0.95;

export interface GateRates {
  readonly model: QueueModel;
  /** Budget over the true quantile: 1 is a desk that is exactly as good as asked. */
  readonly budgetFactor: number;
  readonly drills: number;
  /** Variance of a drill's misses over that of as many contacts that know nothing of each other. */
  readonly designEffect: number;
  /** By the exact binomial test over the contacts of one drill, one-sided 95 % each way. */
  readonly perContact: Shares;
  /** One drill: its own misses against the allowance. */
  readonly one: Shares;
  /** k of k seeded drills, by the rule of the product. */
  readonly replicated: readonly { readonly k: number; readonly shares: Shares }[];
}

/** Shares of what was said. */
export interface Shares {
  readonly ready: number;
  readonly cantTell: number;
  readonly notReady: number;
}

type Word = keyof Shares;

const sharesOf = (words: readonly Word[]): Shares => {
  const share = (word: Word): number => words.filter((one) => one === word).length / words.length;
  return { ready: share("ready"), cantTell: share("cantTell"), notReady: share("notReady") };
};

const replicateOf = (met: boolean): ReplicateVerdict => ({
  ...{ replicate: 1, seed: 1, verdict: met ? "PASS" : "FAIL", reason: "", aborted: false, validity: [] },
  ...{ objectives: [], charts: [], tables: [], evidence: "" },
});
const REPLICATES = { met: replicateOf(true), missed: replicateOf(false) };
const WORDS: Readonly<Record<DrillVerdict, Word>> = {
  ...{ PASS: "ready", FAIL: "notReady", INCONCLUSIVE: "cantTell", "NOT RUN": "cantTell" },
};

/** What the product says of drills of which these met a budget that a queue decides. */
const ruled = (met: readonly boolean[]): Word =>
  WORDS[rollUpReplicates(met.map((one) => (one ? REPLICATES.met : REPLICATES.missed))).verdict];

/**
 * Plays `drills` drills of one desk against one budget, and says how often each rule calls it ready or not. The same seed
 * gives the same shares.
 * @param budgetFactor below 1 the desk is too slow for its budget, above 1 it is quicker than it must be
 */
export function gateRates(
  model: QueueModel,
  {
    budgetFactor = 1,
    drills,
    ks = [3, 5, 10],
    seed = 7,
  }: { budgetFactor?: number; drills: number; ks?: readonly number[]; seed?: number },
): GateRates {
  const rng = createRng(seed, `gate-${model.agents}-${model.utilisation}-${budgetFactor}`);
  const budgetMin = budgetFactor * replyQuantileMin(model, P);
  const emptyShare = emptyShareOf(model);
  const misses = Float64Array.from({ length: drills }, () => {
    let late = 0;
    for (const minutes of replyTimesMin(rng, model, CONTACTS, emptyShare)) if (minutes > budgetMin) late += 1;
    return late;
  });
  const mean = misses.reduce((sum, count) => sum + count, 0) / drills;
  const variance = misses.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (drills - 1);
  const allowed = allowedMisses(CONTACTS, P);
  const { passAtMost, failAtLeast } = decisionTable(CONTACTS, P);
  const perContact = Array.from(misses, (count): Word => {
    if (count <= (passAtMost ?? -1)) return "ready";
    return count >= (failAtLeast ?? Number.POSITIVE_INFINITY) ? "notReady" : "cantTell";
  });
  const met = Array.from(misses, (count) => count <= allowed);
  return {
    ...{ model, budgetFactor, drills, designEffect: variance / (mean * (1 - mean / CONTACTS)) },
    perContact: sharesOf(perContact),
    one: sharesOf(met.map((one) => ruled([one]))),
    replicated: ks.map((k) => {
      const runs = Array.from({ length: Math.floor(drills / k) }, (_, at) => met.slice(at * k, (at + 1) * k));
      return { k, shares: sharesOf(runs.map(ruled)) };
    }),
  };
}
