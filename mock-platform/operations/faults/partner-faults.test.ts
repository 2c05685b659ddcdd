import { beforeEach, expect, test } from "vitest";
import type { StackFault } from "../../../core/schema/stack-fault.ts";
import { PartnerGone } from "../../partner/fulfilment-partner.ts";
import type { FulfilmentPartner } from "../../partner/fulfilment-partner.ts";
import { ManualTime, settled } from "../../testing/manual-time.ts";
import { caseRequest, MEAN_RNG, testPartner } from "../../testing/test-partner.ts";
import { FaultBook } from "./fault-book.ts";
import { partnerFaults } from "./partner-faults.ts";

const SERVICE_MS = 12_001;
let now: number;
let time: ManualTime;
let book: FaultBook;
let partner: FulfilmentPartner;
beforeEach(() => {
  now = 0;
  time = new ManualTime();
  book = new FaultBook({ monotonic: { now: () => now }, scheduler: time });
  partner = testPartner(
    { clock: time, scheduler: time },
    { plan: { servers: 8, queue: 4 }, rng: MEAN_RNG, onAsked: partnerFaults(book, () => partner, 8) },
  );
});
const pass = async (ms: number): Promise<void> => {
  now += ms;
  await time.pass(ms);
};
const add = (id: string, fault: StackFault, ttlMs = 60_000) => book.add({ id, ttlMs, fault });
const slow = (servers: number): StackFault => ({ kind: "partner-slow", servers });
const CUT: StackFault = { kind: "partner-cut" };
const ask = (from: number, to: number): Promise<unknown>[] =>
  Array.from({ length: to - from + 1 }, (_, place) =>
    partner
      .open(caseRequest({ caseId: `k${from + place}`, matterId: `m${from + place}` }), null)
      .catch((error: unknown) => error),
  );

test("fewer servers work while it is in force; those at work finish, and all are back at its end", async () => {
  void ask(1, 8);
  add("s", slow(2));
  expect(partner.status()).toMatchObject({ servers: 2, busy: 8, waiting: 0 });
  void ask(9, 12);
  expect(partner.status()).toMatchObject({ busy: 8, waiting: 4 });
  await pass(SERVICE_MS);
  expect(partner.status()).toMatchObject({ busy: 2, waiting: 2, settled: 8 });
  expect(book.remove("s")).toMatchObject({ ended: "removed", struck: 4 });
  expect(partner.status()).toMatchObject({ servers: 8, busy: 4, waiting: 0 });
});

test("a lease that lapses puts the servers back, also when its timer is late and a request comes first", async () => {
  add("s", slow(2), 1000);
  await pass(1001);
  expect(partner.status().servers).toBe(8);
  add("late", slow(2), 1000);
  now += 1001;
  void ask(1, 1);
  expect(partner.status().servers).toBe(8);
  expect(book.list().ended.at(-1)).toMatchObject({ id: "late", ended: "lapsed", struck: 0 });
});

test("the least of several counts, whichever ends first, and none adds servers", () => {
  add("a", slow(2));
  add("b", slow(5));
  add("c", slow(1000));
  expect(partner.status().servers).toBe(2);
  book.remove("a");
  expect(partner.status().servers).toBe(5);
  book.remove("b");
  expect(partner.status().servers).toBe(8);
  book.remove("c");
  expect(partner.status().servers).toBe(8);
});

test("a partner without a server lets nobody be served and refuses once its places are taken", async () => {
  add("none", slow(0));
  const refused = ask(1, 5)[4];
  expect(await refused).toMatchObject({ kind: "refused" });
  expect(partner.status()).toMatchObject({ servers: 0, busy: 0, waiting: 4 });
  book.stop();
  expect(partner.status()).toMatchObject({ servers: 8, busy: 4 });
});

test("cut: who waits loses the connection, who comes finds none, and the partner is back at the end of the last", async () => {
  const waiting = ask(1, 2);
  add("x", CUT);
  add("y", CUT);
  expect(await Promise.all(waiting)).toEqual([expect.any(PartnerGone), expect.any(PartnerGone)]);
  expect(await ask(3, 3)[0]).toBeInstanceOf(PartnerGone);
  book.remove("x");
  expect(partner.status().outage).toBe("down");
  expect(book.remove("y")).toMatchObject({ struck: 1 });
  const back = ask(4, 4)[0];
  await pass(SERVICE_MS);
  await settled();
  expect(await back).toMatchObject({ kind: "case", case: { state: "settled" } });
});
