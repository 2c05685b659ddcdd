import type { Plan } from "../../core/schema/plan.ts";
import { parsePlan } from "../../harness/plan/load-plan.ts";

/** Seconds of wall time, with a tail in which the stimulus has its place; its figures say nothing about a drop. */
export const examplePlan = (): Plan =>
  parsePlan(
    `schema: fieldproof.plan/1
drop: { name: example }
arrivals: { peakPerSec: 2.6, islandReadsPerSec: 4 }
customers: { intents: { order-held: 35, stock: 40, returns: 25 }, followUpShare: 0.02 }
staffing: { agents: 60, slotsPerAgent: 1, handle: { medianSec: 20, sigma: 0.2 } }
budgets:
  anyReply: { p50Sec: 15, p95Sec: 30 }
  humanReply: { p50Sec: 20, p95Sec: 30 }
  firstContactResolution: { atLeast: 0.8, windowSec: 30 }
profiles:
  smoke: { timeFactor: 20, controlSec: 12, refreshSec: 5, stepSec: 30, tailSec: 100, drainSec: 60, auditSec: 5 }
`,
    "drop.yaml",
  );
