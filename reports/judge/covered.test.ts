import { expect, test } from "vitest";
import type { EvidenceItem } from "../../core/contract/drill.ts";
import { type Covered, coversOf, createCovered, islandsDigest } from "./covered.ts";

const hash = "0".repeat(64);
const proved = (data: Record<string, unknown>): EvidenceItem => ({
  kind: "journal",
  record: { seq: 1, at: 0, kind: "island.proved", data: { pop: "pop-a", version: 1, ...data }, prev: hash, hash },
});
const read = (keyId: string, signatureGood: boolean | null): EvidenceItem => ({
  kind: "probe",
  record: {
    ...{ kind: "probe", at: 0, pop: "pop-a", phase: "tail", status: 200, islandVersion: 2, keyId, signatureGood },
    ...{ cacheStatus: null, ms: 1 },
  },
});
const replicate = (...items: readonly EvidenceItem[]): Covered => {
  const covered = createCovered();
  for (const item of items) covered.take(item);
  return covered.finish();
};
const one = proved({ keyId: "k1", contentSha256: "c1" });

test("one replicate covers what it proved at its PoPs and the keys that were met, also later in the run", () => {
  const covers = coversOf([replicate(one, one, read("k2", true), read("forged", false), read("unread", null))]);
  expect(covers).toEqual({ islands: islandsDigest(new Set(["c1"])), keys: ["k1", "k2"] });
});

test("the order of islands and keys is no difference", () => {
  const other = proved({ keyId: "k0", contentSha256: "c2" });
  const [a, b] = [coversOf([replicate(one, other)]), coversOf([replicate(other, one)])];
  expect(a).toEqual(b);
  expect(a).toEqual({ islands: expect.stringMatching(/^[0-9a-f]{64}$/), keys: ["k0", "k1"] });
});

test("replicates under a rotated key cover the same islands, under both keys", () => {
  const covers = coversOf([replicate(one), replicate(proved({ keyId: "k2", contentSha256: "c1" }))]);
  expect(covers).toEqual({ islands: islandsDigest(new Set(["c1"])), keys: ["k1", "k2"] });
});

test.each([
  ["says something else", { keyId: "k1", contentSha256: "c2" }],
  ["does not tell what it says", { keyId: "k1" }],
])("where a replicate's island %s, no islands are claimed", (_what, data) => {
  expect(coversOf([replicate(one), replicate(proved(data))])).toEqual({ islands: null, keys: ["k1"] });
});

test("a replicate that proved none takes nothing away", () => {
  expect(coversOf([replicate(one), replicate()])?.islands).toBe(islandsDigest(new Set(["c1"])));
});

test("nothing is covered where no evidence tells: a desk without islands, a run of before", () => {
  expect(coversOf([])).toBeUndefined();
  expect(coversOf([replicate()])).toBeUndefined();
  expect(coversOf([replicate(proved({ keyId: "k1" }))])).toBeUndefined();
});
