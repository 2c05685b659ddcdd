import type { CheckReport, TextFile } from "./report.ts";

const LONGEST = 400;

const lines = (text: string): number => text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
const rank = (sorted: readonly number[], share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;

/** No code file is over 400 lines; median and p90 (nearest rank) are of files that are not tests. */
export const checkFileLength = (files: readonly TextFile[]): CheckReport => {
  const measured = files
    .filter(({ path }) => /\.(ts|mjs)$/.test(path))
    .map(({ path, text }) => ({ path, length: lines(text) }));
  const sorted = measured
    .filter(({ path }) => !/\.test\.(ts|mjs)$/.test(path))
    .map(({ length }) => length)
    .toSorted((a, b) => a - b);
  return {
    name: "file length",
    summary: `${measured.length} files; without tests median ${rank(sorted, 0.5)}, p90 ${rank(sorted, 0.9)}, longest ${sorted.at(-1) ?? 0}`,
    faults: measured
      .filter(({ length }) => length > LONGEST)
      .map(({ path, length }) => `${path} has ${length} lines; the limit is ${LONGEST}: split it by concept`),
  };
};
