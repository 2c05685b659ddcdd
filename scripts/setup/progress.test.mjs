import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeProgress } from "./progress.mjs";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** @param {boolean} isTTY */
function output(isTTY) {
  /** @type {string[]} */
  const written = [];
  return { written, isTTY, columns: 60, write: (/** @type {string} */ text) => written.push(text) };
}

test("writes a line every ten seconds for each step that is busy, and one when it ends", () => {
  const out = output(false);
  const progress = makeProgress(out);
  const npm = progress.step("npm packages");
  const k6 = progress.step("k6");
  npm.update("installing");
  vi.advanceTimersByTime(10_000);
  npm.end("ready");
  k6.update("building");
  vi.advanceTimersByTime(10_000);
  progress.close();
  vi.advanceTimersByTime(60_000);
  expect(out.written).toEqual([
    "  npm packages: installing, 10 s\n",
    "  k6: starting, 10 s\n",
    "  npm packages: ready (10 s)\n",
    "  k6: building, 20 s\n",
  ]);
});

test("writes one line over on a terminal, never wider than it is", () => {
  const out = output(true);
  const progress = makeProgress(out);
  progress.step("k6").update("x".repeat(100));
  vi.advanceTimersByTime(1_000);
  expect(out.written.length).toBeGreaterThan(2);
  for (const text of out.written) {
    expect(text.startsWith("\r\u001b[2K")).toBe(true);
    expect(text.length).toBeLessThanOrEqual(60 + 5);
    expect(text).not.toContain("\n");
  }
  progress.close();
});
