import { DRILL_IDS, type DrillId } from "../../core/contract/ids.ts";
import {
  type Chart,
  type DrillVerdictRecord,
  type ObjectiveResult,
  type ReplicateVerdict,
  VERDICT_SCHEMA_ID,
  type Verdict,
} from "../../core/schema/verdict.ts";
import { NANO_DROP_OBJECTIVES } from "./verdict-builder-objectives.ts";

/** Verdicts for tests and for looking at a report by hand; made up, and the same each time. */

const TITLES: Readonly<Record<DrillId, readonly [title: string, why: string]>> = {
  "nano-drop": ["Customers are answered in time during a drop", "A drop brings a week's questions in a minute."],
  "key-rotation": ["Keys can be changed without losing consent", "A lost key must not lose a customer's permission."],
  "cache-eviction": ["Withdrawn answers stop being shown", "A wrong answer that stays up costs orders and trust."],
  "overloaded-fulfilment": ["Order trouble does not block the desk", "Partners slow down exactly when a drop lands."],
  "post-event-audit": ["Every conversation can be proved later", "A dispute is won with a record, or lost without."],
  "solo-cost": ["One creator alone can afford the desk", "A desk that costs more than it saves is no help."],
  "privacy-smoke": ["No page tells third parties who asked", "Customers never agreed to be followed."],
};

const arrivals = [1, 1, 2, 1, 1, 3, 12, 14, 11, 9, 8, 6, 5, 5, 4, 3, 3, 2, 2, 1, 0, 0, 0, 0, 0, 0];

/** Arrivals, replies and open contacts over a drop's 500 simulated seconds, with the phases as bands. */
export function queueChart(slowness = 1): Chart {
  let open = 0;
  const rows = arrivals.map((arrived, at) => {
    const replied = Math.min(open + arrived, Math.max(1, Math.round(7 / slowness)));
    open += arrived - replied;
    return { at: at * 20, arrived, replied, open };
  });
  return {
    id: "queue",
    title: "The queue over time",
    description: `Arrivals peak at 14 in 20 seconds; at most ${Math.max(...rows.map((row) => row.open))} contacts are open at once.`,
    kind: "lines",
    x: { label: "Time since the start", unit: "s" },
    y: { label: "Contacts", unit: "", max: null },
    series: [
      { name: "open contacts", points: rows.map(({ at, open: y }) => [at, y]) },
      { name: "arrivals in 20 s", points: rows.map(({ at, arrived }) => [at, arrived]) },
      { name: "replies in 20 s", points: rows.map(({ at, replied }) => [at, replied]) },
    ],
    bands: [
      { label: "prestage", from: 0, to: 30 },
      { label: "control", from: 30, to: 80 },
      { label: "refresh", from: 80, to: 100 },
      { label: "step", from: 100, to: 150 },
      { label: "tail", from: 150, to: 350 },
      { label: "drain", from: 350, to: 450 },
      { label: "audit", from: 450, to: 500 },
    ],
    lines: [{ label: "slots planned: 14", axis: "y", at: 14 }],
  };
}

/** Share of contacts answered by a time, any reply and human reply apart, with the budget as a line. */
export function replyChart(slowness = 1): Chart {
  const shares = Array.from({ length: 41 }, (_, at) => at / 40);
  return {
    id: "reply-time",
    title: "How soon customers had a reply",
    description: `Two thirds have an answer at once; human replies reach 95 % at ${Math.round(44 * slowness)} seconds.`,
    kind: "steps",
    x: { label: "Reply time", unit: "s" },
    y: { label: "Share of contacts answered", unit: "share", max: 1 },
    series: [
      {
        name: "any reply",
        points: shares.map((share) => [share < 0.66 ? share : 4 + (share - 0.66) * 110 * slowness, share]),
      },
      { name: "human reply", points: shares.map((share) => [5 + 42 * slowness * share ** 2.2, share]) },
    ],
    bands: [],
    lines: [{ label: "budget: 95 % within 60 s", axis: "x", at: 60 }],
  };
}

export function objective(over: Partial<ObjectiveResult> = {}): ObjectiveResult {
  return { ...(NANO_DROP_OBJECTIVES[0] as ObjectiveResult), ...over };
}

export function replicate(over: Partial<ReplicateVerdict> = {}): ReplicateVerdict {
  return {
    replicate: 1,
    seed: 7,
    verdict: "PASS",
    reason: "All key objectives were met on 120 contacts.",
    aborted: false,
    validity: [
      {
        id: "lateness",
        ok: true,
        sentence: "The generator was on time: p99 lateness in milliseconds.",
        value: 4,
        limit: 250,
      },
      {
        id: "idle",
        ok: true,
        sentence: "The machine had idle processor time throughout, as a share.",
        value: 0.41,
        limit: 0.1,
      },
      { id: "reconciled", ok: true, sentence: "Contacts, desk and log agree on every contact.", value: 0, limit: 0 },
    ],
    objectives: [...NANO_DROP_OBJECTIVES],
    charts: [queueChart(), replyChart()],
    tables: [
      {
        id: "lanes",
        title: "Contacts by lane",
        columns: ["Lane", "Contacts", "Answered at the edge", "Handed to a human", "Left unanswered"],
        rows: [
          ["stream", "96", "64", "32", "0"],
          ["standard", "24", "13", "11", "0"],
        ],
      },
    ],
    evidence: "sha256:4be1c09d5f0a6b7c3f3b6f5f2d7f5f8e0d8a1c1b9a3e4d5c6b7a8f9e0d1c2b3a",
    ...over,
  };
}

export function drill(id: DrillId, over: Partial<DrillVerdictRecord> = {}): DrillVerdictRecord {
  const [title, why] = TITLES[id];
  return {
    drill: id,
    title,
    why,
    required: true,
    verdict: "PASS",
    sentence: "Every key objective was met.",
    code: null,
    met: 1,
    of: 1,
    replicates: [replicate()],
    ...over,
  };
}

export const notRun = (id: DrillId, required: boolean, sentence: string): DrillVerdictRecord =>
  drill(id, { verdict: "NOT RUN", required, sentence, met: 0, of: 0, replicates: [] });

export function verdict(over: Partial<Verdict> = {}, run: Partial<Verdict["run"]> = {}): Verdict {
  return {
    schema: VERDICT_SCHEMA_ID,
    verdict: "READY",
    label: "READY (plumbing only)",
    sentence: "The stack kept every budget of this drop with the agents that you planned.",
    forecast: "One drill: no forecast for the next one.",
    exitCode: 0,
    run: {
      id: "1124T1402-7",
      startedAt: "2026-11-24T14:02:11.000Z",
      endedAt: "2026-11-24T14:03:19.000Z",
      profile: "smoke",
      timeFactor: 10,
      replicates: 1,
      seed: 7,
      planDigest: "sha256:9f2c41d0a7b1",
      dropName: "Winter capsule, 300 items",
      dropStartsAt: "2026-11-27T18:00:00.000Z",
      target: "reference stack on 127.0.0.1",
      staffing: "modelled",
      validUntil: "2026-12-01T14:03:19.000Z",
      covers: { islands: "51c0ffee".repeat(8), keys: ["4be1".repeat(16)] },
      versions: { fieldproof: "0.1.0", k6: "2.2.0", node: "24.21.0" },
      machine: { cpu: "Xeon 2.5 GHz", cores: 2, memoryMb: 8192, platform: "linux x64" },
      ...run,
    },
    arithmetic: {
      neededSlots: 11.2,
      plannedSlots: 14,
      peakUse: 0.8,
      sentence: "The drop needs 11.2 chat slots at its peak; you planned 14.",
    },
    drills: [
      drill("nano-drop"),
      ...DRILL_IDS.slice(1).map((id) => notRun(id, false, "This plan does not ask for it.")),
    ],
    actions: [],
    ...over,
  };
}
