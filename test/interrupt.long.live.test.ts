import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { interruptCells } from "../scripts/selftest/interrupt/interrupt-cells.ts";
import { interruptLine } from "../scripts/selftest/interrupt/interrupt-matrix.ts";
import { ruleInterruption } from "../scripts/selftest/interrupt/interrupt-ruling.ts";
import { runInterruptCell } from "../scripts/selftest/interrupt/run-interrupt-cell.ts";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { EXAMPLES, matrixExamples } from "./example-drills/examples.ts";
import { testFolder } from "./temp-folder.ts";

/** A small part of `fieldproof selftest --interrupt`, which has the whole. */
const k6 = k6ForTests();
const RUNNER = fileURLToPath(new URL("example-drills/example-process.ts", import.meta.url));
const LIMIT_MS = 180_000;

const cells = interruptCells({
  seeds: [7],
  stimuli: Object.keys(EXAMPLES),
  only: ["sigkill", "two-sigint/origin-slow"],
  shard: { part: 1, of: 1 },
}).map((cell) => ({ ...cell, after: "stimulus.planned" as const, delayMs: cell.delayMs % 3000 }));

test.skipIf(k6 === undefined).concurrent.each(cells)(
  "$interruption of $stimulus: whole target, evidence, exit code",
  { timeout: LIMIT_MS },
  async (cell) => {
    const examples = matrixExamples();
    const means = { faketime: null, tmpfs: false };
    const workDir = await testFolder("interrupt");
    const facts = await runInterruptCell(cell, { runner: RUNNER, examples, k6Path: k6 ?? "", means, workDir });
    const ruling = ruleInterruption(facts);
    expect(ruling.faults, interruptLine(ruling)).toEqual([]);
  },
);
