import { expect, test } from "vitest";
import { type DrillId, PROFILES } from "../../core/contract/ids.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { checkPlan, planFindings } from "./check-plan.ts";
import { defaultPlan } from "./default-plan.ts";
import { expectedContacts } from "./expected-contacts.ts";
import { INITIAL_PLAN } from "./initial-plan.ts";
import { BUILT_IN_PHASES, resolvePhases } from "./profiles.ts";

const planWith = (change: (plan: Plan) => void): Plan => {
  const plan = defaultPlan();
  change(plan);
  return plan;
};
const texts = (plan: Plan, offsets?: readonly number[]): string[] =>
  planFindings(plan, "smoke", offsets === undefined ? {} : { offsetsSec: offsets }).map(
    ({ path, text }) => `${path.join(".")} ${text}`,
  );

test("smoke at the default peak makes 5 + 60 + 60 contacts, a third of them handed off", () => {
  const expected = expectedContacts(defaultPlan(), BUILT_IN_PHASES.smoke);
  expect(expected.control).toBeCloseTo(5, 9);
  expect(expected.step).toBeCloseTo(60, 9);
  expect(expected.tail).toBeCloseTo(60, 9);
  expect(expected.handedOff).toBeCloseTo(43.75, 9);
});

test("the steady preset spreads a third of the peak over control, step and tail", () => {
  const expected = expectedContacts(
    planWith((plan) => {
      plan.arrivals.preset = "steady";
    }),
    BUILT_IN_PHASES.smoke,
  );
  expect(expected.total).toBeCloseTo(0.4 * 300, 9);
});

test("the plan's own phases and questions replace the built-in ones field by field", () => {
  const plan = planWith((one) => {
    one.profiles = { smoke: { tailSec: 0 } };
    one.customers.intents = { stock: 3, "order-held": 1 };
  });
  expect(resolvePhases(plan, "smoke")).toEqual({ ...BUILT_IN_PHASES.smoke, tailSec: 0 });
  expect(resolvePhases(plan, "drop")).toEqual(BUILT_IN_PHASES.drop);
  expect(expectedContacts(plan, resolvePhases(plan, "smoke")).handedOff).toBeCloseTo(65 / 4, 9);
});

test("the default plan may run in every profile", () => {
  for (const profile of PROFILES) expect(() => checkPlan(defaultPlan(), profile)).not.toThrow();
});

test("refuses objectives that too few contacts carry, with the number that they need", () => {
  const found = texts(
    planWith((plan) => {
      plan.arrivals.peakPerSec = 0.04;
    }),
  );
  expect(found).toHaveLength(4);
  expect(found[0]).toContain("budgets.anyReply.p95Sec has 4.2 stream contacts to stand on in smoke, needs at least 20");
  expect(found[1]).toContain(
    "budgets.humanReply.p50Sec has 1.5 contacts handed to a human to stand on in smoke, needs at least 2",
  );
  expect(found[3]).toContain("budgets.triageRightAtLeast has 2.7 general questions to stand on in smoke");
});

test("refuses human-reply budgets when no question needs a human", () => {
  expect(
    texts(
      planWith((plan) => {
        plan.customers.intents = { stock: 1 };
      }),
    ),
  ).toHaveLength(2);
});

test("refuses a drain shorter than the longest budget or the resolution window", () => {
  const short = planWith((plan) => {
    plan.profiles = { smoke: { drainSec: 59 } };
  });
  expect(texts(short)).toEqual([
    "profiles.smoke.drainSec is 59 s in smoke, must be at least 60 s, the length of budgets.anyReply.p95Sec",
  ]);
  expect(
    texts(
      planWith((plan) => {
        plan.budgets.firstContactResolution.windowSec = 101;
      }),
    )[0],
  ).toContain("windowSec");
  expect(
    texts(
      planWith((plan) => {
        plan.budgets.firstContactResolution.windowSec = 100;
      }),
    ),
  ).toEqual([]);
});

test("refuses a median budget above the p95 budget", () => {
  expect(
    texts(
      planWith((plan) => {
        plan.budgets.humanReply = { p50Sec: 61, p95Sec: 60 };
      }),
    )[0],
  ).toContain("budgets.humanReply.p50Sec is 61 s");
});

test("refuses a time factor that leaves an island less than 5 s of wall time", () => {
  const at = (timeFactor: number): string[] =>
    texts(
      planWith((plan) => {
        plan.profiles = { smoke: { timeFactor } };
      }),
    );
  expect(at(120)).toEqual([]);
  expect(at(121)[0]).toContain("profiles.smoke.timeFactor is 121, must be at most 120");
});

test("counts arrivals of a file instead of step and tail, as far as the profile reaches", () => {
  const offsets = Array.from({ length: 100 }, (_, index) => index * 5);
  const expected = expectedContacts(defaultPlan(), BUILT_IN_PHASES.smoke, offsets);
  expect([expected.step, expected.tail]).toEqual([10, 40]);
  expect(texts(defaultPlan(), [])).toContainEqual("arrivals.csv has no arrival within step and tail of smoke");
});

test("tells all findings at once at their places in the file", () => {
  const plan = planWith((one) => {
    one.arrivals.peakPerSec = 0.1;
    one.budgets.humanReply = { p50Sec: 30, p95Sec: 500 };
  });
  expect(() => checkPlan(plan, "smoke", { source: INITIAL_PLAN, path: "mine.yaml" })).toThrow(
    /^mine.yaml has 4 fault\(s\):\nmine.yaml:\d+:\d+: profiles.smoke.drainSec: .*\nmine.yaml:41:34: budgets.anyReply.p95Sec: .*\nmine.yaml:42:37: budgets.humanReply.p95Sec: /,
  );
});

test("at a mapped desk a reply budget below two looks is refused, and no island is asked for", () => {
  const mapped = { parts: ["customer", "agent"], repliesEveryMs: 3000, queueEveryMs: 1000, stampsMs: null } as const;
  const plan = planWith(({ budgets, arrivals }) => {
    arrivals.peakPerSec = 0.3;
    budgets.anyReply.p50Sec = 5;
  });
  const at = (timeFactor: number): string[] => {
    const real = { ...plan, profiles: { smoke: { timeFactor } } };
    return planFindings(real, "smoke", { mapped: { ...mapped, parts: [...mapped.parts] } }).map(({ text }) => text);
  };
  expect(at(1).filter((text) => text.includes("looked at every"))).toEqual([
    "is 5 s, must be at least 6 s: the target's replies are looked at every 3000 ms, and nothing finer can be told",
  ]);
  expect(at(10).filter((text) => text.includes("must be at least 60 s: the target's replies"))).toHaveLength(2);
  expect(at(1).some((text) => text.includes("general questions"))).toBe(false);
  expect(texts(plan).some((text) => text.includes("general questions"))).toBe(true);
});

test("real people need a mapped desk and real time", () => {
  const real = planWith(({ staffing }) => {
    staffing.kind = "real";
  });
  expect(texts(real).filter((text) => text.startsWith("staffing.kind"))).toEqual([
    "staffing.kind is real, which needs a target that is spoken to through a mapping: give it by --target",
    "staffing.kind is real, and people work in real time, not at 10x",
  ]);
});

test("only what is asked is asked of the plan: each drill has its own needs", () => {
  const small = planWith((plan) => {
    plan.arrivals.peakPerSec = 0.04;
    plan.fulfilment.casesPerSec = 0.01;
  });
  const fields = (...drills: readonly DrillId[]): string[] =>
    planFindings(small, "smoke", { drills }).map(({ path }) => path.join("."));
  expect(fields("overloaded-fulfilment")).toEqual(["fulfilment.phases.controlSec"]);
  expect(fields("nano-drop")).toHaveLength(4);
  expect(fields("nano-drop").some((field) => field.startsWith("fulfilment"))).toBe(false);
  expect(fields("nano-drop", "overloaded-fulfilment")).toHaveLength(5);
  // What is at odds with itself is wrong whatever is asked.
  const odd = planWith((plan) => {
    plan.budgets.humanReply = { p50Sec: 61, p95Sec: 60 };
  });
  expect(planFindings(odd, "smoke", { drills: ["overloaded-fulfilment"] })).toHaveLength(1);
});
