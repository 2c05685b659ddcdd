import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { humanReplySimMs } from "../core/judging/reply-clock.ts";
import { type ContactRecord, contactRecordSchema, handlingRecordSchema } from "../core/schema/evidence.ts";
import { type Verdict, verdictSchema } from "../core/schema/verdict.ts";
import { judgeRun } from "../reports/judge/judge-run.ts";
import { readOpenMetrics } from "../reports/render/openmetrics-reader.ts";
import { GoldenCopy } from "./golden-copy.ts";
import { replicatedRun } from "./golden-replicates.ts";
import { sealAsRecorded } from "./lie.ts";
import { runMain } from "./main-in-process.ts";
import { testFolder } from "./temp-folder.ts";

/**
 * Five replicates of a recorded READY under a plan whose p95 of human replies allows one late customer of each, who is
 * there; and what one seeded change in one or two of them makes of the run.
 */
const K = 5;
const TIME_FACTOR = 20;
/** Wall milliseconds; twenty times as long for a customer, and more than the budget leaves. */
const LATER_MS = 10;
const BUDGET_ROOM_SEC = 0.05;

const linesOf = <T>(text: string, parse: (value: unknown) => T): T[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => parse(JSON.parse(line)));

/** Who waited for a person, the longest first, in simulated seconds. */
async function humanWaits(copy: GoldenCopy, n: number): Promise<{ id: string; sec: number }[]> {
  const contacts = linesOf(await copy.text(`nano-drop/${n}/contacts.ndjson`), (one) => contactRecordSchema.parse(one));
  const handlings = linesOf(await copy.text(`nano-drop/${n}/handlings.ndjson`), (one) =>
    handlingRecordSchema.parse(one),
  );
  const replies = new Map(handlings.map((one) => [one.replyId, one]));
  const waitOf = ({ scheduledAt, handedOffAt, seen, clientContactId: id }: ContactRecord) => {
    const first = seen.find(({ author }) => author === "agent");
    const handling = replies.get(first?.id ?? null);
    if (first === undefined || handling === undefined || handling.replySentAt === null) return [];
    const stamps = { waitingSince: handling.waitingSince, replySentAt: handling.replySentAt };
    return [{ id, sec: humanReplySimMs(scheduledAt, first.at, stamps, TIME_FACTOR, handedOffAt) / 1000 }];
  };
  // Who came back with another matter waits from then on.
  const handed = contacts.filter(
    ({ handedOffAt, sent }) => handedOffAt !== null && sent.every(({ purpose }) => purpose === "question"),
  );
  return handed.flatMap(waitOf).sort((a, b) => b.sec - a.sec);
}

let five: GoldenCopy;
beforeAll(async () => {
  five = await GoldenCopy.of("ready");
  const second = (await humanWaits(five, 1))[1]?.sec ?? Number.NaN;
  const humanReply = { p50Sec: 25, p95Sec: second + BUDGET_ROOM_SEC };
  await replicatedRun(five, K, (plan) => ({
    required: ["nano-drop"],
    budgets: { ...(plan["budgets"] as object), humanReply },
  }));
});
afterAll(() => rm(dirname(five.runDir), { recursive: true, force: true }));

async function copyOfFive(): Promise<GoldenCopy> {
  const parent = await testFolder("replicates");
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  const runDir = join(parent, "run");
  await cp(five.runDir, runDir, { recursive: true });
  return new GoldenCopy(runDir);
}

type Change = (copy: GoldenCopy) => Promise<unknown>;

/** One more customer is answered after the budget: the agent was later by a moment, and nothing else was. */
const queueMiss =
  (n: number): Change =>
  async (copy) => {
    const id = (await humanWaits(copy, n))[1]?.id;
    await copy.lines(`nano-drop/${n}/handlings.ndjson`, (value) => {
      const { clientContactId, replySentAt } = handlingRecordSchema.parse(value);
      return clientContactId === id && replySentAt !== null ? { ...value, replySentAt: replySentAt + LATER_MS } : value;
    });
    await copy.lines(`nano-drop/${n}/contacts.ndjson`, (value) => {
      const { clientContactId, seen, observedUntil } = contactRecordSchema.parse(value);
      const later = seen.map((one) => (one.author === "agent" ? { ...one, at: one.at + LATER_MS } : one));
      return clientContactId === id ? { ...value, seen: later, observedUntil: observedUntil + LATER_MS } : value;
    });
    await sealAsRecorded(copy, `nano-drop/${n}`);
  };

/** A reply that an agent sent never reached its customer, who waited to the end. */
const lostContact =
  (n: number): Change =>
  async (copy) => {
    const id = (await humanWaits(copy, n))[5]?.id;
    await copy.lines(`nano-drop/${n}/contacts.ndjson`, (value) => {
      const { clientContactId, seen, observedUntil } = contactRecordSchema.parse(value);
      const without = { seen: seen.filter(({ author }) => author !== "agent"), observedUntil: observedUntil + 20_000 };
      return clientContactId === id ? { ...value, ...without } : value;
    });
    await sealAsRecorded(copy, `nano-drop/${n}`);
  };

const all =
  (...changes: Change[]): Change =>
  async (copy) => {
    for (const change of changes) await change(copy);
  };

const nanoDrop = (verdict: Verdict) => verdict.drills.find(({ drill }) => drill === "nano-drop");

const NO_CHANGE: Change = async () => {};

test.each<[string, Change, Verdict["verdict"], number, string]>([
  ["none", NO_CHANGE, "READY", 5, "1 late of 27, 1 allowed"],
  ["a queue miss in one", queueMiss(2), "CAN'T TELL", 4, "4 of 5 met, rule fixed beforehand. Fans who needed a person"],
  ["a queue miss in two", all(queueMiss(2), queueMiss(4)), "NOT READY", 3, "2 late of 27, 1 allowed"],
  ["one lost contact in one", lostContact(3), "NOT READY", 4, "Replies that were sent never arrived: 1 lost of 32"],
])("five replicates, %s: every output says the same", async (_name, change, word, met, sentence) => {
  const copy = await copyOfFive();
  await change(copy);
  const exit = { READY: 0, "NOT READY": 1, "CAN'T TELL": 3 }[word];
  const { code, stdout } = await runMain(["judge", copy.runDir, "--ci"], {
    env: { GITHUB_ACTIONS: "", GITHUB_STEP_SUMMARY: "" },
  });
  const verdict = verdictSchema.parse(JSON.parse(await copy.text("verdict.json")));
  expect(nanoDrop(verdict)).toMatchObject({ met, of: K });
  expect([code, stdout.includes(`exit ${exit}`), stdout.includes(word)]).toEqual([exit, true, true]);
  expect(verdict).toMatchObject({ verdict: word, exitCode: exit, sentence: expect.stringContaining(sentence) });
  expect(verdict.forecast.includes("54 %")).toBe(word === "READY");

  // Which replicates missed, by each document's own reading.
  const replicates = nanoDrop(verdict)?.replicates ?? [];
  const failed = replicates.filter((one) => one.verdict === "FAIL").map(({ replicate }) => replicate);
  expect(failed).toHaveLength(K - met);
  const missed = replicates.flatMap(({ replicate, objectives }) =>
    objectives.filter(({ status }) => status === "missed").map(({ id, misses }) => `${replicate} ${id} ${misses}`),
  );
  const rows: Record<string, string>[] = parse(await copy.text("objectives.csv"), { columns: true });
  expect(
    rows
      .filter((row) => row["status"] === "missed" && row["drill"] === "nano-drop")
      .map((row) => `${row["replicate"]} ${row["objective"]} ${row["misses"]}`),
  ).toEqual(missed);
  const metrics = readOpenMetrics(await copy.text("metrics.txt"));
  const states = metrics.filter(
    ({ family, value, labels }) =>
      family === "fieldproof_objective_status" && value === 1 && labels.get(family) === "missed",
  );
  const inMetrics = states.map(({ labels }) => `${labels.get("replicate")} ${labels.get("objective")}`);
  expect(inMetrics).toEqual(missed.map((text) => text.split(" ").slice(0, 2).join(" ")));
  const { results }: Ctrf = JSON.parse(await copy.text("ctrf.json"));
  const inCtrf = results.tests.filter(({ extra }) => extra?.status === "missed");
  expect(inCtrf.map(({ extra }) => `${extra?.replicate} ${extra?.objective} ${extra?.misses}`)).toEqual(missed);

  for (const file of ["report.html", "summary.md"]) {
    const text = (await copy.text(file)).replaceAll("&#39;", "'");
    expect(text, file).toContain(word);
    expect(text, file).toMatch(new RegExp(`${met} of ${K}\\b`));
  }
  expect((await copy.text("badge.svg")).replaceAll("&#39;", "'")).toContain(word);
  const junit = await copy.text("junit.xml");
  // A missed objective fails its test case; a run that cannot tell is an error of its own, never skipped.
  expect(junit.match(/<failure /g)?.length ?? 0).toBeGreaterThanOrEqual(missed.length);
  expect(/<error /.test(junit)).toBe(word === "CAN'T TELL");
});

interface Ctrf {
  readonly results: {
    readonly tests: readonly {
      readonly extra?: {
        readonly status: string;
        readonly replicate: number;
        readonly objective: string;
        readonly misses: number;
      };
    }[];
  };
}

test("a required drill that was not run leaves the run CAN'T TELL, however well the other one went", async () => {
  const copy = await GoldenCopy.of("ready");
  onTestFinished(() => rm(dirname(copy.runDir), { recursive: true, force: true }));
  await replicatedRun(copy, 1, (plan) => ({ ...plan, required: ["nano-drop", "overloaded-fulfilment"] }));
  const verdict = await judgeRun(copy.runDir);
  expect(verdict).toMatchObject({ verdict: "CAN'T TELL", exitCode: 3, sentence: "It was not run." });
  expect(verdict.drills.filter(({ required }) => required).map((one) => [one.drill, one.verdict])).toEqual([
    ["nano-drop", "PASS"],
    ["overloaded-fulfilment", "NOT RUN"],
  ]);
  await runMain(["judge", copy.runDir, "--ci"], { env: { GITHUB_ACTIONS: "", GITHUB_STEP_SUMMARY: "" } });
  expect(await copy.text("junit.xml")).toMatch(/<error message="CAN'T TELL/);
  expect(await copy.text("junit.xml")).not.toMatch(/<skipped message="[^"]*was not run/);
});

test.each<[string, Change]>([
  ["is gone", (copy) => copy.remove("nano-drop/3")],
  ["has no record", (copy) => copy.remove("nano-drop/3/replicate.json")],
  ["has a record that was cut", async (copy) => copy.write("nano-drop/3/replicate.json", '{"schema":"fieldproof.repl')],
  [
    "has a folder for a record",
    async (copy) => {
      await copy.remove("nano-drop/3/replicate.json");
      await mkdir(copy.path("nano-drop/3/replicate.json"));
    },
  ],
  [
    "is a file",
    async (copy) => {
      await copy.remove("nano-drop/3");
      await writeFile(copy.path("nano-drop/3"), "");
    },
  ],
])(
  "of five replicates one %s: it keeps its place, and there is no READY, sealed again or not",
  async (_name, damage) => {
    const copy = await copyOfFive();
    await damage(copy);
    for (const again of [false, true]) {
      if (again) await copy.reseal();
      const verdict = await judgeRun(copy.runDir);
      expect([verdict.verdict, verdict.exitCode]).toEqual(["CAN'T TELL", 3]);
      const drill = nanoDrop(verdict);
      expect(drill).toMatchObject({ verdict: "INCONCLUSIVE", met: 0, of: K });
      expect(drill?.replicates.map(({ replicate }) => replicate)).toEqual([1, 2, 3, 4, 5]);
      expect(drill?.replicates[2]).toMatchObject({
        verdict: "INCONCLUSIVE",
        reason: expect.stringContaining("nano-drop/3"),
      });
    }
  },
);
