import { expect, test } from "vitest";
import { PROFILES } from "../../core/contract/ids.ts";
import { planSchema } from "../../core/schema/plan.ts";
import { resolvePhases } from "../../harness/plan/profiles.ts";
import { isSoonSimulated } from "./simulated-size.ts";

const soon = (part: object, profile: (typeof PROFILES)[number] = "smoke"): boolean => {
  const plan = planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" }, ...part });
  return isSoonSimulated(plan, resolvePhases(plan, profile));
};

test.each(PROFILES)("a drop of a few thousand in the profile %s is simulated", (profile) => {
  expect(soon({}, profile)).toBe(true);
  expect(soon({ arrivals: { peakPerSec: 10 }, staffing: { agents: 100, slotsPerAgent: 4 } }, profile)).toBe(true);
});

test.each([
  ["many customers", { arrivals: { peakPerSec: 1000 } }],
  ["a day of silence", { profiles: { smoke: { drainSec: 80_000 } } }],
  ["a crowd of agents", { staffing: { agents: 2000, slotsPerAgent: 10 } }],
  ["many agents for an hour", { staffing: { agents: 100 }, profiles: { smoke: { drainSec: 3000 } } }],
])("%s: not beside a verdict", (_name, part) => {
  expect(soon(part)).toBe(false);
});
