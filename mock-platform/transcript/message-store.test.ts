import { appendFile, mkdtemp, readFile, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openMemoryStore } from "../event-log/memory-store.ts";
import { newStackKeys } from "../runtime/stack-keys.ts";
import { ManualTime } from "../testing/manual-time.ts";
import { type TestDesk, testDesk } from "../testing/test-desk.ts";
import { openRecordFile, type RecordFile } from "./record-file.ts";

let folder: string;
const path = (): string => join(folder, "messages.ndjson");
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fieldproof-messages-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const trouble = (error: unknown): void => {
  throw error;
};
const keys = newStackKeys();
const time = new ManualTime();
const store = openMemoryStore();
const lines = ({ services }: TestDesk) => services.transcript.page("drop", { limit: 200 }).lines;

const boot = async (log = store): Promise<{ on: TestDesk; records: RecordFile }> => {
  const records = openRecordFile(path(), trouble);
  return { on: await testDesk({ store: log, time, keys, records }), records };
};

/** The same log with every text of it another one: what a transcript made from the log would show. */
const tampered = (): typeof store => ({
  ...store,
  read: async (from, limit) =>
    (await store.read(from, limit)).map(({ entry, custody }) => ({
      entry,
      custody: custody === null ? null : { ...custody, text: "tampered" },
    })),
});

test("a transcript is kept through a restart, hears nothing of a tampered log, and is whole after a crash", async () => {
  const first = await boot();
  await first.on.open({ text: "When will it ship?", purposes: ["support-reply", "public-transcript"] });
  await time.pass(1000);
  await first.on.open({ text: "Can I return it?" });
  const { services } = first.on;
  await services.shifts.set({ agentId: "ann", state: "available", slots: 9, lanes: ["stream"], groups: [] });
  const opened = await first.on.open({ text: "purple otter?" });
  await services.desk.claim(opened.contactId, "ann");
  const said = await services.desk.agentMessage(opened.contactId, "a1", "One colour.", "ann");
  await services.changes.edit(said.message.id, "Two colours.", "correction", "ann");
  services.messageStore.delivered("pop-b", [said.message], time.now());
  const before = lines(first.on);
  await first.records.close();

  const second = await boot();
  expect(lines(second.on)).toEqual(before);
  await second.records.close();

  const third = await boot(tampered());
  expect(lines(third.on)).toEqual(before);
  await third.records.close();
  // The log does show it to whoever reads the log: the tampering was real.
  expect(third.on.services.book.find(opened.contactId)?.kept[0]?.message.text).toBe("tampered");

  // A crash cut the last records in the middle of one.
  const text = await readFile(path(), "utf8");
  const kept = text.split("\n").filter(Boolean);
  const cut = `${kept.slice(0, -3).join("\n")}\n`;
  await truncate(path(), Buffer.byteLength(cut));
  await appendFile(path(), '{"record":"spo');
  const fourth = await boot();
  const healed = lines(fourth.on);
  expect(healed.map(({ id, text }) => [id, text])).toEqual(before.map(({ id, text }) => [id, text]));
  await fourth.records.close();
  const fifth = await boot();
  expect(lines(fifth.on)).toEqual(healed);
  await fifth.records.close();
});
