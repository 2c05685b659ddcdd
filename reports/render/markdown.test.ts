import { expect, test } from "vitest";
import { renderMarkdown, SUMMARY_BYTES } from "./markdown.ts";
import { markdownId, markdownText } from "./markdown-text.ts";
import { drill, objective, replicate, verdict } from "./verdict-builder.ts";
import { notReady, ready } from "./verdict-examples.ts";
import { HOSTILE, hostileVerdict } from "./verdict-hostile.ts";

test("opens with the verdict and lists the drills worst first", () => {
  const lines = renderMarkdown(notReady()).split("\n");
  expect(lines[0]).toBe("## \u274c NOT READY for Friday 27 November, 18:00 UTC");
  expect(lines.filter((line) => line.startsWith("| \u274c FAIL"))).toHaveLength(2);
  expect(renderMarkdown(ready())).toContain("READY \\(plumbing only\\)");
});

test("lets no markup, link, mention, reference or cell escape from a text", () => {
  const text = markdownText(
    "@team [x](https://a.example) <b> `c` #12 a|b www.a.example ![i](j) :tada: $x$ user@a.example\nnew",
  );
  expect(text).not.toMatch(/@\w|:\/\/|(?<!\\)[[\]()|`$!#]|<|www\.|\n|:tada:/);
  expect(text).toContain("&lt;b&gt;");
});

test("keeps a hostile verdict in its lines and cells", () => {
  const text = renderMarkdown(hostileVerdict());
  expect(text).not.toMatch(/<(?!br>)/);
  expect(text).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  const rows = text.split("\n").filter((line) => line.startsWith("|"));
  expect(rows).toHaveLength(9);
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(7);
});

test("shows an identifier as code only when it cannot leave the span", () => {
  expect(markdownId("sha256:9f2c41d0")).toBe("`sha256:9f2c41d0`");
  expect(markdownId("`</x>")).toBe("\\`&lt;/x&gt;");
});

test("stays under its size and says how many lines it left out", () => {
  const objectives = Array.from({ length: 400 }, (_, at) =>
    objective({ id: `o${at}`, status: "missed", sentence: `${at} ${HOSTILE}` }),
  );
  const text = renderMarkdown(
    verdict({
      drills: [drill("nano-drop", { verdict: "FAIL", replicates: [replicate({ verdict: "FAIL", objectives })] })],
    }),
  );
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(SUMMARY_BYTES);
  expect(text).toMatch(/\d+ more lines were left out/);
});
