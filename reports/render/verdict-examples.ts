import type { ObjectiveResult, ReplicateVerdict, Verdict } from "../../core/schema/verdict.ts";
import { drill, notRun, objective, queueChart, replicate, replyChart, verdict } from "./verdict-builder.ts";
import { NANO_DROP_OBJECTIVES } from "./verdict-builder-objectives.ts";

const replaced = (id: string, over: Partial<ObjectiveResult>): ObjectiveResult[] =>
  NANO_DROP_OBJECTIVES.map((each) => (each.id === id ? { ...each, ...over } : each));

/** A replicate whose human replies were late: 9 of 120, 6 allowed. */
const late = (number: number): ReplicateVerdict =>
  replicate({
    replicate: number,
    seed: 6 + number,
    verdict: "FAIL",
    reason: "Human replies were late: 9 of 120, 6 allowed.",
    charts: [queueChart(1.5), replyChart(1.8)],
    objectives: replaced("reply-human-p95", {
      status: "missed",
      n: 120,
      misses: 9,
      allowed: 6,
      measured: { value: 78.4, unit: "s", clock: "simulated" },
      sentence: "9 of 120 human replies came after 60 s, 6 allowed.",
    }),
  });

const early = (number: number): ReplicateVerdict => replicate({ replicate: number, seed: 6 + number });

/** READY (plumbing only): one smoke run of one drill. */
export const ready = (): Verdict => verdict();

/** NOT READY for a date: seven drills, two failed, one could not run. */
export function notReady(): Verdict {
  const recalled = objective({
    id: "recalled",
    title: "No withdrawn answer is shown",
    failureTitle: "Withdrawn answers were still shown",
    status: "missed",
    statistic: "count",
    limit: { value: 0, unit: "count", clock: null },
    measured: { value: 14, unit: "count", clock: null },
    population: "answers served after the recall",
    n: 1040,
    misses: 14,
    allowed: 0,
    sentence: "A recalled answer was served 14 times at pop-b for 6.2 s.",
    next: "Purge the shield before the edge.",
    code: "FP-CACHE-004",
    decidedByQueue: false,
  });
  return verdict(
    {
      verdict: "NOT READY",
      label: "NOT READY",
      exitCode: 1,
      sentence: "Withdrawn answers were still shown to customers for 6 seconds at one location.",
      forecast:
        "3 of 3 met would give at least a 37 % chance, at 95 % confidence, that the next drill meets its budgets too.",
      arithmetic: {
        neededSlots: 18.6,
        plannedSlots: 14,
        peakUse: 0.98,
        sentence: "The drop needs 18.6 chat slots; you planned 14.",
      },
      drills: [
        drill("nano-drop", {
          verdict: "FAIL",
          sentence: "Human replies were late in 2 of 3 replicates.",
          code: "FP-NANO-REPLY-HUMAN-P95",
          met: 1,
          of: 3,
          replicates: [early(1), late(2), late(3)],
        }),
        notRun("key-rotation", true, "The target has no keys hook."),
        drill("cache-eviction", {
          verdict: "FAIL",
          sentence: "A recalled answer was served 14 times at pop-b for 6.2 s.",
          code: "FP-CACHE-004",
          met: 0,
          replicates: [
            replicate({
              verdict: "FAIL",
              reason: "pop-b refetched from the shield before the shield was purged.",
              objectives: [recalled],
            }),
          ],
        }),
        drill("overloaded-fulfilment", { met: 3, of: 3, replicates: [early(1), early(2), early(3)] }),
        drill("post-event-audit", {
          replicates: [replicate({ objectives: replaced("log", {}).slice(8, 9), charts: [] })],
        }),
        drill("solo-cost", { met: 3, of: 3, replicates: [early(1), early(2), early(3)] }),
        notRun("privacy-smoke", false, "No Chromium on this machine; this plan does not require it."),
      ],
      actions: [
        { text: "Purge the shield before the edge.", from: "Withdrawn answers stop being shown" },
        {
          text: "Plan 5 more chat slots for the first five minutes.",
          from: "Customers are answered in time during a drop",
        },
        { text: "Give the target a keys hook, then drill it.", from: "Keys can be changed without losing consent" },
      ],
    },
    { profile: "rehearsal", timeFactor: 4, replicates: 3, target: "staging, desk.staging.example", validUntil: null },
  );
}

export const BY_HAND =
  'curl -sS -X DELETE -H "Authorization: Bearer $(cat /run/desk/ops-bearer)" http://127.0.0.1:41873/ops/v1/faults/1124t1402-7-nano-drop-1-1';

/** CAN'T TELL, with a fault that would not go away. */
export const withResidue = (): Verdict =>
  verdict({
    verdict: "CAN'T TELL",
    label: "CAN'T TELL",
    exitCode: 5,
    sentence: "origin-slow may still be in place at reference stack at http://127.0.0.1:41873.",
    drills: [
      drill("nano-drop", {
        verdict: "INCONCLUSIVE",
        sentence: "origin-slow was not proved undone: it is not known to be gone.",
        met: 0,
        replicates: [
          replicate({
            verdict: "INCONCLUSIVE",
            reason: "origin-slow was not proved undone: it is not known to be gone.",
            stimulus: { id: "origin-slow", kind: "reversible", phase: "tail", state: "residue" },
          }),
        ],
      }),
    ],
    residue: [
      {
        ...{ drill: "nano-drop", replicate: 1, stimulus: "origin-slow" },
        target: "reference stack at http://127.0.0.1:41873",
        reason: "it is not known to be gone",
        byHand: [BY_HAND],
      },
    ],
  });

/** CAN'T TELL: 2 of 3 met, and a drill whose evidence may not be believed. */
export function cannotTell(): Verdict {
  return verdict(
    {
      verdict: "CAN'T TELL",
      label: "CAN'T TELL",
      exitCode: 3,
      sentence: "2 of 3 drills met the reply budget; the rule fixed beforehand asks for 3 of 3.",
      forecast: "2 of 3 met: no forecast.",
      drills: [
        drill("nano-drop", {
          verdict: "INCONCLUSIVE",
          sentence: "2 of 3 met, rule fixed beforehand.",
          met: 2,
          of: 3,
          replicates: [early(1), late(2), early(3)],
        }),
        drill("cache-eviction", {
          verdict: "INCONCLUSIVE",
          sentence: "The load generator was late, so what customers saw is not known.",
          code: "FP-VALID-LATE",
          met: 0,
          replicates: [
            replicate({
              verdict: "INCONCLUSIVE",
              reason: "The load generator was late: p99 1 240 ms, limit 250 ms.",
              aborted: true,
              validity: [
                {
                  id: "lateness",
                  ok: false,
                  sentence: "The generator was late: p99 lateness in milliseconds.",
                  value: 1240,
                  limit: 250,
                },
              ],
              objectives: [
                objective({
                  status: "unmeasured",
                  measured: null,
                  n: 11,
                  leastN: 20,
                  misses: 0,
                  allowed: 0,
                  sentence: "11 contacts are too few for this budget.",
                }),
              ],
            }),
          ],
        }),
      ],
    },
    { profile: "rehearsal", timeFactor: 1, replicates: 3, staffing: "real", validUntil: null },
  );
}

/** With what its staffing can do: 20 slots planned, 18 needed. */
export function staffed(): Verdict {
  const range = { least: 0, mean: 0.004, most: 0.02 };
  const share = (automation: number, planned: boolean, most: number) => ({
    ...{ automation, planned, handOffsPerSec: { average: 0.3, step: 0.6 } },
    simulated: { least: most - 2, most, perSeed: [most - 2, most] },
    ...{ erlangA: { average: most, step: 2 * most }, erlangC: { average: most + 1, step: null } },
  });
  return {
    ...notReady(),
    staffing: {
      ...{ schema: "fieldproof.staffing/1", profile: "drop", seeds: [7, 8], budget: { p50Sec: 30, p95Sec: 60 } },
      ...{ slotsPerAgent: 2, plannedSlots: 20 },
      shares: [share(0, false, 36), share(0.26, false, 27), share(0.52, true, 18), share(0.62, false, 17)],
      atPlan: { slots: 20, lateShare: range, met: 2 },
      oneAgentFewer: { slots: 18, lateShare: { ...range, mean: 0.034 }, met: 1 },
      sentence:
        "This drop needs 18 chat slots; you planned 20. With one agent fewer, 3 more in 100 fans who need a person wait longer than a minute.",
    },
  };
}
