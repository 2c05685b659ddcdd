import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { unpackTexts } from "../../scripts/golden/pack.ts";
import { defaultPlan } from "./default-plan.ts";
import { expectedCalls } from "./expected-calls.ts";
import { loadPlan } from "./load-plan.ts";
import { resolvePhases } from "./profiles.ts";

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
    const calls = expectedCalls(plan, resolvePhases(plan, "smoke"), offsetsMs);
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
  const even = expectedCalls(plan, phases, spread).perMinuteAtMost;
  expect(expectedCalls(plan, phases, burst).perMinuteAtMost).toBeGreaterThan(even * 3);
  const more = { ...plan, staffing: { ...plan.staffing, agents: plan.staffing.agents + 10 } };
  // Twenty slots more, each asking every two seconds.
  expect(expectedCalls(more, phases, spread).perMinuteAtMost - even).toBeCloseTo(600, -1);
  expect(expectedCalls(plan, phases, []).total).toBeGreaterThan(0);
});
