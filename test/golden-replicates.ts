import { createHash } from "node:crypto";
import { cp } from "node:fs/promises";
import canonicalize from "canonicalize";
import { clientContactIdAt, contactPrefix } from "../core/contract/ids.ts";
import { createScheduleDigest } from "../core/judging/schedule-digest.ts";
import { contactRecordSchema } from "../core/schema/evidence.ts";
import { logEntrySchema } from "../core/schema/wire.ts";
import { CHAIN_START, linked } from "../core/trust/hash-chain.ts";
import { digestFiles } from "../harness/evidence/file-digests.ts";
import { chainTools } from "../reports/evidence/chain-tools.ts";
import type { GoldenCopy } from "./golden-copy.ts";

const FIRST = "nano-drop/1";
const NAMED = ["contacts", "handlings", "access", "export/contacts", "export/consents", "export/log"];
const AFTERWARDS = ["journal.ndjson", "replicate.json"];

const linesOf = (text: string): unknown[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const textOf = (records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join("");

/**
 * Makes replicate `n` of the recorded first one, as honest as that: contacts with ids of their own, in a log whose chain
 * holds, and a journal that knows of it all.
 */
export async function addReplicate(copy: GoldenCopy, n: number): Promise<void> {
  const folder = `nano-drop/${n}`;
  await cp(copy.path(FIRST), copy.path(folder), { recursive: true });
  const { id }: { id: string } = JSON.parse(await copy.text("run.json"));
  const [old, own] = [contactPrefix(id, 1), contactPrefix(id, n)];
  for (const name of NAMED) {
    const file = `${folder}/${name}.ndjson`;
    await copy.write(file, (await copy.text(file)).replaceAll(`"${old}-`, `"${own}-`));
  }
  let head = CHAIN_START;
  const log = linesOf(await copy.text(`${folder}/export/log.ndjson`)).map((line) => {
    const { prev: _, hash: __, ...entry } = logEntrySchema.parse(line);
    const made = linked(entry, head, chainTools);
    head = made.hash;
    return made;
  });
  await copy.write(`${folder}/export/log.ndjson`, textOf(log));

  const contacts = linesOf(await copy.text(`${folder}/contacts.ndjson`)).map((line) => contactRecordSchema.parse(line));
  const { t0 = 0 }: { t0?: number } = JSON.parse(await copy.text(`${folder}/replicate.json`));
  const schedule = createScheduleDigest(contacts.length, (content) => createHash("sha256").update(content).digest());
  for (const contact of contacts) {
    if (contact.clientContactId !== clientContactIdAt(own, contact.index)) throw new Error("a contact kept its old id");
    schedule.add({ ...contact, arrivalOffsetMs: contact.scheduledAt - t0 });
  }
  const files = await digestFiles(copy.path(folder), (path) => AFTERWARDS.includes(path));
  const digests = Object.fromEntries(files.map(({ path, sha256 }) => [path, sha256]));
  await copy.journal(folder, (entries) =>
    entries.map((entry) => {
      if (entry.kind === "replicate.planned") return { ...entry, data: { ...entry.data, schedule: schedule.hex() } };
      return entry.kind === "evidence.collected" ? { ...entry, data: { ...entry.data, files: digests } } : entry;
    }),
  );
}

/** The recorded run as one of `k` honest replicates, each with its own seed, under a plan that `edit` may change first. */
export async function replicatedRun(
  copy: GoldenCopy,
  k: number,
  edit: (plan: Record<string, unknown>) => Record<string, unknown> = (plan) => plan,
): Promise<void> {
  await copy.json("plan.json", edit);
  const planDigest = createHash("sha256")
    .update(canonicalize(JSON.parse(await copy.text("plan.json"))) ?? "")
    .digest("hex");
  for (let n = 2; n <= k; n++) await addReplicate(copy, n);
  for (let n = 1; n <= k; n++) {
    const own = { replicate: n, seed: 6 + n };
    await copy.json(`nano-drop/${n}/replicate.json`, own);
    await copy.journal(`nano-drop/${n}`, (entries) =>
      entries.map((entry) =>
        entry.kind === "replicate.began"
          ? { ...entry, data: { ...entry.data, ...own, planDigest, replicates: k } }
          : entry,
      ),
    );
  }
  await copy.json("run.json", { planDigest, replicates: k });
  await copy.reseal();
}
