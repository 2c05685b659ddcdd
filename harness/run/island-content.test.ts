import { expect, test } from "vitest";
import type { Island } from "../../core/schema/wire.ts";
import { islandContentSha256 } from "./island-content.ts";

const ISLAND: Island = {
  ...{ _type: "island", spec_version: "1.0", version: 4, expires: "2026-11-25T10:10:00Z", event: "drop" },
  approved_by: "A. Person",
  answers: [{ intent: "stock", answer: "12 are left.", cues: [["stock"]] }],
};
const digest = (part: Partial<Island> = {}): string => islandContentSha256({ ...ISLAND, ...part });

test("an island that was signed anew says the same", () => {
  expect(digest({ version: 5, expires: "2026-11-25T10:15:00Z" })).toBe(digest());
  expect(digest()).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[string, Partial<Island>]>([
  ["an answer", { answers: [{ intent: "stock", answer: "13 are left.", cues: [["stock"]] }] }],
  ["what is answered so", { answers: [{ intent: "stock", answer: "12 are left.", cues: [["stock"], ["left"]] }] }],
  ["one answer fewer", { answers: [] }],
  ["who answers for it", { approved_by: "B. Person" }],
  ["another event", { event: "winter-drop" }],
])("%s is another island", (_what, part) => {
  expect(digest(part)).not.toBe(digest());
});
