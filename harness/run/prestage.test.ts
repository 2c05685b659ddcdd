import { join } from "node:path";
import { expect, test } from "vitest";
import type { JournalEntry } from "../../core/schema/evidence.ts";
import { publicPem } from "../../mock-platform/runtime/stack-keys.ts";
import { islandOf, newIslandKey, openIslandPops } from "../../test/island-pops.ts";
import { testFolder } from "../../test/temp-folder.ts";
import { readFile } from "node:fs/promises";
import { openJournal } from "../evidence/journal.ts";
import { islandContentSha256 } from "./island-content.ts";
import { proveIslands } from "./prestage.ts";

async function prestaged() {
  const key = newIslandKey();
  const served = await openIslandPops(islandOf("drop"), key);
  const path = join(await testFolder("prestage"), "journal.ndjson");
  const prove = async (): Promise<void> => {
    const journal = await openJournal(path, { now: () => 0 });
    await proveIslands(served, "drop", [publicPem(key)], journal, async () => true).finally(() => journal.close());
  };
  const proved = async (): Promise<JournalEntry[]> =>
    (await readFile(path, "utf8"))
      .split("\n")
      .filter(Boolean)
      .map((line): JournalEntry => JSON.parse(line))
      .filter(({ kind }) => kind === "island.proved");
  return { ...served, prove, proved };
}

test("each proof says what the island says, whatever its version and expiry are", async () => {
  const { prove, proved, states } = await prestaged();
  for (const state of Object.values(states)) state.island = islandOf("drop", { version: 7 });
  await prove();
  const contentSha256 = islandContentSha256(islandOf("drop"));
  expect((await proved()).map(({ data }) => data)).toMatchObject([
    { pop: "pop-a", version: 7, contentSha256 },
    { pop: "pop-b", version: 7, contentSha256 },
  ]);
});

test("one version that says two things is not ready", async () => {
  const { prove, states } = await prestaged();
  states["pop-b"].island = islandOf("drop", { answers: [] });
  await expect(prove()).rejects.toMatchObject({
    code: "FP-STACK-004",
    message: expect.stringContaining("version 4 is not the same island everywhere"),
  });
});
