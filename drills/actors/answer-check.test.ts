import { expect, test } from "vitest";
import { holdsFact } from "./answer-check.ts";

const FACTS = ["300 pieces and no restock", "6 to 10 December", "within 30 days of delivery"];
const FACT = "6 to 10 December";

test.each([
  ["a sentence with the fact", "It ships from 6 to 10 December.", true],
  ["one thing more than was asked", "6 to 10 December; send it back within 30 days of delivery.", true],
  ["less-than signs and hearts", "1 < 2 and <3: 6 to 10 December", true],
  ["a list of everything", FACTS.join("; "), false],
  ["another fact", "300 pieces and no restock", false],
  ["nothing", "", false],
  ["a page with the fact in a comment", "<!-- 6 to 10 December --><p>Thanks!</p>", false],
  ["a page with the fact to be read", "<b>6 to 10 December</b>", false],
])("%s: %j is %s", (_name, text, right) => {
  expect(holdsFact(text, FACT, FACTS)).toBe(right);
});

test("without a fact nothing is right", () => {
  expect(holdsFact("anything", "", FACTS)).toBe(false);
});

test("64 kB of opening brackets are read in no time", () => {
  const began = process.cpuUsage();
  expect(holdsFact(`${"<a".repeat(32 * 1024)}${FACT}`, FACT, FACTS)).toBe(true);
  // Of the processor: a busy machine may keep anybody waiting.
  expect(process.cpuUsage(began).user).toBeLessThan(2_000_000);
});
