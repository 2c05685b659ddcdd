import { expect, test } from "vitest";
import { answeredWithinC, erlangC } from "./erlang-c.ts";
import { leastReplySlots } from "./reply-staffing.ts";

// The published example: 360 calls in half an hour, 240 s; 55 agents answer 84.59 % within 15 s.
const work = { arrivalsPerSec: 360 / 1800, handleSec: 240, patienceSec: 120 };

test("Erlang C: the fewest slots that keep both budgets, and one fewer does not", () => {
  const demand = { ...work, beforeReplySec: 5, budget: { p50Sec: 20, p95Sec: 20 } };
  const least = leastReplySlots("C", demand) ?? 0;
  expect(answeredWithinC(erlangC(least, work), 15)).toBeGreaterThanOrEqual(0.95);
  expect(answeredWithinC(erlangC(least - 1, work), 15)).toBeLessThan(0.95);
  expect(least).toBeGreaterThan(55);
});

test("a few who give up make a tight desk need fewer slots under Erlang A", () => {
  const demand = { ...work, patienceSec: 3600, beforeReplySec: 5, budget: { p50Sec: 60, p95Sec: 60 } };
  expect(leastReplySlots("A", demand)).toBeLessThanOrEqual(leastReplySlots("C", demand) ?? 0);
});

test("who gives up is not answered, so hasty customers need no fewer", () => {
  const demand = { ...work, beforeReplySec: 5, budget: { p50Sec: 120, p95Sec: 120 } };
  const hasty = leastReplySlots("A", { ...demand, patienceSec: 5 }) ?? 0;
  expect(hasty).toBeGreaterThan(leastReplySlots("A", { ...demand, patienceSec: 3600 }) ?? 0);
});

test("endless patience makes Erlang A the Erlang C", () => {
  const demand = {
    ...work,
    patienceSec: Number.POSITIVE_INFINITY,
    beforeReplySec: 0,
    budget: { p50Sec: 5, p95Sec: 15 },
  };
  expect(leastReplySlots("A", demand)).toBe(leastReplySlots("C", demand));
});

test("no number of slots makes an agent write faster", () => {
  const demand = { ...work, beforeReplySec: 31, budget: { p50Sec: 30, p95Sec: 60 } };
  expect(leastReplySlots("C", demand)).toBeNull();
});
