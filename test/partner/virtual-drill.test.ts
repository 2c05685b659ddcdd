import { describe, expect, test } from "vitest";
import type { JudgeOutcome } from "../../core/contract/drill.ts";
import { CALL_POLICIES } from "../../core/contract/call-policies.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { overloadedFulfilmentSelftest } from "../../drills/overloaded-fulfilment/selftest.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
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

test("retries without a bound on a queue without one: nothing is as before, to the end", async () => {
  const { fulfilment } = plan;
  const unbounded: Plan = {
    ...plan,
    fulfilment: {
      ...fulfilment,
      policy: CALL_POLICIES["unbounded-retries"],
      partner: { ...fulfilment.partner, queue: null },
    },
  };
  const outcome = await virtualDrill(unbounded, 7, []);
  expect(missed(outcome)).toContain("time-to-recover");
});
