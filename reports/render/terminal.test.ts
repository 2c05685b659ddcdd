import { expect, test } from "vitest";
import { renderTerminal } from "./terminal.ts";
import { cannotTell, notReady, ready } from "./verdict-examples.ts";
import { hostileVerdict } from "./verdict-hostile.ts";

const PLAIN = { color: false, width: 100 };

test("ends with the run's verdict and gives each drill its line", () => {
  const lines = renderTerminal(ready(), PLAIN).trimEnd().split("\n");
  expect(lines[0]).toBe("nano-drop             PASS  Every key objective was met.");
  expect(lines.at(-1)).toBe("READY (plumbing only)");
  expect(lines.filter((line) => line.startsWith("not run"))).toHaveLength(1);
});

test("says why, what next, and how each replicate fared when drills failed", () => {
  const text = renderTerminal(notReady(), PLAIN);
  expect(text).toContain("1/3 PASS \u00b7 2/3 FAIL 9 of 120 missed, 6 allowed");
  expect(text).toContain("[FP-CACHE-004]");
  expect(text).toMatch(/why {3}pop-b refetched/);
  expect(text).toMatch(/next {2}Purge the shield before the edge. fieldproof explain FP-CACHE-004/);
  expect(text).toContain("key-rotation          NOT RUN (required)  The target has no keys hook.");
  expect(renderTerminal(cannotTell(), PLAIN)).toContain("\nCAN'T TELL for");
});

test("keeps to the width and colours only when asked", () => {
  for (const width of [60, 80, 120]) {
    const plain = renderTerminal(notReady(), { color: false, width });
    expect(Math.max(...plain.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(plain).not.toContain("\u001b");
    const coloured = renderTerminal(notReady(), { color: true, width });
    expect(coloured).toContain("\u001b[31;1mFAIL\u001b[0m");
    expect(coloured.replaceAll(/\p{Cc}\[[\d;]*m/gu, "")).toBe(plain);
  }
});

test("lets no text of the verdict reach the terminal's controls", () => {
  const text = renderTerminal(hostileVerdict(), PLAIN);
  expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u202e\u2066]/u);
  expect(text).toContain("\u241b]0;owned");
});
