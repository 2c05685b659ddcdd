import { expect, test } from "vitest";
import { readBenchOptions } from "./bench-options.ts";
import { checkFileLimit } from "./file-limit.ts";

test("reads its options, with 10,000 customers for 30 s when nothing is said", () => {
  expect(readBenchOptions([])).toMatchObject({ name: "open-customers", connections: 10_000, seconds: 30, defects: [] });
  expect(readBenchOptions(["open-customers", "--connections", "50", "--defect", "lost-reply", "--json"])).toMatchObject(
    {
      ...{ connections: 50, defects: ["lost-reply"], json: true },
    },
  );
});

test.each([
  [["closed-customers"], /no bench "closed-customers"; there are open-customers/],
  [["open-customers", "more"], /no bench "more"/],
  [["--connections", "0"], /--connections takes a whole number from 1/],
  [["--connections", "1e4"], /whole number/],
  [["--seconds"], /seconds/],
  [["--fast"], /--fast/],
])("%j is refused", (argv, message) => {
  expect(() => readBenchOptions(argv)).toThrow(message);
});

test("says how many files are needed, how to get them, and what fits without", () => {
  expect(() => checkFileLimit(10_000, 4096)).toThrow(
    /4096 files here.*10000 connections need 10500.*ulimit -n 10500.*--connections 3596/,
  );
  expect(() => checkFileLimit(10_000, 10_500)).not.toThrow();
  expect(() => checkFileLimit(10_000, Number.POSITIVE_INFINITY)).not.toThrow();
  expect(() => checkFileLimit(1)).not.toThrow();
});
