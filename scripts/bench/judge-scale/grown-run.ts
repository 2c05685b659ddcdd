import { createHash, hash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import canonicalize from "canonicalize";
import { contactPrefix } from "../../../core/contract/ids.ts";
import { createScheduleDigest } from "../../../core/judging/schedule-digest.ts";
import { type ContactRecord, contactRecordSchema, type JournalEntry } from "../../../core/schema/evidence.ts";
import { CHAIN_START } from "../../../core/trust/hash-chain.ts";
import { digestFiles } from "../../../harness/evidence/file-digests.ts";
import { openJournal } from "../../../harness/evidence/journal.ts";
import { sealRun } from "../../../harness/evidence/seal.ts";
import { openLineFile } from "./line-file.ts";
import { recordTemplate, type RecordTemplate, type Repetition } from "./record-template.ts";

const REPLICATE = "nano-drop/1";
const REPEATED = ["contacts", "handlings", "export/contacts", "export/consents"];
const SIGNS_OF_LIFE = ["heartbeats", "health"];
/** Between one repetition's first contact and the next one's: longer than any contact of the recording lives. */
const TURN_MS = 8000;
const SIGN_MS = 4000;

interface Grown {
  readonly contacts: number;
}

const linesOf = async (path: string): Promise<string[]> =>
  (await readFile(path, "utf8")).split("\n").filter((line) => line !== "");

/**
 * Makes a run of `contacts` and some more out of a recorded nano-drop run, in place: the recording again and again, each
 * time later, with ids of its own, in one log whose chain holds, journalled and sealed as if it had been lived so.
 */
export async function growRun(runDir: string, contacts: number): Promise<Grown> {
  const at = (file: string): string => join(runDir, REPLICATE, file);
  const record: Record<string, unknown> & { t0: number; plannedContacts: number; phases: Phase[] } = JSON.parse(
    await readFile(at("replicate.json"), "utf8"),
  );
  const { id }: { id: string } = JSON.parse(await readFile(join(runDir, "run.json"), "utf8"));
  const prefix = contactPrefix(id, 1);
  const turns = Math.ceil(contacts / record.plannedContacts);
  const total = turns * record.plannedContacts;
  const repetition = (turn: number): Repetition => ({
    ...{ turn, shiftMs: turn * TURN_MS, shiftPlaces: turn * record.plannedContacts },
  });

  const lived = (await linesOf(at("contacts.ndjson"))).map((line) => contactRecordSchema.parse(JSON.parse(line)));
  const beside = await besideTheLoad(at("export/contacts.ndjson"), prefix);
  for (const name of REPEATED) await repeat(at(`${name}.ndjson`), prefix, turns, repetition, beside);
  await repeatLog(at("export/log.ndjson"), prefix, turns, repetition, beside);
  for (const name of SIGNS_OF_LIFE) await repeatSigns(at(`${name}.ndjson`), record.t0, turns);

  const phases = stretched(record.phases, (turns - 1) * TURN_MS);
  const schedule = scheduleOf(lived, total, turns, repetition, record.t0);
  const plan = { contacts: total, phases, schedule };
  await writeFile(at("replicate.json"), JSON.stringify({ ...record, plannedContacts: total, phases }));
  await rejournal(at("journal.ndjson"), plan, await digestsOf(join(runDir, REPLICATE)));
  await sealRun(runDir);
  return { contacts: total };
}

interface Phase {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The step lasts as long as there are repetitions; what follows it comes later. */
const stretched = (phases: readonly Phase[], byMs: number): Phase[] =>
  phases.map(({ name, fromMs, toMs }) => ({
    ...{ name, fromMs: name === "drain" ? fromMs + byMs : fromMs },
    toMs: name === "drain" || name === "step" ? toMs + byMs : toMs,
  }));

/** Ids of contacts and consents that the harness opened beside the load: they are there once. */
async function besideTheLoad(path: string, prefix: string): Promise<ReadonlySet<string>> {
  const own = new RegExp(`"${prefix}-\\d{6}"`);
  const ids = (await linesOf(path)).filter((line) => !own.test(line)).map((line) => JSON.parse(line));
  return new Set(ids.flatMap(({ contactId, consentId }) => [contactId, consentId]));
}

const isBeside = (line: string, beside: ReadonlySet<string>): boolean =>
  [...line.matchAll(/"([ck]_[\w-]+)"/g)].some(([, id]) => beside.has(id ?? ""));

async function repeat(
  path: string,
  prefix: string,
  turns: number,
  repetition: (turn: number) => Repetition,
  beside: ReadonlySet<string>,
): Promise<void> {
  const lines = await linesOf(path);
  const own = lines.filter((line) => !isBeside(line, beside));
  // Of a contact the place stands in its index, too.
  const templates = own.map((line) =>
    recordTemplate(path.endsWith("1/contacts.ndjson") ? line.replace(/"index":\d+/, '"index":<place>') : line, prefix),
  );
  const places = own.map((line) => Number(/"index":(\d+)/.exec(line)?.[1] ?? 0));
  const file = openLineFile(path);
  for (const line of lines.filter((one) => isBeside(one, beside))) file.add(line);
  for (let turn = 0; turn < turns; turn++) {
    const here = repetition(turn);
    for (const [at, template] of templates.entries())
      file.add(template.fill(here, { place: String((places[at] ?? 0) + here.shiftPlaces) }));
  }
  file.close();
}

async function repeatLog(
  path: string,
  prefix: string,
  turns: number,
  repetition: (turn: number) => Repetition,
  beside: ReadonlySet<string>,
): Promise<void> {
  const lines = await linesOf(path);
  const repeated = lines.map((line) => line.includes(`"${prefix}-`) || /"subject":"[a-z]_/.test(line));
  const template = (line: string): { line: RecordTemplate; canonical: RecordTemplate } => {
    const { hash: _, ...body }: Record<string, unknown> = JSON.parse(line);
    const open = { ...body, index: "<index>", prev: "<prev>" };
    return {
      line: recordTemplate(JSON.stringify({ ...open, hash: "<hash>" }), prefix),
      canonical: recordTemplate(canonicalize(open) ?? "", prefix),
    };
  };
  const templates = lines.map(template);
  const file = openLineFile(path);
  let [index, head] = [0, CHAIN_START];
  for (let turn = 0; turn < turns; turn++) {
    const here = repetition(turn);
    for (const [at, { line, canonical }] of templates.entries()) {
      if (turn > 0 && (repeated[at] === false || isBeside(lines[at] ?? "", beside))) continue;
      const given = { index: String(index), prev: `"${head}"` };
      head = hash("sha256", canonical.fill(here, given));
      file.add(line.fill(here, { ...given, hash: `"${head}"` }));
      index += 1;
    }
  }
  file.close();
}

/** The recording's last sign of life, every few seconds to the end of the load. */
async function repeatSigns(path: string, t0: number, turns: number): Promise<void> {
  const lines = await linesOf(path);
  const last: { at: number } = JSON.parse(lines.at(-1) ?? "{}");
  const file = openLineFile(path);
  for (const line of lines) file.add(line);
  for (let at = last.at + SIGN_MS; at < t0 + (turns + 1) * TURN_MS; at += SIGN_MS)
    file.add(JSON.stringify({ ...last, at }));
  file.close();
}

function scheduleOf(
  lived: readonly ContactRecord[],
  total: number,
  turns: number,
  repetition: (turn: number) => Repetition,
  t0: number,
): string {
  const digest = createScheduleDigest(total, (content) => createHash("sha256").update(content).digest());
  for (let turn = 0; turn < turns; turn++) {
    const { shiftMs, shiftPlaces } = repetition(turn);
    for (const one of lived) {
      const index = one.index + shiftPlaces;
      const clientContactId = `${one.clientContactId.slice(0, -6)}${String(index).padStart(6, "0")}`;
      digest.add({ ...one, index, clientContactId, arrivalOffsetMs: one.scheduledAt + shiftMs - t0 });
    }
  }
  return digest.hex();
}

async function digestsOf(folder: string): Promise<Record<string, string>> {
  const files = await digestFiles(folder, (path) => ["journal.ndjson", "replicate.json"].includes(path));
  return Object.fromEntries(files.map(({ path, sha256 }) => [path, sha256]));
}

async function rejournal(path: string, plan: object, files: Record<string, string>): Promise<void> {
  const entries: JournalEntry[] = (await linesOf(path)).map((line) => JSON.parse(line));
  await rm(path);
  let now = 0;
  const journal = await openJournal(path, { now: () => now });
  for (const { kind, data, at } of entries) {
    now = at;
    const more = kind === "replicate.planned" ? plan : kind === "evidence.collected" ? { files } : {};
    await journal.append(kind, { ...data, ...more });
  }
  await journal.close();
}
