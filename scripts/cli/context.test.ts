import { expect, test } from "vitest";
import { inert } from "./context.ts";

test.each([
  [
    "a line that would be a build server's command",
    "reason\n::set-output name=x::y",
    "reason\n\\u003a:set-output name=x::y",
  ],
  ["one behind blanks", "  ##vso[task.complete]", "  \\u0023#vso[task.complete]"],
  ["an escape sequence", "\u001b[2Jgone", "\\u001b[2Jgone"],
  ["an override of direction", "a\u202eb", "a\\u202eb"],
])("%s is shown and does nothing", (_what, text, shown) => {
  expect(inert(text)).toBe(shown);
});

test("words with colons and hashes elsewhere stay as they are", () => {
  expect(inert("at ::1 port 80, # 2\nnext: line")).toBe("at ::1 port 80, # 2\nnext: line");
});
