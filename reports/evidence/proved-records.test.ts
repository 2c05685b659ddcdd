import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type LogEntry, logEntrySchema } from "../../core/schema/wire.ts";
import { CHAIN_START, linked } from "../../core/trust/hash-chain.ts";
import { testFolder } from "../../test/temp-folder.ts";
import { chainTools } from "./chain-tools.ts";
import { createProvedChain } from "./proved-chain.ts";
import { eachProvedRecord } from "./proved-records.ts";

const COUNT = 6000;

const entries = (): LogEntry[] => {
  let prev = CHAIN_START;
  return Array.from({ length: COUNT }, (_, index) => {
    const body = { author: "agent", seq: index, agentId: null };
    const entry = linked(
      { index, at: 1e12 + index, kind: "message.sent" as const, subject: `c_${index}`, body },
      prev,
      chainTools,
    );
    prev = entry.hash;
    return entry;
  });
};

test("records come in turn, each with whether its hash was right", async () => {
  const edited = [17, 2999, COUNT - 1];
  const lines = entries().map((entry) =>
    JSON.stringify(edited.includes(entry.index) ? { ...entry, at: entry.at + 1 } : entry),
  );
  const path = join(await testFolder("proved"), "log.ndjson");
  await writeFile(path, `${lines.join("\n")}\n`);
  const unproved: number[] = [];
  let next = 0;
  await eachProvedRecord(path, logEntrySchema, ({ index }, proved) => {
    expect(index).toBe(next++);
    if (!proved) unproved.push(index);
  });
  expect(next).toBe(COUNT);
  expect(unproved).toEqual(edited);
});

test("what stands before a damaged line is taken, then it is the fault", async () => {
  const path = join(await testFolder("proved"), "log.ndjson");
  const lines = entries().map((entry) => JSON.stringify(entry));
  await writeFile(path, `${lines.slice(0, 5000).join("\n")}\n{"index":`);
  let taken = 0;
  await expect(eachProvedRecord(path, logEntrySchema, () => taken++)).rejects.toMatchObject({
    ...{ code: "FP-EVID-005", details: { line: 5001 } },
  });
  expect(taken).toBe(5000);
});

test("a chain knows of the entry at hand alone, and only when it was proved", () => {
  const chain = createProvedChain();
  const [one, other] = [{}, {}];
  expect(chain.isProved(one)).toBe(false);
  chain.note(one, true);
  expect([chain.isProved(one), chain.isProved(other)]).toEqual([true, false]);
  chain.note(other, false);
  expect([chain.isProved(one), chain.isProved(other)]).toEqual([false, false]);
});
