import { expect, test } from "vitest";
import { nearestWord } from "./nearest-word.ts";
import { printable } from "./printable.ts";

test("leaves ordinary text alone, in any script", () => {
  expect(printable("Größe 日本 👩‍🚀".replace("\u200d", ""))).toBe("Größe 日本 👩🚀");
});

test("shows escapes, direction marks, newlines and lone surrogates instead of sending them", () => {
  expect(printable("a\u001b[2J\r\n\u202eb\u200b\ud800")).toBe("a\\u{1b}[2J\\u{0d}\\u{0a}\\u{202e}b\\u{200b}\\u{d800}");
  expect(printable("\u{9b}31m\u{7f}\u{e0041}")).toBe("\\u{9b}31m\\u{7f}\\u{e0041}");
});

test("cuts long text without cutting a character in two", () => {
  expect(printable("😀".repeat(10), 3)).toBe("😀…");
});

test("finds the key that was meant, and none for strangers", () => {
  const keys = ["agents", "slotsPerAgent", "peakPerSec", "controlSec"];
  expect(nearestWord("agent", keys)).toBe("agents");
  expect(nearestWord("peak-per-sec", keys)).toBe("peakPerSec");
  expect(nearestWord("contrlSec", keys)).toBe("controlSec");
  expect(nearestWord("xyzzy", keys)).toBe(null);
  expect(nearestWord("a".repeat(1000), keys)).toBe(null);
});
