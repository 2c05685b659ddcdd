import { expect, test } from "vitest";
import type { StimulusScope } from "../../core/contract/stimulus.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { overloadedFulfilmentStimulus as stimulus } from "./stimulus.ts";

const scope = (counters: Readonly<Record<string, number>> | null, struck = 0): StimulusScope => ({
  ...{ plan: defaultPlan(), timeFactor: 10, faultIds: ["f"] },
  view: {
    ...{ event: "drop", pops: [] },
    readIsland: async () => ({ status: 0, version: null, keyId: null, cacheStatus: null, signatureGood: null }),
    edgeStatus: async () => null,
    counters: async () => counters,
    timed: async () => ({ status: 0, ms: 0 }),
    faults: async () => ({
      held: [{ id: "f", fault: { kind: "partner-slow", servers: 2 }, leftMs: 1, ended: null, struck }],
      ended: [],
    }),
  },
});

test("steady: all servers at work, and a desk that asks the partner at all", async () => {
  const proved = async (counters: Record<string, number> | null) => (await stimulus.steady(scope(counters))).proved;
  expect(await proved({ "partner.servers": 8, "partner.requests": 40 })).toBe(true);
  expect(await proved({ "partner.servers": 8, "partner.requests": 0 })).toBe(false);
  expect(await proved({ "partner.servers": 2, "partner.requests": 40 })).toBe(false);
  expect(await proved({})).toBe(false);
  const places = (queue: number) => proved({ "partner.servers": 8, "partner.requests": 40, "partner.queue": queue });
  expect([await places(12), await places(16)]).toEqual([true, false]);
  expect(await proved(null)).toBe(false);
});

test("effect: so few servers as ordered, and a request that came to them", async () => {
  const proved = async (servers: number, struck: number) =>
    (await stimulus.proveEffect(scope({ "partner.servers": servers }, struck))).proved;
  expect([await proved(2, 1), await proved(2, 0), await proved(8, 1)]).toEqual([true, false, false]);
});

test("undo: all servers are back", async () => {
  const proof = await stimulus.proveUndo(scope({ "partner.servers": 8, "partner.waiting": 6 }));
  expect(proof).toMatchObject({ proved: true, sentence: "the partner has 8 of 8 servers at work" });
  expect(stimulus.faults(scope(null))).toEqual([{ via: "stack-fault", fault: { kind: "partner-slow", servers: 2 } }]);
});
