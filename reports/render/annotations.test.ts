import { expect, test } from "vitest";
import { annotationLines, MOST_ANNOTATIONS } from "./annotations.ts";
import { drill, notRun, verdict } from "./verdict-builder.ts";
import { cannotTell, notReady, ready } from "./verdict-examples.ts";
import { HOSTILE, hostileVerdict } from "./verdict-hostile.ts";

/** As the runner reads a line: title and message decoded, or null where it would see no command or another one. */
function read(line: string): { level: string; title: string; message: string } | null {
  const [, level = "", title = "", message = ""] = /^::([a-z-]+) title=([^:,]*)::(.*)$/.exec(line) ?? [];
  if (level === "") return null;
  const decoded = (text: string) => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  return { level, title: decoded(title.replaceAll("%3A", ":").replaceAll("%2C", ",")), message: decoded(message) };
}

test("says the run first and then each drill that did not pass, worst first", () => {
  expect(annotationLines(ready(), "error").map((line) => read(line)?.level)).toEqual(["notice"]);
  expect(annotationLines(notReady(), "error").map((line) => [read(line)?.level, read(line)?.title])).toEqual([
    ["error", "NOT READY for Friday 27 November, 18:00 UTC"],
    ["error", "FAIL: nano-drop"],
    ["error", "FAIL: cache-eviction"],
    ["error", "NOT RUN: key-rotation"],
  ]);
});

test("shows CAN'T TELL by the policy, and a drill that nobody required as a warning", () => {
  expect(read(annotationLines(cannotTell(), "error")[0] ?? "")?.level).toBe("error");
  expect(read(annotationLines(cannotTell(), "warning")[0] ?? "")?.level).toBe("warning");
  const lines = annotationLines(
    verdict({
      drills: [
        drill("nano-drop", { verdict: "INCONCLUSIVE", required: false }),
        notRun("solo-cost", false, "not asked"),
      ],
    }),
    "error",
  );
  expect(lines.slice(1).map((line) => read(line)?.level)).toEqual(["warning"]);
});

test.each([HOSTILE, "100 %25 done: a,b\r\n::set-env name=PATH::x", "%0A::error::forged", "\n\n::stop-commands::x"])(
  "a hostile text stays one command of ours, and reads as it was: %j",
  (text) => {
    for (const line of annotationLines(hostileVerdict(text), "error")) {
      expect(line).not.toMatch(/[\r\n]/);
      const found = read(line);
      expect(["error", "warning"]).toContain(found?.level);
      expect(found?.message).not.toMatch(/\p{Cc}/u);
    }
  },
);

test("never more than a step shows", () => {
  const many = verdict({
    verdict: "NOT READY",
    drills: Array.from({ length: 30 }, () => drill("nano-drop", { verdict: "FAIL" })),
  });
  expect(annotationLines(many, "error")).toHaveLength(MOST_ANNOTATIONS);
});
