import { expect, test } from "vitest";
import { CALL_POLICIES } from "../core/contract/call-policies.ts";
import { PARTNER_DEFAULTS } from "./partner/partner-defaults.ts";
import { PROMISE_DEFAULTS } from "./promises/open-promises.ts";
import { readServerFlags } from "./server-flags.ts";

const read = (...argv: string[]) => readServerFlags(argv).stack;

test("without a flag the desk asks its partner nothing", () => {
  expect(read()).toMatchObject({ deskPartner: { asksPartner: false } });
  expect(read()).not.toHaveProperty("partnerPlan");
});

test("plans and policies of the partner are read as data", () => {
  const promises = { ...PROMISE_DEFAULTS, dueSec: 120 };
  const stack = read(
    ...["--partner", "on", "--call-policy", "budgeted", "--promise-plan", JSON.stringify(promises)],
    ...["--partner-plan", JSON.stringify({ ...PARTNER_DEFAULTS, servers: 3, queue: null })],
  );
  expect(stack.deskPartner).toEqual({ asksPartner: true, policy: CALL_POLICIES.budgeted, plan: promises });
  expect(stack.partnerPlan).toMatchObject({ servers: 3, queue: null });
  const own = { ...CALL_POLICIES.default, timeoutSec: 9 };
  expect(read("--call-policy", JSON.stringify(own)).deskPartner?.policy).toEqual(own);
});

test.each([
  [["--partner", "maybe"], /on or off/],
  [["--partner-plan", "{"], /takes JSON/],
  [["--partner-plan", "{}"], /servers: /],
  [["--call-policy", "heroic"], /takes JSON/],
  [["--promise-plan", JSON.stringify({ ...PROMISE_DEFAULTS, atOnce: 0 })], /atOnce: /],
])("%j is refused with what is wrong", (argv, problem) => {
  expect(() => read(...argv)).toThrow(problem);
});
