import { gzipSync } from "node:zlib";
import { test, vi } from "vitest";
import { type HandlingRecord, handlingRecordSchema } from "../../core/schema/evidence.ts";
import { workSlot } from "../../drills/actors/agent.ts";
import { answerFromContext, createReferenceAgent } from "../../drills/targets/reference/agent.ts";
import { createReferenceIslands } from "../../drills/targets/reference/islands.ts";
import { nodeClock, nodeCrypto, nodeHttp, nodeTimers } from "../../harness/ports/node-ports.ts";
import { live } from "./desk-stage.ts";
import {
  drip,
  halfABody,
  type HostileServer,
  type Misbehaviour,
  saying,
  silence,
  startHostile,
} from "./hostile-server.ts";
import { aMessage, aScript } from "./script-builder.ts";

// Nearly all of the time is waiting for deadlines.
vi.setConfig({ maxConcurrency: 20 });

/** The actors at a target that is broken in every way that a target breaks: evidence comes whole, and in time. */
const WATCHED_MS = 1200;
/** Slack of a loaded machine, beside the customer's last word. */
const SLACK_MS = 3000;
const script = aScript({ observeUntilOffsetMs: WATCHED_MS });

const decision = { decisionId: "d", route: "human", intent: null, score: 0, reason: "personal" };
const good = JSON.stringify({
  token: "t",
  contactId: "c-1",
  consentId: "k-1",
  decision,
  messages: [aMessage(1, { author: "customer" })],
});
const context = { orderWindow: "drop", partner: "north", riskFlags: [], order: null, facts: {} };
const offered = JSON.stringify({
  items: [
    { contactId: "c-1", clientContactId: "run-1-000000", lane: "stream", waitingSince: 1, context, lastMessages: [] },
  ],
});

async function at<T>(
  misbehave: Misbehaviour,
  frames: readonly (string | Buffer)[],
  work: (server: HostileServer) => Promise<T>,
) {
  const server = await startHostile(misbehave, frames);
  const startedAt = performance.now();
  try {
    const result = await work(server);
    return { result, tookMs: performance.now() - startedAt, asked: server.asked };
  } finally {
    await server.close();
  }
}

const broken: [string, Misbehaviour, string][] = [
  ["a page where JSON should be", saying(200, "<html>welcome</html>"), "bad-body"],
  ["an error with 200", saying(200, '{"error":"database is down"}'), "bad-body"],
  ["nothing with 201", saying(201, ""), "bad-body"],
  ["half a body", halfABody(201, good), "UND_ERR_SOCKET"],
  ["JSON cut in the middle", saying(201, good.slice(0, 60)), "bad-body"],
  ["bytes that are no text", saying(201, Buffer.from([0xff, 0xfe, 0x00, 0x80])), "bad-body"],
  ["a body that lies about its packing", saying(201, good, { "content-encoding": "gzip" }), "Z_DATA_ERROR"],
  ["ids of a megabyte", saying(201, good.replaceAll('"c-1"', `"${"x".repeat(1_000_000)}"`)), "bad-body"],
  ["silence", silence, "cut-at-deadline"],
  ["a byte at a time", drip, "cut-at-deadline"],
  ["a redirect", saying(302, "", { location: "http://192.0.2.1/" }), "http-302"],
  ["500 with a page", saying(500, "<html>"), "http-500"],
  ["a refusal for good", saying(403, '{"code":"consent-withdrawn"}'), "consent-withdrawn"],
  ["a refusal that is no problem", saying(400, '{"code":{"deep":[]}}'), "http-400"],
];

test.concurrent.for(broken)(
  "a customer who meets %s leaves a whole record by the deadline",
  async ([, misbehave, code], { expect }) => {
    const { result, tookMs, asked } = await at(misbehave, [], (server) => live(script, { pop: server.url }));
    expect(result.contactId).toBeNull();
    expect(result.errors.map((error) => error.code)).toContain(code);
    expect(result.observedUntil - result.scheduledAt).toBeGreaterThanOrEqual(WATCHED_MS);
    expect(tookMs).toBeLessThan(WATCHED_MS + SLACK_MS);
    expect(asked.length).toBeLessThanOrEqual(3);
  },
);

test.concurrent("nobody listens there at all", async ({ expect }) => {
  const closed = await startHostile(silence);
  await closed.close();
  const record = await live(script, { pop: closed.url });
  expect(record.errors.map(({ status, code }) => [status, code])).toContainEqual([0, "ECONNREFUSED"]);
});

test.concurrent("429 with Retry-After is kept to, and counted apart", async ({ expect }) => {
  const askedAt: number[] = [];
  const limited: Misbehaviour = (request, response) => {
    askedAt.push(performance.now());
    saying(429, '{"code":"too-many"}', { "retry-after": "2" })(request, response);
  };
  const watched = { ...script, observeUntilOffsetMs: 2800 };
  const { result } = await at(limited, [], (server) => live(watched, { pop: server.url }));
  // By itself a customer would press again after a quarter of a second, and after one more.
  expect(askedAt.length).toBeLessThanOrEqual(2);
  expect((askedAt[1] ?? Number.POSITIVE_INFINITY) - (askedAt[0] ?? 0)).toBeGreaterThan(1900);
  expect(result).toMatchObject({ rateLimited: askedAt.length, contactId: null });
  expect(result.errors[0]).toMatchObject({ status: 429, code: "too-many" });
});

const junk = [
  "",
  "hello",
  "{",
  "[]",
  '{"seq":9}',
  JSON.stringify({ ...aMessage(2), seq: 1.5 }),
  Buffer.from([0xff, 0x00]),
];

test.concurrent("a feed of junk moves nothing, and the one good message in it is seen", async ({ expect }) => {
  const answers: Misbehaviour = (request, response) =>
    saying(201, request.url?.endsWith("/ticket") === true ? '{"ticket":"t"}' : good)(request, response);
  const frames = [...junk, JSON.stringify(aMessage(2)), JSON.stringify(aMessage(2)), JSON.stringify(aMessage(9))];
  const { result } = await at(answers, frames, (server) => live(script, { pop: server.url }));
  expect(result.seen.map(({ seq }) => seq)).toEqual([2, 9]);
  expect(result).toMatchObject({ duplicatesSeen: 1, gapsSeen: 6, contactId: "c-1" });
  expect(result.errors.filter(({ code }) => code === "bad-body").length).toBeGreaterThanOrEqual(junk.length);
});

const pages: readonly (readonly [string, string])[] = [
  ["empty at once", '{"messages":[]}'],
  ["the same again and again", JSON.stringify({ messages: [aMessage(1)] })],
  ["an error", '{"error":"no"}'],
];
test.concurrent.for(pages)("a long poll that answers %s is not spun on", async ([, page], { expect }) => {
  const answers: Misbehaviour = (request, response) =>
    saying(201, request.method === "GET" ? page : good)(request, response);
  const { asked } = await at(answers, [], (server) => live({ ...script, delivery: "long-poll" }, { pop: server.url }));
  expect(asked.filter((line) => line.startsWith("GET")).length).toBeLessThanOrEqual(4);
});

const shift = (server: HostileServer): Promise<HandlingRecord[]> => {
  const records: HandlingRecord[] = [];
  return workSlot(0, ["stream"], nodeClock.now() + WATCHED_MS, {
    clock: nodeClock,
    timers: nodeTimers,
    agent: createReferenceAgent({ http: nodeHttp, origin: server.url, bearer: "b", requestTimeoutMs: 700 }),
    answer: answerFromContext,
    scriptOf: () => script,
    onHandling: (record) => void records.push(handlingRecordSchema.parse(record)),
  }).then(() => records);
};

test.concurrent.for(broken)(
  "an agent who meets %s ends the shift in time and hammers nobody",
  async ([, misbehave], { expect }) => {
    const { result, tookMs, asked } = await at(misbehave, [], shift);
    expect(result).toEqual([]);
    expect(tookMs).toBeLessThan(WATCHED_MS * 2 + SLACK_MS);
    expect(asked.length).toBeLessThanOrEqual(4);
  },
);

test.concurrent.for(broken)(
  "an agent with an offer who then meets %s records how far it came",
  async ([, misbehave], { expect }) => {
    const answers: Misbehaviour = (request, response) =>
      request.method === "GET" ? saying(200, offered)(request, response) : misbehave(request, response);
    const { result } = await at(answers, [], shift);
    expect(result.length).toBeGreaterThanOrEqual(1);
    expect(result.length).toBeLessThanOrEqual(3);
    expect(result[0]).toMatchObject({ claimedAt: null, replyId: null, resolvedAt: null, lostClaim: false });
  },
);

test.concurrent.for([
  ...broken.filter(([, misbehave]) => misbehave !== silence && misbehave !== drip),
  [
    "a body packed a thousandfold",
    saying(200, gzipSync(Buffer.alloc(5_000_000, " ")), { "content-encoding": "gzip" }),
    "",
  ] as const,
])("an island read that meets %s is a reading, and not a good one", async ([, misbehave], { expect }) => {
  const { result } = await at(misbehave, [], (server) =>
    createReferenceIslands({
      http: nodeHttp,
      clock: nodeClock,
      crypto: nodeCrypto,
      pops: { "pop-a": server.url },
      event: "drop",
      trusted: new Map(),
      requestTimeoutMs: 1000,
    }).read("pop-a", true),
  );
  expect(result).toMatchObject({ version: null, signatureGood: false });
});
