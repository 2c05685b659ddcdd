import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { COMPARISON_RUN_FILE } from "../../core/schema/comparison.ts";
import { testFolder } from "../../test/temp-folder.ts";
import type { CliContext } from "./context.ts";
import { runPolicy } from "./policy-run.ts";

const told: string[] = [];
const context: CliContext = {
  ...{ json: false, quiet: false, color: false, width: 100, interactive: false },
  ...{ out: () => {}, err: (text) => void told.push(text) },
};

async function aStart(): Promise<{ dir: string; isNew: boolean }> {
  const dir = join(await testFolder("policy-run"), "1125T0700-7-policies");
  await mkdir(dir);
  await writeFile(join(dir, COMPARISON_RUN_FILE), "{}");
  return { dir, isNew: true };
}
const refused = new FieldproofError("FP-STOP-002", { path: "STOP" });

test("a first run whose report cannot be had stays in its folder, and the comparison ends", async () => {
  const start = await aStart();
  const runDir = join(start.dir, "1125T0700-7");
  const exits = await runPolicy(
    start,
    async () => {
      await mkdir(runDir);
      await writeFile(join(runDir, "contacts.ndjson"), "recorded");
      // It cannot be judged, so that nothing can be drawn of it.
      return { runDir, aborted: false };
    },
    context,
  );
  expect(exits).toHaveLength(1);
  expect(exits[0]).toBeGreaterThan(0);
  expect(await readdir(runDir)).toContain("contacts.ndjson");
  expect(told.join("\n")).toContain("[FP-EVID-");
});

test("a run that failed half-way keeps what it wrote", async () => {
  const start = await aStart();
  const act = async () => {
    await mkdir(join(start.dir, "1125T0700-7"));
    throw refused;
  };
  expect(await runPolicy(start, act, context)).toEqual([refused.exitCode]);
  expect(await readdir(start.dir)).toContain("1125T0700-7");
});

test("of a new comparison that recorded nothing no folder is left; one that was there already stays", async () => {
  const fresh = await aStart();
  await expect(runPolicy(fresh, () => Promise.reject(refused), context)).rejects.toThrow(refused.message);
  await expect(readdir(fresh.dir)).rejects.toThrow("ENOENT");
  const old = { ...(await aStart()), isNew: false };
  expect(await runPolicy(old, () => Promise.reject(refused), context)).toEqual([refused.exitCode]);
  expect(await readdir(old.dir)).toEqual([COMPARISON_RUN_FILE]);
});
