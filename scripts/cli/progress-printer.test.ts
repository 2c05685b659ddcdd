import { afterEach, expect, test, vi } from "vitest";
import type { Progress } from "../../harness/run/progress.ts";
import type { CliContext } from "./context.ts";
import { createProgressPrinter } from "./progress-printer.ts";

const tick = (arrived: number): Progress => ({
  kind: "tick",
  ...{ phase: "tail", arrived, planned: 120, open: 9, replied: 50, late: 3, lateAllowed: 6, leftSec: 20, sinceSec: 1 },
  ...{ phases: [{ name: "tail", fromSec: 0, toSec: 5 }], lanes: [{ lane: "stream", arrived, open: 9, late: 3 }] },
});

let written = "";
const print = (context: Partial<CliContext>, words: readonly Progress[]): string => {
  written = "";
  const write = (text: string): void => {
    written += text;
  };
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    write(String(text));
    return true;
  });
  const printer = createProgressPrinter({
    ...{ json: false, quiet: false, color: false, width: 100, interactive: false, out: write },
    ...{ err: (text: string) => write(`${text}\n`), ...context },
  });
  for (const word of words) printer.on(word);
  printer.end();
  return written;
};

afterEach(() => vi.restoreAllMocks());

const ESC = "\u001b";
// By its letters, since a control character has no place in an expression.
const MOVES = new RegExp(`(${ESC}\\[\\d+A${ESC}\\[0J|\\n)`);
const UP = new RegExp(`^${ESC}\\[(\\d+)A`);

/** What stands on a screen: text, and the one movement that is used, up and clear. */
const screen = (text: string): string[] => {
  let lines: string[] = [""];
  for (const part of text.split(MOVES)) {
    const up = UP.exec(part);
    if (up !== null) lines = [...lines.slice(0, lines.length - 1 - Number(up[1])), ""];
    else if (part === "\n") lines.push("");
    else lines[lines.length - 1] += part;
  }
  return lines;
};

test("on a terminal the block is drawn over, and gone at the end", () => {
  const text = print({ interactive: true }, [{ kind: "phase", name: "tail" }, tick(60), tick(61)]);
  expect(text).toContain("61/120");
  expect(screen(text)).toEqual(["  tail", ""]);
});

test("a line that stays stands above the block", () => {
  const fault: Progress = { kind: "fault", code: "FP-STACK-003", message: "gone\u001b[2J" };
  expect(screen(print({ interactive: true }, [tick(60), fault, tick(61)]))).toEqual([
    "gone\\u001b[2J  [FP-STACK-003]",
    "",
  ]);
});

test("elsewhere it is lines without control codes, at most one in ten seconds", () => {
  const text = print({}, [tick(60), tick(61)]);
  expect(text).toBe("tail · 60/120 arrived · 9 open · 50 replied · 3 late so far, 6 allowed · 20 s left\n");
  expect(print({ quiet: true }, [tick(60)])).toBe("");
});
