import { expect, test } from "vitest";
import type { JournalEntry, ProbeRecord } from "../schema/evidence.ts";
import { T0 } from "./evidence-builder.ts";
import { createIslandReadiness } from "./island-readiness.ts";

const entry = (kind: string, data: JournalEntry["data"], at = T0 - 1000): JournalEntry => ({
  seq: 1,
  at,
  kind,
  data,
  prev: "",
  hash: "",
});
const readiness = (...entries: JournalEntry[]) => {
  const fold = createIslandReadiness(T0, 10);
  for (const pop of ["pop-a", "pop-b"]) fold.journal(entry("island.expected", { pop }));
  for (const one of entries) fold.journal(one);
  return fold;
};
const proved = (pop: string, version = 1, at?: number) => entry("island.proved", { pop, version }, at);

const aRead = (part: Partial<ProbeRecord> = {}): ProbeRecord => ({
  kind: "probe",
  at: T0 + 700,
  pop: "pop-a",
  phase: "refresh",
  status: 200,
  ms: 3,
  islandVersion: 1,
  keyId: "k",
  cacheStatus: null,
  signatureGood: true,
  ...part,
});

test("ready where every PoP was proved before T0 with one version", () => {
  const fold = readiness(proved("pop-a"), proved("pop-b"), entry("islands.everywhere", { pops: 2, publishMs: 12.4 }));
  expect([fold.notReady(), fold.publishMs()]).toEqual([[], 12.4]);
});

test("a PoP without proof, with a later proof or with an older version is not ready, and says why", () => {
  expect(readiness(proved("pop-a")).examples()).toEqual([
    { contact: "pop-b", message: null, atSec: null, what: "no island was proved there before T0" },
  ]);
  expect(readiness(proved("pop-a"), proved("pop-b", 1, T0 + 1)).notReady()).toEqual(["pop-b"]);
  expect(readiness(proved("pop-a", 2), proved("pop-b", 1)).examples()[0]?.what).toBe("it had version 1");
});

test("a bad read under the refresh wave takes the readiness away, at its moment", () => {
  const fold = readiness(proved("pop-a"), proved("pop-b"));
  fold.probe(aRead({ status: 502, islandVersion: null, keyId: null, signatureGood: null }));
  expect(fold.examples()).toEqual([{ contact: "pop-a", message: null, atSec: 7, what: "a read answered 502" }]);
});

test("a PoP is read when a steady read found a good island there: no wave, no failure and no unchecked read is one", () => {
  const fold = readiness(proved("pop-a"), proved("pop-b"));
  for (const part of [
    {},
    { phase: "steady", signatureGood: null },
    { phase: "steady", status: 0, signatureGood: null },
  ])
    fold.probe(aRead(part));
  expect(fold.unread()).toEqual(["pop-a", "pop-b"]);
  fold.probe(aRead({ phase: "steady", pop: "pop-b" }));
  expect([fold.unread(), fold.notReady()]).toEqual([["pop-a"], []]);
});

test("without the order to stage, the time to publish is not measured", () => {
  expect(readiness(proved("pop-a"), proved("pop-b")).publishMs()).toBeNull();
});

test.each([
  [{ phase: "steady", signatureGood: false }, "a read had a signature that is not good"],
  [{ phase: "steady", islandVersion: null, signatureGood: null }, "a read held no island"],
  [{ islandVersion: 1 }, "a read had version 1 after version 2 was proved"],
])("a read of %j takes it away, too", (part, what) => {
  const fold = readiness(proved("pop-a", 2), proved("pop-b", 2));
  fold.probe(aRead({ islandVersion: 2 }));
  fold.probe(aRead({ islandVersion: 2, ...part, at: T0 + 900 }));
  expect(fold.examples()).toEqual([{ contact: "pop-a", message: null, atSec: 9, what }]);
});

test("a newer island is as good, and keys are known by proofs and by reads that were checked", () => {
  const fold = readiness(entry("island.proved", { pop: "pop-a", version: 1, keyId: "first" }), proved("pop-b"));
  fold.probe(aRead({ islandVersion: 3, keyId: "second" }));
  fold.probe(aRead({ islandVersion: 3, keyId: "third", signatureGood: null }));
  expect(fold.notReady()).toEqual([]);
  expect([...fold.provedKeys()]).toEqual(["first", "second"]);
});

test("steady reads are no part of the refresh wave's figures", () => {
  const fold = readiness(proved("pop-a"), proved("pop-b"));
  fold.probe(aRead());
  fold.probe(aRead({ phase: "steady" }));
  expect(fold.reads()).toMatchObject({ total: 1, steady: 1 });
});

test("a PoP that falls silent and comes back was not ready; one that is silent to the end is a dead target's", () => {
  const noAnswer = { status: 0, islandVersion: null, keyId: null, signatureGood: false };
  const fold = readiness(proved("pop-a"), proved("pop-b"));
  fold.probe(aRead({ phase: "steady" }));
  fold.probe(aRead({ phase: "steady", at: T0 + 900, ...noAnswer }));
  expect(fold.notReady()).toEqual([]);
  fold.probe(aRead({ phase: "steady", at: T0 + 1400 }));
  expect(fold.examples()).toEqual([{ contact: "pop-a", message: null, atSec: 9, what: "a read had no answer" }]);
});
