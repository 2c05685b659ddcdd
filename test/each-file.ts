import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect } from "vitest";
import { removeTestFolders } from "./temp-folder.ts";

/** The same cases each time: what fails once in a thousand runs teaches nobody anything, and costs a whole run. */
const CASES = { seed: 20_261_125 };

beforeAll(async () => {
  const { testPath } = expect.getState();
  // Not for every file: most ask no property, and to load what asks them would cost more than their tests.
  if (testPath === undefined || !(await readFile(testPath, "utf8")).includes("fast-check")) return;
  const { default: fc } = await import("fast-check");
  fc.configureGlobal(CASES);
});

afterAll(removeTestFolders);
