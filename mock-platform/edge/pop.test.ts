import { beforeEach, expect, test } from "vitest";
import { islandKeyOf, keyIdOf, spkiPemToJwk } from "../../core/trust/island-key.ts";
import { Ledger } from "../event-log/ledger.ts";
import { openMemoryStore } from "../event-log/memory-store.ts";
import { IslandPress } from "../knowledge/island-press.ts";
import { nodeChecks } from "../runtime/es256.ts";
import { newStackKeys, publicPem } from "../runtime/stack-keys.ts";
import { settled } from "../testing/manual-time.ts";
import { Pop } from "./pop.ts";

const LIFE_MS = 360_000;
const APPROVED = {
  event: "drop",
  approvedBy: "Marta Lindqvist",
  answers: [{ intent: "stock" as const, answer: "300 pieces", cues: [["stock"]] }],
};

/** Fetches of the origin that the test answers when it likes, with what the press has at that time. */
let asked: { answer: () => void; fail: () => void }[];
let now: number;
let press: IslandPress;
let pop: Pop;
beforeEach(async () => {
  asked = [];
  now = 1_800_000_000_000;
  const clock = { now: () => now };
  const { island: key } = newStackKeys();
  const pem = publicPem(key);
  const jwk = spkiPemToJwk(pem) ?? expect.fail(islandKeyOf(pem).keytype);
  press = new IslandPress({ clock, key, ledger: () => ledger, lifeMs: LIFE_MS });
  const ledger: Ledger = new Ledger(openMemoryStore(), [press]);
  await press.publish(APPROVED);
  pop = new Pop({
    ...{ name: "pop-a", clock, trusted: new Map([[await keyIdOf(pem, nodeChecks), jwk]]) },
    origin: (event) =>
      new Promise((resolve, reject) => {
        const text = press.current(event)?.text ?? null;
        asked.push({ answer: () => resolve(text), fail: () => reject(new Error("down")) });
      }),
  });
  const staging = pop.stage("drop");
  asked.shift()?.answer();
  await staging;
});

const held = () => pop.status().islands.map(({ version, stale }) => ({ version, stale }));
const generation = () => pop.status().cacheGeneration;
/** A request, and what came of it: `cache version`, the refusal, or null while it waits. */
const request = () => {
  let outcome: string | null = null;
  void pop.serve("drop").then((served) => {
    outcome = served.result === "good" ? `${served.cache} ${served.island.version}` : served.result;
  });
  return () => outcome;
};
/** Lets signatures be checked, which takes turns of the event loop but no time. */
const turns = async () => {
  for (let turn = 0; turn < 5; turn += 1) await settled();
};
const outcomeOf = async () => {
  const outcome = request();
  await turns();
  return outcome();
};

test("evicted: gone at once and proved by the generation; the herd that comes then makes one fetch", async () => {
  expect([held(), generation()]).toEqual([[{ version: 1, stale: false }], 1]);
  expect(pop.purge("drop", "evict")).toEqual({ wasHeld: true, cacheGeneration: 2 });
  expect([held(), generation(), asked.length]).toEqual([[], 2, 0]);
  const herd = Array.from({ length: 50 }, request);
  await turns();
  expect([asked.length, herd.map((one) => one())]).toEqual([1, herd.map(() => null)]);
  asked.shift()?.answer();
  await turns();
  expect(herd.map((one) => one())).toEqual(herd.map(() => "uri-miss 1"));
  expect([await outcomeOf(), generation(), pop.counts().fetches]).toEqual(["hit 1", 3, 2]);
});

test("purged softly: stale is served at once, and one fetch renews it for all", async () => {
  await press.publish(APPROVED);
  expect(pop.purge("drop", "soft")).toEqual({ wasHeld: true, cacheGeneration: 2 });
  expect([held(), asked.length]).toEqual([[{ version: 1, stale: true }], 0]);
  const herd = Array.from({ length: 50 }, request);
  await turns();
  expect([asked.length, herd.map((one) => one())]).toEqual([1, herd.map(() => "stale-hit 1")]);
  asked.shift()?.answer();
  await turns();
  expect([await outcomeOf(), held(), generation()]).toEqual(["hit 2", [{ version: 2, stale: false }], 3]);
  expect(asked).toEqual([]);
});

test("a stale copy is served on while the origin is down, which is asked once a second at most", async () => {
  pop.purge("drop", "soft");
  expect(await outcomeOf()).toBe("stale-hit 1");
  asked.shift()?.fail();
  await turns();
  now += 999;
  expect([await outcomeOf(), asked.length]).toEqual(["stale-hit 1", 0]);
  now += 1;
  expect([await outcomeOf(), asked.length]).toEqual(["stale-hit 1", 1]);
  now += LIFE_MS + 1000;
  asked.shift()?.fail();
  await turns();
  now += 1000;
  const expired = request();
  await turns();
  asked.shift()?.fail();
  await turns();
  expect(expired()).toBe("expired");
});

test("purged hard: nothing that left the origin before is served after it", async () => {
  await press.publish(APPROVED);
  const early = pop.stage("drop");
  await press.publish(APPROVED);
  expect(pop.purge("drop", "hard")).toEqual({ wasHeld: true, cacheGeneration: 2 });
  asked.shift()?.answer();
  const reader = request();
  await turns();
  // The fetch from before has landed, and is thrown away; one from after it is under way for both.
  expect([held(), reader(), asked.length]).toEqual([[], null, 1]);
  asked.shift()?.answer();
  await turns();
  expect([await early, reader(), held()]).toEqual(["good", "uri-miss 3", [{ version: 3, stale: false }]]);
});

test("a fetch that was under way lands after an eviction, and is stale at once after a soft purge", async () => {
  const first = pop.stage("drop");
  pop.purge("drop", "evict");
  asked.shift()?.answer();
  expect([await first, held()]).toEqual(["good", [{ version: 1, stale: false }]]);
  const second = pop.stage("drop");
  pop.purge("drop", "soft");
  asked.shift()?.answer();
  expect([await second, held()]).toEqual(["good", [{ version: 1, stale: true }]]);
});

test("a copy that is purged while its signature is checked is not served", async () => {
  const reader = request();
  pop.purge("drop", "hard");
  await turns();
  expect(reader()).toBeNull();
  asked.shift()?.fail();
  await turns();
  expect(reader()).toBe("missing");
});

test("an eviction opens no way back to an older version", async () => {
  const old = press.current("drop")?.text ?? "";
  await press.publish(APPROVED);
  const newer = pop.stage("drop");
  asked.shift()?.answer();
  await newer;
  pop.purge("drop", "hard");
  const { text } = press.current("drop") ?? { text: "" };
  expect(text).not.toBe(old);
  press.current = () => ({ version: 1, keyId: "", expiresMs: 0, text: old });
  const back = pop.stage("drop");
  asked.shift()?.answer();
  expect([await back, held()]).toEqual(["version-rollback", []]);
});

test("what is not held is purged as well: the generation moves, and a vain fetch is tried again at once", async () => {
  pop.purge("drop", "evict");
  const vain = request();
  await turns();
  asked.shift()?.fail();
  await turns();
  expect([vain(), await outcomeOf(), asked.length]).toEqual(["missing", "missing", 0]);
  expect(pop.purge("drop", "evict")).toEqual({ wasHeld: false, cacheGeneration: 3 });
  const again = request();
  await turns();
  asked.shift()?.answer();
  await turns();
  expect(again()).toBe("uri-miss 1");
});
