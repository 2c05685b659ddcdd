import { expect, test } from "vitest";
import type { Seat } from "../desk/agent-roster.ts";
import { chooseOwner, DUTY_MANAGER } from "./promise-owner.ts";

const seat = (agentId: string, state: Seat["state"] = "available"): Seat => ({
  ...{ agentId, state, slots: 1, lanes: ["stream"], groups: [], since: 0 },
});
const none = () => 0;

test("the one on shift with the fewest, then by name", () => {
  const open: Record<string, number> = { ann: 2, bob: 1, cat: 1 };
  const seats = [seat("ann"), seat("cat"), seat("bob")];
  expect(chooseOwner(seats, (one) => open[one] ?? 0)).toBe("bob");
  expect(chooseOwner(seats, (one) => open[one] ?? 0, "bob")).toBe("cat");
});

test("one on a break only where nobody else is; off shift never; nobody at all is the duty manager", () => {
  expect(chooseOwner([seat("ann", "break"), seat("bob")], none)).toBe("bob");
  expect(chooseOwner([seat("ann", "break"), seat("bob", "off")], none)).toBe("ann");
  expect(chooseOwner([seat("bob", "off")], none)).toBe(DUTY_MANAGER);
  expect(chooseOwner([], none)).toBe(DUTY_MANAGER);
});
