import { expect, test } from "vitest";
import type { TargetView } from "../../../core/contract/stimulus.ts";
import { isWhole, wholeAfterMs } from "./onlooker.ts";

const looks = (...whole: (boolean | null)[]) => whole.map((one, at) => ({ at: at * 100, whole: one }));

test.each([
  [looks(true, true, true), 100, 0],
  [looks(true, false, false, true, true), 100, 200],
  [looks(false, true, false, true), 0, 300],
  [looks(false, true, true), 150, 0],
  [looks(true, false), 0, null],
  [looks(true, null, null), 0, null],
  [looks(true, null, true), 0, 200],
  [[], 0, null],
])("%#: whole from the first look on after which it stayed so", (seen, since, expected) => {
  expect(wholeAfterMs(seen, since)).toBe(expected);
});

const view = (part: { held?: number; stale?: boolean; kept?: boolean; answers?: boolean }): TargetView => {
  const { held = 0, stale, kept = true, answers = true } = part;
  const fault = { id: "f", fault: { kind: "origin-down" as const }, leftMs: 1, ended: null, struck: 0 };
  const island = { event: "drop", version: 1, keyId: "k", expires: "", verifiedAt: 0 };
  return {
    event: "drop",
    pops: ["pop-a", "pop-b"],
    readIsland: () => Promise.reject(new Error("an onlooker reads no islands: that may mend them")),
    edgeStatus: async (pop) => ({
      pop,
      islands: kept || pop === "pop-a" ? [stale === undefined ? island : { ...island, stale }] : [],
      trustedKeyIds: [],
      cacheGeneration: 0,
    }),
    counters: async () => null,
    faults: async () => (answers ? { held: Array.from({ length: held }, () => fault), ended: [] } : null),
    timed: async () => ({ status: 0, ms: 0 }),
  };
};

test("whole is no fault held and a fresh island kept at each PoP; a target that does not answer is neither", async () => {
  expect(await isWhole(view({}))).toBe(true);
  expect(await isWhole(view({ held: 1 }))).toBe(false);
  expect(await isWhole(view({ stale: true }))).toBe(false);
  expect(await isWhole(view({ kept: false }))).toBe(false);
  expect(await isWhole(view({ answers: false }))).toBe(null);
});
