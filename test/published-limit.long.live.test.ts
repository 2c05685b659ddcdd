import { expect, test } from "vitest";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { drillHouse } from "./http-target/other-house.ts";

test.skipIf(k6ForTests() === undefined)(
  "a published limit of 100 a minute is kept in every 60 s, as the desk itself counts",
  async () => {
    const plan = `schema: fieldproof.plan/1
drop: { name: slow prints }
arrivals: { preset: steady, peakPerSec: 0.3, islandReadsPerSec: 0.1 }
customers: { intents: { order-held: 100 }, patience: { medianSec: 400, sigma: 0.2 }, resendShare: 0, followUpShare: 0.01 }
staffing: { agents: 3, slotsPerAgent: 1, handle: { medianSec: 4, sigma: 0.2 }, pickUp: { medianSec: 0.3, sigma: 0.2 } }
budgets: { anyReply: { p50Sec: 20, p95Sec: 30 }, humanReply: { p50Sec: 20, p95Sec: 30 }, systemDelayP95Ms: 20000, firstContactResolution: { atLeast: 0.8, windowSec: 8 } }
profiles:
  smoke: { timeFactor: 1, controlSec: 5, refreshSec: 1, stepSec: 222, tailSec: 0, drainSec: 31, auditSec: 2 }
`;
    // With all that is mapped it would be too quick for the desk, and nothing is sent.
    const refused = await drillHouse([], { limit: 100, plan });
    expect([refused.code, refused.traffic.requests]).toEqual([2, 0]);
    expect(refused.stderr).toContain("FP-TARGET-016");
    const run = await drillHouse([], { limit: 100, plan, without: ["send", "rate", "leave"] });
    expect(run.traffic.refused, run.stderr + run.stdout).toBe(0);
    expect(run.traffic.mostIn60s).toBeLessThanOrEqual(100);
    expect(run.traffic.requests).toBeGreaterThan(120);
    expect(run.objectives["unanswered"], run.stdout).toBe("met");
  },
  400_000,
);
