import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aContact } from "../../core/judging/evidence-builder.ts";
import { testFolder } from "../../test/temp-folder.ts";
import { watchLoad } from "./load-watch.ts";

test("late are those whom nobody answered in a lane in which agents work, and no others", async () => {
  const file = join(await testFolder("watch"), "console.ndjson");
  await writeFile(file, "");
  const budget = { p95Sec: 60, timeFactor: 10, planned: 40 };
  const watch = watchLoad(file, { budget, lanes: ["stream"] }, () => {});
  const lines = [aContact(0, { lane: "stream", seen: [] }), aContact(1, { lane: "standard", seen: [] })];
  await appendFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  await expect.poll(() => watch.counts.contacts).toBe(2);
  expect(watch.counts.lateOrNever).toBe(1);
  await watch.stop();
});
