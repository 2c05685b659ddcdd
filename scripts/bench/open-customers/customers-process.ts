import { setTimeout as wait } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { createReferenceCustomer } from "../../../drills/targets/reference/customer.ts";
import { nodeClock, nodeCrypto, nodeHttp, nodeTimers } from "../../../harness/ports/node-ports.ts";
import { seededRng } from "../../../mock-platform/runtime/seeded-rng.ts";
import { serveLines } from "../line-process.ts";
import { breakingSockets } from "./breaking-sockets.ts";
import type { Seen } from "./reply-tally.ts";

/** Customers of the drills, unchanged, many in one process: opened, held, broken off and asked what they saw. */
const requestSchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("open"), pops: z.array(z.string()).min(1), count: z.number().int(), event: z.string() }),
  z.object({ do: z.literal("churn"), perSec: z.number(), seconds: z.number(), seed: z.number().int() }),
  z.object({ do: z.literal("settle"), lastSeqs: z.record(z.string(), z.number()), withinMs: z.number() }),
  z.object({ do: z.literal("report") }),
]);

/** Customers who press the button at the same time. */
const OPENING_AT_ONCE = 24;
const REQUEST_TIMEOUT_MS = 30_000;
/** Answered by a person: the contact stays open, and replies come when the agents say. */
const QUESTION = "Zxqv wibble frobnicate?";
const NOTICE = "n".repeat(43);

interface Held {
  readonly contactId: string;
  lastSeq: number;
  replies: number;
  doubled: number;
  missed: number;
}

const sockets = breakingSockets();
const held: Held[] = [];
const delaysMs: number[] = [];
const faults = new Map<string, number>();
let failed = 0;
let reconnects = 0;
let onNews = (): void => {};

const openOne = async (pop: string, event: string): Promise<void> => {
  const customer = createReferenceCustomer({
    ...{ http: nodeHttp, sockets, timers: nodeTimers, crypto: nodeCrypto, clock: nodeClock },
    ...{ pop, event, noticeHash: NOTICE, requestTimeoutMs: REQUEST_TIMEOUT_MS },
  });
  const opened = await customer.open({
    ...{ clientContactId: randomUUID(), clientMessageId: randomUUID(), lane: "stream", text: QUESTION, orderId: null },
  });
  if (!opened.ok) {
    failed += 1;
    return;
  }
  const { contactId, messages } = opened.value;
  const mine: Held = { contactId, lastSeq: messages.at(-1)?.seq ?? 0, replies: 0, doubled: 0, missed: 0 };
  held.push(mine);
  customer.follow(contactId, mine.lastSeq, "websocket", {
    onMessage: (message) => {
      mine.lastSeq = message.seq;
      if (message.author === "agent") {
        mine.replies += 1;
        delaysMs.push(Math.max(0, nodeClock.now() - message.at));
      }
      onNews();
    },
    onDuplicate: () => {
      mine.doubled += 1;
    },
    onGap: (missed) => {
      mine.missed += missed;
    },
    onReconnect: () => {
      reconnects += 1;
    },
    onFault: ({ where, code }) => faults.set(`${where} ${code}`, (faults.get(`${where} ${code}`) ?? 0) + 1),
  });
};

const open = async (pops: readonly string[], count: number, event: string) => {
  const before = performance.now();
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await openOne(pops[next % pops.length] ?? "", event);
      done += 1;
      if (done % Math.ceil(count / 5) === 0) process.stderr.write(`  ${done} of ${count}\n`);
    }
  };
  await Promise.all(Array.from({ length: OPENING_AT_ONCE }, worker));
  await sockets.reach(count - failed);
  return { contactIds: held.map(({ contactId }) => contactId), failed, openMs: performance.now() - before };
};

/** Breaks `perSec` connections a second, evenly; each comes back by itself. */
const churn = async (perSec: number, seconds: number, seed: number) => {
  const rng = seededRng(seed);
  const before = performance.now();
  let broken = 0;
  let fewestOpen = sockets.count();
  for (let turn = 0; turn < perSec * seconds; turn += 1) {
    const dueMs = (turn * 1000) / perSec - (performance.now() - before);
    if (dueMs > 1) await wait(dueMs);
    if (sockets.breakOne(rng)) broken += 1;
    fewestOpen = Math.min(fewestOpen, sockets.count());
  }
  return { broken, fewestOpen };
};

/** Waits until all are connected and every customer has seen what the agents were told, or `withinMs` are over. */
const settle = async (lastSeqs: Readonly<Record<string, number>>, withinMs: number): Promise<{ settled: boolean }> => {
  const allSeen = (): boolean => held.every(({ contactId, lastSeq }) => lastSeq >= (lastSeqs[contactId] ?? 0));
  const news = new Promise<void>((resolve) => {
    onNews = () => {
      if (allSeen()) resolve();
    };
    onNews();
  });
  const limit = new AbortController();
  const over = wait(withinMs, undefined, { signal: limit.signal }).catch(() => {});
  await Promise.race([Promise.all([news, sockets.reach(held.length)]), over]);
  limit.abort();
  onNews = () => {};
  return { settled: allSeen() };
};

const report = () => ({
  seen: held.map(
    ({ contactId, lastSeq, replies, doubled, missed }): Seen => ({ contactId, lastSeq, replies, doubled, missed }),
  ),
  ...{ open: sockets.count(), reconnects, delaysMs: delaysMs.toSorted((a, b) => a - b) },
  faults: Object.fromEntries(faults),
});

await serveLines(async (line) => {
  const request = requestSchema.parse(line);
  if (request.do === "open") return open(request.pops, request.count, request.event);
  if (request.do === "churn") return churn(request.perSec, request.seconds, request.seed);
  if (request.do === "settle") return settle(request.lastSeqs, request.withinMs);
  return report();
});
