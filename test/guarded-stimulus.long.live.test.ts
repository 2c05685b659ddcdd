import { expect, test } from "vitest";
import { outstanding } from "../core/judging/stimulus-ledger.ts";
import type { Guard } from "../core/schema/guard.ts";
import { bundledStack } from "../scripts/cli/stack-command.ts";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { examplePlan } from "./example-drills/example-plan.ts";
import { runExampleOnce } from "./example-drills/example-run.ts";
import { nanoDropOriginSlow } from "./example-drills/origin-slow.ts";

const k6 = k6ForTests();
const LIMIT_MS = 120_000;

/** Trips while the stimulus is in force, and for no other reason. */
const GUARDS: Guard[] = [
  { name: "untouched", signal: { counter: "faults.held" }, above: 0, forWallSec: 1, whenBlind: "trip" },
];

test.skipIf(k6 === undefined)(
  "a guard that trips in the middle of a stimulus has it undone, and is the verdict's reason",
  { timeout: LIMIT_MS },
  async () => {
    const plan = { ...examplePlan(), guards: GUARDS };
    const { verdict, replicate, entries } = await runExampleOnce(nanoDropOriginSlow, k6 ?? "", bundledStack(), plan);
    const kinds = entries.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["stimulus.injected", "stimulus.undone", "stimulus.undo-proved"]));
    expect(outstanding(entries)).toEqual([]);
    expect([verdict.verdict, verdict.exitCode]).toEqual(["CAN'T TELL", 4]);
    expect(verdict.sentence).toMatch(/^The guard untouched tripped: faults\.held was 1, above 0, since /);
    expect([replicate.verdict, replicate.reason]).toEqual(["INCONCLUSIVE", verdict.sentence]);
  },
);
