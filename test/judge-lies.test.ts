import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type ContactRecord, contactRecordSchema } from "../core/schema/evidence.ts";
import type { Verdict } from "../core/schema/verdict.ts";
import { verifyRun } from "../reports/evidence/verify-run.ts";
import { judgeRun } from "../reports/judge/judge-run.ts";
import { GoldenCopy } from "./golden-copy.ts";
import { REPLICATE, sealAsRecorded, shifted } from "./lie.ts";

/**
 * The lies that load tests are known to believe (design, notes on reports 13), told of a run that was READY and sealed as
 * if they had been recorded: each digest and each chain holds, and the judge alone is left to see them.
 */
const CONTACTS = `${REPLICATE}/contacts.ndjson`;
type Lie = (copy: GoldenCopy) => Promise<unknown>;

const contacts =
  (edit: (contact: ContactRecord, place: number) => object | null): Lie =>
  (copy) =>
    copy.lines(CONTACTS, (value, place) => {
      const edited = edit(contactRecordSchema.parse(value), place);
      return edited === null ? null : { ...edited };
    });
const text =
  (edit: (text: string) => string): Lie =>
  async (copy) =>
    copy.write(CONTACTS, edit(await copy.text(CONTACTS)));
/** Rows of a contact everywhere: what customers, agents and the desk say agrees. */
const forget =
  (gone: (index: number) => boolean): Lie =>
  async (copy) => {
    const indexOf = (value: Record<string, unknown>): number => Number(String(value["clientContactId"]).slice(-6));
    for (const file of ["contacts", "handlings", "export/contacts", "export/consents"])
      await copy.lines(`${REPLICATE}/${file}.ndjson`, (value) => (gone(indexOf(value)) ? null : value));
  };

const TIME_FACTOR = 20;
/** A stall of 100 simulated seconds in the middle of the load. */
const STALL_MS = 100_000 / TIME_FACTOR;
const WHOLE_BUDGET_MS = 20_000;

const moved = <T extends object>(part: T): T => shifted(part, (at) => at + STALL_MS) as T;
const longer = ({ observedUntil }: ContactRecord) => ({ observedUntil: observedUntil + STALL_MS });

async function outcomeOf(lie: Lie, name: "ready" | "not-ready" = "ready"): Promise<Verdict> {
  const copy = await GoldenCopy.of(name);
  onTestFinished(() => rm(dirname(copy.runDir), { recursive: true, force: true }));
  await lie(copy);
  await sealAsRecorded(copy);
  expect((await verifyRun(copy.runDir)).faults).toEqual([]);
  return judgeRun(copy.runDir);
}

test("the run that the lies are told of is READY, also sealed anew", async () => {
  expect((await outcomeOf(async () => {})).verdict).toBe("READY");
});

test.each<[string, Lie, "FAIL", string] | [string, Lie, "INCONCLUSIVE", RegExp]>([
  ["zero samples", text(() => ""), "INCONCLUSIVE", /No contact was lived/],
  ["zero samples, and nobody else knows of any", forget(() => true), "INCONCLUSIVE", /No contact was lived/],
  ["no line but blank ones", text(() => "\n\n\n"), "INCONCLUSIVE", /line 1 cannot be read/],
  [
    "all errors at 0 ms",
    contacts((contact) => ({
      ...contact,
      seen: [],
      sent: contact.sent.map((one) => ({ ...one, at: contact.scheduledAt, acknowledgedAt: contact.scheduledAt })),
      startedAt: contact.scheduledAt,
      errors: [{ at: contact.scheduledAt, where: "contact.open", status: 500, code: "http-500" }],
      observedUntil: contact.observedUntil + WHOLE_BUDGET_MS,
    })),
    "FAIL",
    "replies-delivered",
  ],
  [
    "all errors at 0 ms, and nobody looked any longer",
    contacts((contact) => ({ ...contact, seen: [], observedUntil: contact.scheduledAt })),
    "INCONCLUSIVE",
    /not watched for their whole budget/,
  ],
  [
    "all replies at 0 ms",
    contacts((contact) => ({ ...contact, seen: contact.seen.map((one) => ({ ...one, at: contact.scheduledAt })) })),
    "FAIL",
    "replies-genuine",
  ],
  [
    "one stall of 100 s, and each customer of it began when it was over",
    contacts((contact) =>
      contact.phase === "step"
        ? {
            ...contact,
            ...moved({ startedAt: contact.startedAt, sent: contact.sent, seen: contact.seen }),
            ...longer(contact),
          }
        : contact,
    ),
    "INCONCLUSIVE",
    /began within \d+ ms of their schedule; 250 ms are allowed/,
  ],
  [
    "one stall of 100 s, in which nobody was answered",
    contacts((contact) =>
      contact.phase === "step" ? { ...contact, ...moved({ seen: contact.seen }), ...longer(contact) } : contact,
    ),
    "FAIL",
    "system-delay-p95",
  ],
  [
    "only those who were answered by a person",
    contacts((c) => (c.handedOffAt === null ? null : c)),
    "INCONCLUSIVE",
    /[1-9]\d* of \d+ planned contacts left no record/,
  ],
  [
    "only those who were answered at once, everywhere",
    forget((index) => index % 2 === 1),
    "INCONCLUSIVE",
    /[1-9]\d* of \d+ planned contacts left no record/,
  ],
  ["NaN for a time", text((all) => all.replace(/"startedAt":\d+/, '"startedAt":NaN')), "INCONCLUSIVE", /line 1/],
  ["null for a time", text((all) => all.replace(/"startedAt":\d+/, '"startedAt":null')), "INCONCLUSIVE", /line 1/],
  ["an infinite time", text((all) => all.replace(/"startedAt":\d+/, '"startedAt":1e999')), "INCONCLUSIVE", /line 1/],
  [
    "a negative time",
    text((all) => all.replace(/"observedUntil":\d+/, '"observedUntil":-5')),
    "INCONCLUSIVE",
    /line 1.*observedUntil/,
  ],
  ["a negative count", text((all) => all.replace(/"gapsSeen":\d+/, '"gapsSeen":-1')), "INCONCLUSIVE", /line 1/],
  [
    "replies before they were asked for",
    contacts((contact) => ({
      ...contact,
      seen: contact.seen.map((one) => ({ ...one, at: contact.scheduledAt - 9000 })),
    })),
    "FAIL",
    "replies-genuine",
  ],
  ["a row twice", text((all) => `${all}${all.split("\n")[0] ?? ""}\n`), "INCONCLUSIVE", /1 left two/],
  [
    "one good row in the place of each bad one",
    text((all) => {
      const [first = ""] = all.split("\n");
      return all.replaceAll(/[^\n]+/g, first);
    }),
    "INCONCLUSIVE",
    /[1-9]\d* left two/,
  ],
  [
    "seconds among milliseconds",
    contacts((contact, place) =>
      place % 2 === 0 ? contact : (shifted(contact, (at) => Math.floor(at / 1000)) as object),
    ),
    "INCONCLUSIVE",
    /not those that were planned/,
  ],
  [
    "replies in seconds among milliseconds",
    contacts((contact) => ({
      ...contact,
      seen: contact.seen.map((one) => ({ ...one, at: Math.floor(one.at / 1000) })),
    })),
    "FAIL",
    "replies-genuine",
  ],
  ["a truncated file", text((all) => all.slice(0, all.length / 2)), "INCONCLUSIVE", /ends in the middle/],
  [
    "a file cut at the end of a line",
    text((all) => `${all.split("\n").slice(0, 20).join("\n")}\n`),
    "INCONCLUSIVE",
    /[1-9]\d* of \d+ planned contacts left no record/,
  ],
  [
    "rows that are not in their order, with one index for two",
    contacts((contact) => (contact.index === 3 ? { ...contact, index: 4 } : contact)),
    "INCONCLUSIVE",
    /1 left two/,
  ],
  [
    "another plan's evidence: another schedule",
    contacts((contact) => shifted(contact, (at) => at + contact.index) as object),
    "INCONCLUSIVE",
    /not those that were planned/,
  ],
  [
    "swapped direction: every answer wrong, and quickly",
    contacts((contact) => ({
      ...contact,
      seen: contact.seen.map((one) => ({ ...one, right: one.right === null ? null : false })),
    })),
    "FAIL",
    "island-facts",
  ],
])("%s: never a pass, and the reason is told", async (_name, lie, word, reason) => {
  const verdict = await outcomeOf(lie);
  const drill = verdict.drills.find((one) => one.drill === "nano-drop");
  expect(verdict.verdict).toBe(word === "FAIL" ? "NOT READY" : "CAN'T TELL");
  expect([drill?.verdict, verdict.exitCode]).toEqual([word, word === "FAIL" ? 1 : 3]);
  if (typeof reason !== "string") expect(drill?.sentence).toMatch(reason);
  else {
    const missed = drill?.replicates[0]?.objectives.filter(({ status, key }) => key && status === "missed") ?? [];
    expect(missed.map(({ id }) => id)).toContain(reason);
    expect(missed.map(({ sentence }) => drill?.sentence.includes(sentence)).includes(true)).toBe(true);
  }
});

test("another run's green evidence in a red run's folder makes nothing green", async () => {
  const green = await GoldenCopy.of("ready");
  onTestFinished(() => rm(dirname(green.runDir), { recursive: true, force: true }));
  for (const files of [["contacts"], ["contacts", "handlings", "export/contacts", "export/consents", "export/log"]]) {
    const verdict = await outcomeOf(async (red) => {
      for (const file of files)
        await red.write(`${REPLICATE}/${file}.ndjson`, await green.text(`${REPLICATE}/${file}.ndjson`));
    }, "not-ready");
    expect(verdict.verdict).not.toBe("READY");
    expect(verdict.sentence).not.toBe("");
  }
});
