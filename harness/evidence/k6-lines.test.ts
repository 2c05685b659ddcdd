import { mkdir, mkdtemp, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { splitK6Lines } from "./k6-lines.ts";

const folder = await mkdtemp(join(tmpdir(), "k6-lines-"));
afterAll(() => rm(folder, { recursive: true }));
let made = 0;
const split = async (content: string | Uint8Array) => {
  const place = join(folder, String(++made));
  await mkdir(place);
  await writeFile(join(place, "console"), content);
  const result = await splitK6Lines(join(place, "console"), place);
  const read = (name: string): Promise<string> => readFile(join(place, name), "utf8");
  return { result, read, place };
};

const heartbeat = (at: number): string => JSON.stringify({ kind: "heartbeat", at, lateMs: 0 });
const probe = JSON.stringify({
  kind: "probe",
  at: 5,
  pop: "a",
  phase: "refresh",
  status: 200,
  ms: 1.5,
  islandVersion: 1,
  keyId: "k",
  cacheStatus: null,
  signatureGood: null,
});
const handling = JSON.stringify({
  kind: "handling",
  slot: 0,
  contactId: "c",
  clientContactId: "cc",
  lane: "stream",
  waitingSince: 1,
  offeredAt: 2,
  claimedAt: null,
  lostClaim: true,
  contextComplete: true,
  replyId: null,
  replySentAt: null,
  resolvedAt: null,
  releasedAt: 3,
  systemMs: 0,
  errors: [],
});
const contact = JSON.stringify({
  kind: "contact",
  index: 0,
  clientContactId: "cc",
  contactId: null,
  consentId: null,
  lane: "stream",
  phase: "step",
  intent: "stock",
  pop: "a",
  delivery: "websocket",
  scheduledAt: 1,
  startedAt: 1,
  answeredIntent: null,
  handedOffAt: null,
  sent: [],
  seen: [],
  duplicatesSeen: 0,
  gapsSeen: 0,
  left: null,
  complaints: 0,
  observedUntil: 9,
  reconnects: 0,
  rateLimited: 0,
  errors: [],
});
const clock = '{"kind":"clock","t0":1000.5,"at":1}';
const end = '{"kind":"end","at":99}';
const text = (...lines: string[]): string => `${lines.join("\n")}\n`;

const access = JSON.stringify({
  ...{
    kind: "access",
    at: 5,
    ms: 2,
    door: "pop-a",
    round: 0,
    mark: "run-1-access-",
    contact: "run-1-access-pop-a-0-a",
  },
  ...{ action: "read", way: "no-token", outcome: "refused", status: 401, code: "no-token" },
});

test("sorts each kind into its file, byte for byte, and reads T0 and the end", async () => {
  const spaced = heartbeat(3).replace(",", " , ");
  const { result, read } = await split(text(clock, contact, handling, spaced, access, probe, heartbeat(4), end));
  expect(result).toEqual({
    contacts: 1,
    handlings: 1,
    probes: 1,
    heartbeats: 2,
    stray: 0,
    t0: 1000.5,
    ended: true,
    endedAt: 99,
    ownLimit: null,
  });
  expect(await read("contacts.ndjson")).toBe(text(contact));
  expect(await read("handlings.ndjson")).toBe(text(handling));
  expect(await read("probes.ndjson")).toBe(text(probe));
  expect(await read("access.ndjson")).toBe(text(access));
  expect(await read("heartbeats.ndjson")).toBe(text(spaced, heartbeat(4)));
  expect(await read("k6-stray.log")).toBe("");
});

test("keeps everything else as it came, and counts it", async () => {
  const strays = [
    "WARN[0001] something",
    "",
    "{}",
    '{"kind":"heartbeat","at":-1,"lateMs":0}',
    `${contact.slice(0, -1)},"more":1}`,
    `\ufeff${heartbeat(1)}`,
    "null",
    "\u001b[31mred",
    clock,
    end,
  ];
  const { result, read } = await split(text(clock, end, ...strays, heartbeat(2)));
  expect(result).toMatchObject({ contacts: 0, heartbeats: 1, stray: strays.length });
  expect(await read("k6-stray.log")).toBe(text(...strays));
});

test("takes a last line without its newline for cut off, even when it reads well", async () => {
  const { result, read } = await split(`${heartbeat(1)}\n${heartbeat(2)}`);
  expect(result).toMatchObject({ heartbeats: 1, stray: 1, ended: false, t0: null });
  expect(await read("k6-stray.log")).toBe(heartbeat(2));
});

test("keeps bytes that are not UTF-8 as they are", async () => {
  const rubbish = Uint8Array.from([0xff, 0x00, 0xc3, 0x28, 10]);
  const { result, place } = await split(rubbish);
  expect(result.stray).toBe(1);
  expect(new Uint8Array(await readFile(join(place, "k6-stray.log")))).toEqual(rubbish);
});

test("takes lines above 1 MB for stray, once each, and goes on after them", async () => {
  const huge = `{"kind":"heartbeat","at":1,"lateMs":0${" ".repeat(2_500_000)}}`;
  const { result, place } = await split(`${text(heartbeat(1), huge, heartbeat(2))}${"x".repeat(1_200_000)}`);
  expect(result).toMatchObject({ heartbeats: 2, stray: 2 });
  expect((await stat(join(place, "k6-stray.log"))).size).toBe(huge.length + 1 + 1_200_000);
});

test("gives empty files when k6 never spoke", async () => {
  const place = join(folder, "silent");
  await mkdir(place);
  expect(await splitK6Lines(join(place, "console"), place)).toMatchObject({
    contacts: 0,
    stray: 0,
    t0: null,
    ended: false,
  });
  expect(await readFile(join(place, "contacts.ndjson"), "utf8")).toBe("");
});

test("never writes over records that are there", async () => {
  const { place } = await split(text(heartbeat(1)));
  await expect(splitK6Lines(join(place, "console"), place)).rejects.toMatchObject({ code: "FP-RUN-002" });
  expect(await readFile(join(place, "heartbeats.ndjson"), "utf8")).toBe(text(heartbeat(1)));
});

test("sorts 300,000 lines in bounded memory", async () => {
  const place = join(folder, "many");
  await mkdir(place);
  {
    await using file = await open(join(place, "console"), "w");
    const block = text(
      ...Array.from({ length: 10_000 }, (_, i) => (i % 1000 === 0 ? `stray ${i}` : heartbeat(i))),
    ).repeat(3);
    for (let n = 0; n < 10; n += 1) await file.writeFile(block);
  }
  const before = process.memoryUsage();
  const result = await splitK6Lines(join(place, "console"), place);
  const after = process.memoryUsage();
  expect(result).toMatchObject({ heartbeats: 299_700, stray: 300 });
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(64e6);
}, 30_000);

test("what a load waited for room in a desk's limit is told apart, and is no stray line", async () => {
  const stats = { granted: 3, refused: 0, waitedMs: 5, longestWaitMs: 5, longestActWaitMs: 0 };
  const { result } = await split(`${JSON.stringify({ kind: "limit", at: 9, ...stats })}\n${heartbeat(1)}\n`);
  expect([result.ownLimit, result.stray, result.heartbeats]).toEqual([stats, 0, 1]);
  expect((await split(`${heartbeat(1)}\n`)).result.ownLimit).toBe(null);
});
