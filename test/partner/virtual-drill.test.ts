import { describe, expect, test } from "vitest";
import type { JudgeOutcome } from "../../core/contract/drill.ts";
import { overloadedFulfilmentSelftest } from "../../drills/overloaded-fulfilment/selftest.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { planUnder } from "../../harness/plan/plan-under-policy.ts";
import { virtualDrill } from "./virtual-drill.ts";

const plan = defaultPlan();
const missed = ({ objectives }: JudgeOutcome): string[] =>
  objectives.filter(({ status }) => status !== "met").map(({ id, status }) => (status === "missed" ? id : `${id}?`));
const spoilt = ({ validity }: JudgeOutcome): string[] => validity.filter(({ ok }) => !ok).map(({ id }) => id);

describe.each([7, 8, 9])("seed %i, on a virtual clock", (seed) => {
  test.each([
    ["the clean stack", []],
    ...overloadedFulfilmentSelftest.benign.map(({ name, switches }): [string, readonly string[]] => [name, switches]),
  ])("%s is green", async (_name, switches) => {
    const outcome = await virtualDrill(plan, seed, switches);
    expect([missed(outcome), spoilt(outcome)]).toEqual([[], []]);
  });

  test.each(overloadedFulfilmentSelftest.defects.map((one) => [one.name, one] as const))(
    "%s is red for its own reason",
    async (name, { reason, also }) => {
      const red = missed(await virtualDrill(plan, seed, [name]));
      expect(red[0]).toBe(reason);
      expect(red.slice(1).filter((id) => !also.includes(id))).toEqual([]);
    },
  );
});

test.each([7, 8, 9])(
  "seed %i: retries without a bound on a queue without one never recover, to the end",
  async (seed) => {
    const outcome = await virtualDrill(planUnder(plan, "unbounded-retries"), seed, []);
    expect(missed(outcome)).toContain("time-to-recover");
    const { calls } = outcome;
    expect(calls?.recovery).toMatchObject({ state: "never", watchedSec: 270 });
    // The partner works all the time, and for hardly anybody.
    expect(calls?.workForNobody).toBeGreaterThan(0.4);
    expect(calls?.requestsPerMatter).toBeGreaterThan(3);
    const own = (await virtualDrill(plan, seed, [])).calls;
    expect(own?.recovery.state).toBe("recovered");
    expect(own?.workForNobody).toBeLessThan(0.15);
    expect(own?.answeredPerSec.after ?? 0).toBeGreaterThan(2 * (calls?.answeredPerSec.after ?? 1));
  },
);

test.each([7, 8, 9])(
  "seed %i: a partner that comes back with five of its eight servers has not recovered",
  async (seed) => {
    const outcome = await virtualDrill(plan, seed, [], 5);
    expect(missed(outcome)).toContain("time-to-recover");
  },
);
