import { expect, test } from "vitest";
import { checkFileLength } from "./file-length.ts";

const file = (path: string, lines: number) => ({ path, text: "x\n".repeat(lines) });

test("names files over 400 lines, tests too, and no other", () => {
  const report = checkFileLength([
    file("a.ts", 400),
    file("b.ts", 401),
    file("c.test.ts", 402),
    file("d.mjs", 403),
    file("e.md", 999),
  ]);
  expect(report.faults.map((fault) => fault.split(" ")[0])).toEqual(["b.ts", "c.test.ts", "d.mjs"]);
});

test("reports nearest-rank median and p90 of files that are not tests", () => {
  const files = Array.from({ length: 10 }, (_, index) => file(`${index}.ts`, (index + 1) * 10));
  expect(checkFileLength([...files, file("x.test.ts", 399)]).summary).toContain("median 50, p90 90, longest 100");
});

test("stands an empty repository", () => {
  expect(checkFileLength([]).faults).toEqual([]);
});
