import { expect, test } from "vitest";
import { contactRecordSchema, type HandlingRecord } from "../../core/schema/evidence.ts";
import { workSlot } from "../../drills/actors/agent.ts";
import { liveContact } from "../../drills/actors/customer.ts";
import { createHttpAgent } from "../../drills/targets/http/agent.ts";
import { createHttpCustomer } from "../../drills/targets/http/customer.ts";
import { createWaitingBoard } from "../../drills/targets/http/waiting-board.ts";
import { nodeCrypto } from "../../harness/ports/node-ports.ts";
import { aScript } from "../actors/script-builder.ts";
import { openVirtualDesk, START } from "./virtual-desk.ts";
import { workingDesk } from "./working-desk.ts";

const FACT = "on 3 December";
test("a hundred requests a minute are kept to in every window, and all customers are served nevertheless", async () => {
  const world: { now: () => number } = { now: () => START };
  const desk = workingDesk(() => world.now());
  const { options, time, asked } = openVirtualDesk(desk, { perMinute: 100 });
  const { clock, timers } = time;
  world.now = clock.now;
  const [contacts, everyMs, endMs] = [40, 15_000, 900_000];
  const scripts = Array.from({ length: contacts }, (_, index) =>
    aScript({
      ...{ index, clientContactId: `run-1-${String(index).padStart(6, "0")}`, fact: FACT, patienceMs: endMs },
      ...{ arrivalOffsetMs: index * everyMs, observeUntilOffsetMs: index * everyMs + 300_000 },
      handling: { pickUpMs: 2000, replyAfterMs: 20_000, totalMs: 30_000 },
    }),
  );
  const board = createWaitingBoard(clock);
  const handlings: HandlingRecord[] = [];
  const slots = [0, 1, 2, 3].map((slot) =>
    workSlot(slot, ["stream"], START + endMs, {
      ...{
        clock,
        timers,
        answer: () => `It ships ${FACT}.`,
        onHandling: (one: HandlingRecord) => void handlings.push(one),
      },
      agent: createHttpAgent({ ...options, agentId: `agent-${slot}`, idPrefix: "run-1", board }),
      scriptOf: (id) => scripts.find(({ clientContactId }) => clientContactId === id) ?? null,
    }),
  );
  const lived = scripts.map((script) => {
    const customer = createHttpCustomer(options);
    const facts = { runKeyHex: "ab".repeat(32), generalFacts: [], t0: START };
    return liveContact(script, { ...{ clock, timers, crypto: nodeCrypto, customer }, ...facts });
  });
  const [records] = await time.run(Promise.all([Promise.all(lived), ...slots]));

  const sent = asked.map(({ atMs }) => atMs);
  const most = sent.map((from) => sent.filter((at) => at >= from && at < from + 60_000).length);
  expect(Math.max(...most)).toBeLessThanOrEqual(100);
  // The limit was felt: without it there were a look a second for each who waits.
  expect(Math.max(...most)).toBeGreaterThan(80);
  for (const record of records) contactRecordSchema.parse(record);
  const answered = records.filter(({ seen }) => seen.some(({ author }) => author === "agent"));
  expect(answered).toHaveLength(contacts);
  expect(handlings.filter(({ resolvedAt }) => resolvedAt !== null).length).toBeGreaterThanOrEqual(contacts);
  expect(new Set(handlings.filter(({ lostClaim }) => lostClaim))).toEqual(new Set());
  expect(records.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual([]);
  // What people did never waited: looks gave way to it, and were no further apart than some seconds.
  const { refused, longestActWaitMs, longestWaitMs } = options.limiter.stats();
  expect([refused, longestActWaitMs]).toEqual([0, 0]);
  expect(longestWaitMs).toBeLessThan(10_000);
});
