import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type TestContext, test } from "vitest";
import type { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { type GuardSignal, guardSchema } from "../../core/schema/guard.ts";
import { testFolder } from "../../test/temp-folder.ts";
import { type HooksPlace, pinHooks } from "../faults/pinned-hooks.ts";
import { numberIn } from "./hook-port.ts";
import { startGuards } from "./start-guards.ts";

const guard = (name: string, signal: GuardSignal, above: number) =>
  guardSchema.parse({ name, signal, above, forWallSec: 0.5 });

/** Real hooks: one prints a number, one prints words, one hangs. */
const hooks = async (): Promise<HooksPlace> => {
  const path = join(await testFolder("guards"), "hooks.yaml");
  const command = (script: string) => ({ kind: "command", argv: ["sh", "-c", script], timeLimitMs: 60_000 });
  const text = JSON.stringify({
    schema: "fieldproof.hooks/1",
    hooks: { depth: command("echo 12"), words: command("echo 12 waiting"), hangs: command("exec sleep 60") },
  });
  await writeFile(path, text);
  return pinHooks(path);
};
const started = (
  guards: Parameters<typeof startGuards>[0],
  place: HooksPlace | null,
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
) => {
  const faults: FieldproofError[] = [];
  const watch = startGuards(guards, { read: async () => ({ contacts: 3 }) }, place, (fault) => faults.push(fault));
  onTestFinished(() => void watch.stop());
  return { faults, watch };
};
const SOON = { timeout: 15_000 };

// Together: each waits for hooks that are called seldom.
test.concurrent("the number that a hook prints trips as a counter does, and a benign one beside it is silent", async (context) => {
  const { faults } = started(
    [
      guard("calm", { hook: "depth" }, 12),
      guard("still", { counter: "contacts" }, 3),
      guard("busy", { hook: "depth" }, 11),
    ],
    await hooks(),
    context,
  );
  await expect
    .poll(() => faults.map(({ code, details }) => [code, details["guard"], details["value"]]), SOON)
    .toEqual([["FP-GUARD-001", "busy", 12]]);
});

test.concurrent.for(["words", "hangs", "missing"])(
  "a hook that tells no number (%s) is blindness",
  async (hook, context) => {
    const { faults } = started([guard("g", { hook }, 1)], await hooks(), context);
    await expect.poll(() => faults.map(({ code }) => code), SOON).toEqual(["FP-GUARD-002"]);
  },
);

test("a target without hooks cannot be guarded by one", () => {
  expect(() => startGuards([guard("g", { hook: "depth" }, 1)], { read: async () => ({}) }, null, () => {})).toThrow(
    "the target file names no hooks",
  );
});

test.each<[string, number | null]>([
  ["12\\u{0a}", 12],
  ["12\\u{0d}\\u{0a}", 12],
  ["12\\u{0a}13", null],
  [" 0.25 ", 0.25],
  ["-3", -3],
  ["", null],
  ["12 13", null],
  ["0x10", null],
  ["1e3", null],
  ["NaN", null],
])("the number in %j is %s", (output, value) => {
  expect(numberIn(output)).toBe(value);
});
