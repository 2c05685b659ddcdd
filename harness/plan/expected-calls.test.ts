import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { unpackTexts } from "../../scripts/golden/pack.ts";
import { simMs } from "../../core/contract/time.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import { nanoDropLoad } from "../../drills/nano-drop/load.ts";
import { overloadedFulfilmentLoad } from "../../drills/overloaded-fulfilment/load.ts";
import { drawnStreams, loadSpans } from "../load/drill-streams.ts";
import { defaultPlan } from "./default-plan.ts";
import { expectedCalls } from "./expected-calls.ts";
import { loadPlan } from "./load-plan.ts";
import { resolvePhases } from "./profiles.ts";

/** Of the drop itself, whose customers come at these wall milliseconds. */
const callsOf = (plan: Plan, phases: Phases, offsetsMs: readonly number[]) => {
  const { timeFactor } = phases;
  const arrivals = offsetsMs.map((ms) => ({ phase: "step", offset: simMs(ms * timeFactor) }));
  return expectedCalls({
    ...{ plan, timeFactor, load: nanoDropLoad, spans: loadSpans(nanoDropLoad, plan, phases) },
    drawn: nanoDropLoad.streams(plan).map((stream) => ({ stream, arrivals })),
  });
};

const golden = (file: string): URL => new URL(`../../drills/nano-drop/golden/${file}`, import.meta.url);

/** Answers that the stack of a recorded run counted, by its own meter, and WebSocket upgrades, which it does not count. */
const requestsOf = async (name: string): Promise<{ requests: number; offsetsMs: number[] }> => {
  const texts = unpackTexts(await readFile(golden(`${name}/run.json.gz`)));
  const counters: Record<string, number> = JSON.parse(texts["nano-drop/1/export/counters.json"] ?? "{}");
  const contacts = (texts["nano-drop/1/contacts.ndjson"] ?? "")
    .split("\n")
    .filter(Boolean)
    .map((line): { delivery: string; scheduledAt: number; reconnects: number } => JSON.parse(line));
  const counted = Object.entries(counters).reduce((sum, [key, n]) => sum + (key.startsWith("http.") ? n : 0), 0);
  const upgrades = contacts.filter(({ delivery }) => delivery === "websocket").length;
  const first = Math.min(...contacts.map(({ scheduledAt }) => scheduledAt));
  return {
    requests: counted + upgrades,
    offsetsMs: contacts.map(({ scheduledAt }) => scheduledAt - first).sort((a, b) => a - b),
  };
};

test.for(["ready", "not-ready"])(
  "the recorded run %s sent what was expected, and no more than at most",
  async (name) => {
    const { plan } = await loadPlan(golden("drop.yaml").pathname);
    const { requests, offsetsMs } = await requestsOf(name);
    const calls = callsOf(plan, resolvePhases(plan, "smoke"), offsetsMs);
    expect(offsetsMs).toHaveLength(52);
    expect(calls.total / requests).toBeGreaterThan(0.8);
    expect(calls.total / requests).toBeLessThan(1.25);
    expect(calls.totalAtMost).toBeGreaterThanOrEqual(requests);
    expect(calls.totalAtMost / requests).toBeLessThan(2.2);
    // The whole run lasts less than a minute.
    expect(calls.perMinuteAtMost).toBeGreaterThanOrEqual(requests);
  },
);

test("the busiest minute is that of the burst, and slots that wait cost requests", () => {
  const plan = defaultPlan();
  const phases = resolvePhases(plan, "drop");
  const spread = Array.from({ length: 600 }, (_, i) => i * 1000);
  const burst = Array.from({ length: 600 }, () => 0);
  const even = callsOf(plan, phases, spread).perMinuteAtMost;
  expect(callsOf(plan, phases, burst).perMinuteAtMost).toBeGreaterThan(even * 3);
  const more = { ...plan, staffing: { ...plan.staffing, agents: plan.staffing.agents + 10 } };
  // Twenty slots more, each asking every two seconds.
  expect(callsOf(more, phases, spread).perMinuteAtMost - even).toBeCloseTo(600, -1);
  expect(callsOf(plan, phases, []).total).toBeGreaterThan(0);
});

test("a drill with a load of its own is counted by that: the recorded run of overloaded-fulfilment", async () => {
  const texts = unpackTexts(
    await readFile(new URL("../../overloaded-fulfilment/golden/ready/run.json.gz", golden("x"))),
  );
  const counters: Record<string, number> = JSON.parse(texts["overloaded-fulfilment/1/export/counters.json"] ?? "{}");
  const counted = (prefix: string): number =>
    Object.entries(counters).reduce((sum, [key, n]) => sum + (key.startsWith(prefix) ? n : 0), 0);
  // The stack counts what desk and partner ask of each other, too.
  const among = counted("callbacks.") + (counters["partner-calls.sent"] ?? 0) + (counters["partner-calls.reads"] ?? 0);
  const lines = (texts["overloaded-fulfilment/1/contacts.ndjson"] ?? "").split("\n").filter(Boolean);
  const upgrades = lines.filter((line) => JSON.parse(line).delivery === "websocket").length;
  const requests = counted("http.") - among + upgrades;

  const { plan } = await loadPlan(new URL("../../overloaded-fulfilment/golden/drop.yaml", golden("x")).pathname);
  const phases = resolvePhases(plan, "smoke");
  const { timeFactor } = phases;
  const spans = loadSpans(overloadedFulfilmentLoad, plan, phases);
  const drawn = drawnStreams(overloadedFulfilmentLoad.streams(plan), spans, plan.seed, null);
  const calls = expectedCalls({ plan, timeFactor, load: overloadedFulfilmentLoad, spans, drawn });
  expect(lines).toHaveLength(drawn.reduce((sum, { arrivals }) => sum + arrivals.length, 0));
  expect(calls.total / requests).toBeGreaterThan(0.8);
  expect(calls.total / requests).toBeLessThan(1.25);
  expect(calls.totalAtMost).toBeGreaterThanOrEqual(requests);
});
