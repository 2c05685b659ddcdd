import { expect, test } from "vitest";
import { outstanding } from "../core/judging/stimulus-ledger.ts";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { runExample } from "./example-drills/example-run.ts";
import { nanoDropOriginSlow } from "./example-drills/origin-slow.ts";

const k6 = k6ForTests();
const withK6 = test.skipIf(k6 === undefined);
const LIMIT_MS = 120_000;

withK6("a slow origin in the tail: proved, undone, proved gone, steady again", { timeout: LIMIT_MS }, async () => {
  const { verdict, entries, fit } = await runExample(nanoDropOriginSlow, k6 ?? "");
  expect(entries.map(({ kind }) => kind)).toEqual([
    "steady.before",
    "stimulus.planned",
    "stimulus.injected",
    "stimulus.effect",
    "stimulus.undone",
    "stimulus.undo-proved",
    "steady.after",
  ]);
  expect(entries.filter(({ data }) => "proved" in data && !data.proved)).toEqual([]);
  expect(outstanding(entries)).toEqual([]);
  expect(verdict.verdict).toBe(fit ? "READY" : "CAN'T TELL");
});
