import { expect, test } from "vitest";
import { MATTER_STATES } from "../../core/schema/promise-wire.ts";
import { isEnded, MATTER_FOLLOWS, mayFollow } from "./matter-states.ts";

test("every state is reached from the first, and an end can be reached from every state", () => {
  const reached = new Set<string>(["received"]);
  for (const from of reached) for (const to of MATTER_FOLLOWS[from as keyof typeof MATTER_FOLLOWS]) reached.add(to);
  expect([...reached].sort()).toEqual([...MATTER_STATES].sort());
  const canEnd = (state: (typeof MATTER_STATES)[number], depth = 0): boolean =>
    isEnded(state) || (depth < 8 && MATTER_FOLLOWS[state].some((to) => canEnd(to, depth + 1)));
  for (const state of MATTER_STATES) expect(canEnd(state), state).toBe(true);
});

test("what has ended stays ended, and nothing but a partner's or an owner's answer resolves", () => {
  expect(MATTER_STATES.filter(isEnded)).toEqual(["resolved", "expired", "abandoned"]);
  expect(MATTER_STATES.filter((state) => mayFollow(state, "resolved"))).toEqual(["answered", "promised"]);
  expect(mayFollow("expired", "resolved")).toBe(false);
});
