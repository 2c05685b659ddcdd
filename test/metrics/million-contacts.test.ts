import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("./million-contacts.ts", import.meta.url));

test("a million contacts, from log to figures, fit 300 MB", { timeout: 180_000 }, async () => {
  const million = 1_000_000;
  // On a large machine the collector lets garbage lie for hundreds of megabytes; what counts is what is kept.
  const { stdout } = await promisify(execFile)(process.execPath, ["--max-heap-size=64", PROGRAM, String(million)]);
  const figures: unknown = JSON.parse(stdout);
  const toPeople = 333_334;
  const gaveUp = 33_334;
  expect(figures).toMatchObject({
    contacts: million,
    unmeasurable: 0,
    anyP50Ms: 1000,
    humanMisses: million - toPeople + gaveUp,
    waits: toPeople,
    abandoned: gaveUp,
    contained: million - toPeople,
    fcrYes: million - gaveUp,
    handleP50Ms: 40_000,
    busyMs: (toPeople - gaveUp) * 40_000,
  });
  expect(figures).toHaveProperty("mostMemoryMb");
  expect((figures as { mostMemoryMb: number }).mostMemoryMb).toBeLessThan(300);
});
