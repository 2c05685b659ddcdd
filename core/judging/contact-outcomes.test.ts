import { expect, test } from "vitest";
import { planSchema } from "../schema/plan.ts";
import { createAgentWork } from "./agent-work.ts";
import { createContactOutcomes } from "./contact-outcomes.ts";
import { aContact, aReplicate, aSeen, T0 } from "./evidence-builder.ts";

const plan = planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" } });
const complaint = { clientMessageId: "c", purpose: "complaint" as const, at: T0 + 1000, acknowledgedAt: T0 + 1010 };
const early = aSeen({ id: "early", author: "agent", at: T0 + 500, right: false });
const late = aSeen({ id: "late", author: "agent", at: T0 + 3000 });
const complained = (...seen: ReturnType<typeof aSeen>[]) =>
  aContact(0, {
    ...{ handedOffAt: T0 + 1010, complaints: 1, seen },
    sent: [...aContact(0).sent, complaint],
    observedUntil: T0 + 100_000,
  });
const humanOf = (...seen: ReturnType<typeof aSeen>[]) => {
  const outcomes = createContactOutcomes({ plan, replicate: aReplicate() }, createAgentWork(aReplicate()));
  outcomes.take(complained(...seen));
  return outcomes.human.p95;
};

test("a complaint waits for the reply that comes after it; what was said before answers none", () => {
  expect([humanOf(early).n, humanOf(early).misses(), humanOf(early).quantile()]).toEqual([1, 1, null]);
  // Two seconds of wall time at ten times real.
  expect(humanOf(early, late).quantile()).toBe(20_000);
  expect(humanOf(early, late).misses()).toBe(0);
});
