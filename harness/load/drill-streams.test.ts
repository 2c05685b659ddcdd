import { expect, test } from "vitest";
import type { DrillLoad } from "../../core/contract/drill-load.ts";
import { defaultPlan } from "../plan/default-plan.ts";
import { BUILT_IN_PHASES } from "../plan/profiles.ts";
import { drawnStreams, drawStreams, loadSpans } from "./drill-streams.ts";

const plan = defaultPlan();
const load: DrillLoad = {
  phases: () => [
    { name: "before", sec: 100 },
    { name: "after", sec: 50 },
    { name: "drain", sec: 50 },
  ],
  streams: ({ customers }) => [
    {
      ...{ name: "trouble", perSec: { before: 1, after: 1 } },
      customers: { ...customers, standardLaneShare: 1, intents: { "order-held": 1 } },
    },
    {
      ...{ name: "stream", perSec: { after: 0.5 } },
      customers: { ...customers, intents: { stock: 1 } },
    },
  ],
  lanes: () => ["stream"],
  islandReads: () => null,
  beside: { steadyReads: false, doors: false },
};
const facts = {
  event: "drop",
  facts: { stock: "12 left" },
  orders: Array.from({ length: 40 }, (_, n) => ({
    ...{ orderId: `D${n}`, sku: "S", state: "held" as const, charged: true },
    fact: { "order-held": `held ${n}` },
  })),
};
const draw = (seed: number) =>
  drawStreams(drawnStreams(load.streams(plan), loadSpans(load, plan, BUILT_IN_PHASES.smoke), seed, null), {
    ...{ plan, timeFactor: 10, pops: ["a", "b"], observeMs: 5000, prefix: "run-1" },
    facts: facts as never,
  });

test("each stream comes at its rate in its phases, as the people that it is made of, in one schedule", () => {
  const contacts = draw(7);
  const trouble = contacts.filter(({ lane }) => lane === "standard");
  const stream = contacts.filter(({ lane }) => lane === "stream");
  expect([trouble.length, stream.length]).toEqual([150, 25]);
  expect(new Set(trouble.map(({ intent }) => intent))).toEqual(new Set(["order-held"]));
  expect(new Set(stream.map(({ phase }) => phase))).toEqual(new Set(["after"]));
  expect(contacts.map(({ index }) => index)).toEqual(contacts.map((_, place) => place));
  expect(contacts.map(({ clientContactId }) => clientContactId)).toEqual(
    contacts.map((_, place) => `run-1-${String(place).padStart(6, "0")}`),
  );
  const offsets = contacts.map(({ arrivalOffsetMs }) => arrivalOffsetMs);
  expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  expect(Math.max(...offsets)).toBeLessThan(15_000);
});

test("the same seed draws the same, another seed others", () => {
  expect(draw(7)).toEqual(draw(7));
  expect(draw(8)).not.toEqual(draw(7));
});
