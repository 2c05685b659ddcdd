import { expect, test } from "vitest";
import { guardSchema } from "../../core/schema/guard.ts";
import { guardText } from "./guard-signal.ts";
import { guardsOf } from "./guards-of.ts";

const queue = guardSchema.parse({ name: "queue", signal: { counter: "queue.depth" }, above: 200 });
const sending = guardSchema.parse({ name: "sending", signal: { rate: "messages" }, above: 50, forWallSec: 2 });
const errors = guardSchema.parse({
  ...{ name: "errors", signal: { ratio: { part: ["http.5xx"], whole: ["http.2xx", "http.5xx"] } }, above: 0.05 },
  whenBlind: "ignore",
});

test("a guard is told as whoever approves a run would say it", () => {
  expect([queue, sending, errors].map(guardText)).toEqual([
    "queue (queue.depth above 200 for 5 s)",
    "sending (messages per second above 50 for 2 s)",
    "errors (http.5xx of http.2xx + http.5xx above 0.05 for 5 s, ignored when blind)",
  ]);
  const hooked = guardSchema.parse({ name: "open-orders", signal: { hook: "orders" }, above: 10 });
  expect(guardText(hooked)).toBe("open-orders (hook orders above 10 for 5 s)");
});

test("no plan lifts a guard of the target's", () => {
  expect(guardsOf({}, null)).toEqual([]);
  expect(guardsOf({ guards: [] }, { guards: [queue] })).toEqual([queue]);
  expect(guardsOf({ guards: [{ ...queue, above: 1e9 }] }, { guards: [queue] })).toEqual([
    queue,
    { ...queue, above: 1e9 },
  ]);
});
