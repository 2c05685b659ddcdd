import { expect, test } from "vitest";
import type { LogEntry } from "../schema/wire.ts";
import { T0 } from "./evidence-builder.ts";
import { createDeskMetrics } from "./desk-metrics.ts";

type Step = readonly [kind: LogEntry["kind"], afterMs: number, body?: LogEntry["body"]];

const tableOf = (...contacts: readonly Step[][]) => {
  const metrics = createDeskMetrics({ timeFactor: 10, fcrWindowSec: 60 });
  const entries = contacts
    .flatMap((steps, index) => steps.map(([kind, afterMs, body = {}]) => ({ kind, at: T0 + afterMs, body, index })))
    .sort((a, b) => a.at - b.at);
  for (const [index, { kind, at, body, index: contact }] of entries.entries())
    metrics.log({ index, at, kind, subject: `c-${contact}`, body, prev: "0".repeat(64), hash: "0".repeat(64) });
  return Object.fromEntries(metrics.table()?.rows.map(([name = "", value = ""]) => [name, value]) ?? []);
};
const byIsland: Step[] = [
  ["contact.opened", 0],
  ["message.sent", 0, { author: "customer" }],
  ["message.sent", 0, { author: "assistant" }],
  ["contact.resolved", 0, { by: "island" }],
];
const byAgent: Step[] = [
  ["contact.opened", 0],
  ["message.sent", 0, { author: "customer" }],
  ["contact.handed-off", 0],
  ["contact.claimed", 1000],
  ["message.sent", 2000, { author: "agent" }],
  ["contact.resolved", 9000, { by: "agent" }],
];

test("tells what the log tells, on the simulated clock", () => {
  const table = tableOf(byIsland, byAgent);
  expect(table).toMatchObject({
    contacts: "2",
    "wait for a person, each time, median (simulated)": "20.0 s",
    "deflected: no person took part": "1",
    "contained: answered and closed by the assistant": "1",
  });
});

test("a window that is still open is not known, neither good nor bad", () => {
  expect(tableOf(byIsland, byAgent)["resolution at first contact within the window"]).toBe(
    "50.0 % to 100.0 % (1 not known yet)",
  );
});

test("a log that tells of no contact gives no table", () => {
  expect(createDeskMetrics({ timeFactor: 10, fcrWindowSec: 60 }).table()).toBeNull();
});
