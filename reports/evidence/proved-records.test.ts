import { stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type LogEntry, logEntrySchema } from "../../core/schema/wire.ts";
import { CHAIN_START, linked } from "../../core/trust/hash-chain.ts";
import { testFolder } from "../../test/temp-folder.ts";
import { chainTools } from "./chain-tools.ts";
import { lineMarks, newLineMarks } from "./line-marks.ts";
import { proveChain } from "./proved-chain.ts";
import { startProvingThread } from "./proving-thread.ts";
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

const proved = async (path: string, take: (entry: LogEntry, isProved: boolean) => void): Promise<void> => {
  const chain = await proveChain(path, 1);
  if (chain.thread === null) throw new Error("there is no thread");
  try {
    await eachProvedRecord(path, logEntrySchema, chain.thread, take);
  } finally {
    await chain.close();
  }
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
  await proved(path, ({ index }, isProved) => {
    expect(index).toBe(next++);
    if (!isProved) unproved.push(index);
  });
  expect(next).toBe(COUNT);
  expect(unproved).toEqual(edited);
});

test("what stands before a damaged line is taken, then it is the fault", async () => {
  const path = join(await testFolder("proved"), "log.ndjson");
  const lines = entries().map((entry) => JSON.stringify(entry));
  await writeFile(path, `${lines.slice(0, 5000).join("\n")}\n{"index":`);
  let taken = 0;
  await expect(proved(path, () => taken++)).rejects.toMatchObject({
    ...{ code: "FP-EVID-005", details: { line: 5001 } },
  });
  expect(taken).toBe(5000);
});

test("a chain knows of the entry at hand alone, and only when it was proved; a small log has no thread", async () => {
  const chain = await proveChain(null);
  expect(chain.thread).toBeNull();
  const [one, other] = [{}, {}];
  expect(chain.isProved(one)).toBe(false);
  chain.note(one, true);
  expect([chain.isProved(one), chain.isProved(other)]).toEqual([true, false]);
  chain.note(other, false);
  expect([chain.isProved(one), chain.isProved(other)]).toEqual([false, false]);
  await chain.close();
});

test("a log that is changed while it is judged was proved as another one", async () => {
  const path = join(await testFolder("proved"), "log.ndjson");
  const lines = entries().map((entry) => JSON.stringify(entry));
  await writeFile(path, `${lines.join("\n")}\n`);
  const { atime, mtime } = await stat(path);
  const chain = await proveChain(path, 1);
  try {
    await chain.requireSame();
    await chain.thread?.reached(COUNT);
    expect(chain.thread?.isProved(7)).toBe(true);
    // As long as before, and as old.
    await writeFile(path, `${lines.join("\n")}\n`.replace('"seq":7,', '"seq":8,'));
    await utimes(path, atime, mtime);
    await expect(chain.requireSame()).rejects.toMatchObject({ code: "FP-EVID-005" });
  } finally {
    await chain.close();
  }
});

test("a thread that ends over its file has proved nothing more, and nobody waits for it", async () => {
  const thread = startProvingThread(join(await testFolder("proved"), "none.ndjson"), 1e6);
  await thread.reached(5000);
  expect(thread.isProved(0)).toBe(false);
  await thread.reached(9000);
  await thread.close();
});

test("marks are the same in two threads, and beyond their room there is none", () => {
  const marks = newLineMarks(1e4);
  for (const line of [0, 3, 70, 1e9, 2 ** 40]) marks.set(line);
  expect(newLineMarks(2 ** 50).bits.byteLength).toBeLessThan(1e8);
  const other = lineMarks(marks.bits);
  expect([0, 2, 3, 4, 70, 1e9, 2 ** 40].map(other.isSet)).toEqual([true, false, true, false, true, false, false]);
});
