import fc from "fast-check";
import { expect, test } from "vitest";
import { isFieldproofError } from "../../../core/errors/fieldproof-error.ts";
import { INITIAL_PLAN } from "../initial-plan.ts";
import { parsePlan } from "../load-plan.ts";
import { budgetsOf, strictestTerms, withBudgets } from "./sla-budgets.ts";
import { parseSla, type SlaChoice } from "./sla-file.ts";

const ALL: SlaChoice = { as: new Map() };

const metric = (name: string, part: object = {}) => ({ priority: "urgent", metric: name, target: 1, ...part });
/** A metric a line, from line 3 on. */
const policies = (...metrics: object[]): string =>
  `{"sla_policies": [{"title": "Drop", "filter": {"all": [], "any": []},\n"policy_metrics": [\n${metrics.map((one) => JSON.stringify(one)).join(",\n")}\n]}]}`;

const slo = (
  objectives: string,
  part: { budget?: string; method?: string; unit?: string } = {},
): string => `apiVersion: openslo/v1
kind: SLO
metadata:
  name: first-word
  annotations: { fieldproof/budget: ${part.budget ?? "human-reply"}${part.unit === undefined ? "" : `, fieldproof/unit: ${part.unit}`} }
spec:
  budgetingMethod: ${part.method ?? "Occurrences"}
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [${objectives}]
`;

const imported = (text: string, choice = ALL) => {
  const found = strictestTerms(parseSla(text, "sla", choice));
  return { ...found, budgets: budgetsOf(found.carried) };
};
const faultsOf = (text: string): string => {
  try {
    parseSla(text, "sla", ALL);
    return "";
  } catch (error) {
    return isFieldproofError(error) ? `${error.code} ${error.details["faults"]}` : "threw";
  }
};

test("the strictest target of each metric becomes the budget, in seconds, and the others say where they went", () => {
  const { budgets, leftOut } = imported(
    policies(
      metric("first_reply_time", { target: 30, priority: "normal" }),
      metric("first_reply_time", { target: 1, target_in_seconds: 45 }),
      metric("requester_wait_time", { target: 5, business_hours: true }),
    ),
  );
  expect(budgets).toEqual({ anyReply: { p50Sec: 45, p95Sec: 45 }, humanReply: { p50Sec: 300, p95Sec: 300 } });
  expect(leftOut).toEqual([
    {
      what: 'first_reply_time normal of "Drop"',
      at: { line: 3, column: 1 },
      why: 'it is kept where first_reply_time urgent of "Drop" is (line 4)',
    },
  ]);
});

test("a priority or a policy can be chosen", () => {
  const text = policies(metric("first_reply_time", { target: 30, priority: "normal" }), metric("first_reply_time"));
  expect(imported(text, { ...ALL, priority: "normal" }).budgets.anyReply?.p95Sec).toBe(1800);
  expect(imported(text, { ...ALL, policy: "Drop" }).budgets.anyReply?.p95Sec).toBe(60);
  expect(imported(text, { ...ALL, policy: "Another" })).toMatchObject({ budgets: {}, carried: [] });
});

test("one policy by itself is read, too, with the lines of its file", () => {
  const text =
    '{"sla_policy": {"title": "Drop", "policy_metrics": [\n{"priority": "high", "metric": "first_reply_time", "target": 2}]}}';
  expect(imported(text).carried).toMatchObject([{ value: 120, at: { line: 2 } }]);
  expect(faultsOf(text.replace('"high"', '"soon"'))).toContain("sla:2:");
});

test.each([
  ["agent_work_time", 60, "modelled"],
  ["total_resolution_time", 60, "no budget on the time to resolution"],
  ["periodic_update_time", 60, "second update"],
  ["constructor", 60, "not known here"],
  ["first_reply_time", 1441, "longer than a day"],
])("what no budget can say is listed: %s", (name, target, why) => {
  const { carried, leftOut } = imported(policies(metric(name, { target })));
  expect([carried, leftOut.map((one) => one.why)]).toEqual([[], [expect.stringContaining(why)]]);
});

test.each([
  ["{ op: lte, value: 45, target: 0.95 }", {}, { humanReply: { p50Sec: 45, p95Sec: 45 } }, null],
  ["{ op: lt, value: 9, targetPercent: 50 }", {}, { humanReply: { p50Sec: 9, p95Sec: 60 } }, null],
  ["{ op: lte, value: 900, target: 0.99 }", { unit: "ms" }, { humanReply: { p50Sec: 0.9, p95Sec: 0.9 } }, "99 %"],
  ["{ op: lte, value: 300, target: 0.95 }", { budget: "system-delay" }, { systemDelayP95Ms: 300 }, null],
  ["{ target: 0.99 }", { budget: "unanswered" }, { unansweredAtMost: 0.01 }, null],
  [
    "{ targetPercent: 85 }",
    { budget: "first-contact-resolution" },
    { firstContactResolution: { atLeast: 0.85, windowSec: 60 } },
    null,
  ],
])("an objective becomes a budget: %s %o", (objective, part, budgets, remark) => {
  const found = imported(slo(objective, part));
  expect(found.budgets).toEqual(budgets);
  expect(found.carried[0]?.remark).toEqual(remark === null ? null : expect.stringContaining(remark));
  expect(found.leftOut).toMatchObject([{ what: "time window 28d of SLO first-word" }]);
});

test.each([
  ["{ op: gte, value: 45, target: 0.95 }", {}, "lower bound"],
  ["{ op: lte, value: 45, target: 0.2 }", {}, "more than half"],
  ["{ target: 0.95 }", {}, "no op and value"],
  ["{ op: lte, value: 45, target: 0.95 }", { method: "Timeslices" }, "time slices"],
  ["{ op: lte, value: 45, target: 0.95 }", { budget: "unanswered" }, "compares a value"],
  ["{ op: lte, value: 0, target: 0.95 }", {}, "no time"],
])("an objective that no budget can say is listed: %s %o", (objective, part, why) => {
  const { carried, leftOut } = imported(slo(objective, part));
  expect([carried, leftOut.at(-1)?.why]).toEqual([[], expect.stringContaining(why)]);
});

test("an SLO whose budget nothing names is left out, until the command line names it", () => {
  const bare = slo("{ op: lte, value: 45, target: 0.95 }").replace(/ {2}annotations.*\n/, "");
  expect(imported(bare).leftOut).toMatchObject([{ why: expect.stringContaining("--as") }]);
  expect(imported(bare, { as: new Map([["first-word", "any-reply"]]) }).budgets.anyReply?.p95Sec).toBe(45);
});

test("a tighter time at a lower share does not pass for a looser one at a higher share", () => {
  const { leftOut } = imported(slo("{ op: lte, value: 45, target: 0.95 }, { op: lte, value: 90, target: 0.99 }"));
  expect(leftOut.at(-1)?.why).toContain("asks for 99 % in time");
});

test("all faults of all documents are told at once, each with its line and column", () => {
  const text = `${slo("{ op: below, value: 45 }", { budget: "speed" })}---\n${slo("{ target: 0.9, targetPercent: 90 }", { unit: "h" })}---\nkind: SLO\n`;
  const faults = faultsOf(text);
  expect(faults).toContain('sla:9:22: spec.objectives.0.op: is "below", must be one of lte, lt, gte, gt');
  expect(faults).toContain('sla:5:37: metadata.annotations.fieldproof/budget: is "speed", must be one of any-reply');
  expect(faults).toContain('sla:15:67: metadata.annotations.fieldproof/unit: is "h", must be s or ms');
  expect(faults).toContain("sla:19:46: spec.objectives.0.targetPercent: stands beside target");
  expect(faults).toContain("sla:21:1: is neither Zendesk's SLA policies");
});

test.each([
  ["nothing", "", "is neither"],
  ["a page", "<!doctype html><p>Sign in</p>", "is neither"],
  ["another form", "slos: []", "is neither"],
  ["an older version", "apiVersion: openslo/v1alpha\nkind: SLO\nmetadata: { name: a }", "must be openslo/v1"],
  ["a target that is text", policies(metric("first_reply_time", { target: "soon" })), 'is "soon", must be a number'],
  ["a target below zero", policies(metric("first_reply_time", { target: -1 })), "must be more than 0"],
  ["a bomb of aliases", `a: &a [1,1]\nb: &b [${"*a,".repeat(60)}*a]\nsla_policies: *b`, "too many aliases"],
  ["a deep nest", `${"[".repeat(5000)}`, "YAML"],
])("%s is a fault", (_name, text, fault) => {
  expect(faultsOf(text)).toContain(`FP-SLA-001`);
  expect(faultsOf(text)).toContain(fault);
});

test("whatever a file holds, it is read or refused by code, and no control character gets through", () => {
  const wild = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.string().map((title) => policies(metric("x")).replace("Drop", JSON.stringify(title).slice(1, -1))),
  );
  fc.assert(
    fc.property(wild, (text) => {
      let told = faultsOf(text);
      if (told === "") told = JSON.stringify(parseSla(text, "sla", ALL).leftOut.map(({ what }) => what));
      expect(told).not.toBe("threw");
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
      expect(told.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    }),
    { seed: 7, numRuns: 200 },
  );
});

test.each([
  ["a median leaves what nearly all may wait", "50", { p50Sec: 9, p95Sec: 30 }],
  ["what nearly all may wait leaves the median", "95", { p50Sec: 7, p95Sec: 9 }],
])("of a plan that asks for more, %s", (_name, percent, humanReply) => {
  const { carried } = imported(slo(`{ op: lte, value: 9, targetPercent: ${percent} }`));
  expect(budgetsOf(carried, { humanReply: { p50Sec: 7, p95Sec: 30 } })).toEqual({ humanReply });
});

test("a median beyond what the plan lets nearly all wait loosens nothing", () => {
  const { carried } = imported(slo("{ op: lte, value: 50, targetPercent: 50 }"));
  const own = { humanReply: { p50Sec: 7, p95Sec: 30 } };
  expect(budgetsOf(carried, own)).toEqual({ humanReply: { p50Sec: 30, p95Sec: 30 } });
});

test("budgets go into a plan in the place of its own, and its comments stay", () => {
  const text = withBudgets(INITIAL_PLAN, { humanReply: { p50Sec: 20, p95Sec: 45 }, unansweredAtMost: 0.01 });
  expect(parsePlan(text, "drop.yaml").budgets).toMatchObject({
    humanReply: { p50Sec: 20, p95Sec: 45 },
    unansweredAtMost: 0.01,
  });
  expect(text.match(/#/g)?.length).toBe(INITIAL_PLAN.match(/#/g)?.length);
});
