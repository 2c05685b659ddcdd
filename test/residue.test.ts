import { expect, test } from "vitest";
import type { JournalEntry } from "../core/schema/evidence.ts";
import type { StimulusEntryKind } from "../core/schema/stimulus-journal.ts";
import { verdictSchema, type Verdict } from "../core/schema/verdict.ts";
import { openJournal } from "../harness/evidence/journal.ts";
import { judgeRun } from "../reports/judge/judge-run.ts";
import { renderTerminal } from "../reports/render/terminal.ts";
import { nanoDropOriginSlow } from "./example-drills/origin-slow.ts";
import { GoldenCopy } from "./golden-copy.ts";

/** A recorded run whose journal says, too, what was done to the target: what the judge makes of each way it may end. */
const REPLICATE = "nano-drop/1";
const ID = "1125t0254-7-nano-drop-1-1";
const proof = { proved: true, sentence: "as it should be", figures: {} };
const STEPS: readonly (readonly [StimulusEntryKind, Readonly<Record<string, unknown>>])[] = [
  ["steady.before", proof],
  [
    "stimulus.planned",
    {
      ...{ kind: "reversible", phase: "tail", leaseMs: 3000, faultIds: [ID], target: "the stack" },
      restore: [{ via: "stack-fault", ops: "http://127.0.0.1:1", bearerFile: "/run/desk/ops", faultId: ID }],
      byHand: [`DELETE /ops/v1/faults/${ID}`],
    },
  ],
  ["stimulus.injected", { faultIds: [ID] }],
  ["stimulus.effect", proof],
  ["stimulus.undone", { steps: [], lease: { renewals: 9, longestGapMs: 1004, atEnd: "held" } }],
  ["stimulus.undo-proved", { sentence: "gone", figures: {} }],
  ["steady.after", proof],
];
type Steps = typeof STEPS;

/** The steps stand where the tail began, and the rest of the run after them. */
async function runWith(steps: Steps): Promise<GoldenCopy> {
  const copy = await GoldenCopy.of("ready");
  await copy.journal(REPLICATE, (entries) => {
    const at = entries.findIndex(({ kind, data }) => kind === "phase.began" && data["phase"] === "tail");
    const from = entries[at]?.at ?? 0;
    const lines = steps.map(([kind, data], index) => ({
      ...{ kind, at: from + 100 * index, data: { stimulus: "origin-slow", ...data } },
    }));
    return [...entries.slice(0, at + 1), ...lines, ...entries.slice(at + 1)];
  });
  await copy.reseal();
  return copy;
}
const judged = async (copy: GoldenCopy): Promise<Verdict> =>
  verdictSchema.parse(await judgeRun(copy.runDir, [nanoDropOriginSlow]));
const until = (kind: StimulusEntryKind): Steps => STEPS.slice(0, STEPS.findIndex(([one]) => one === kind) + 1);

test("proved, undone and proved undone: READY, and the charts show when", async () => {
  const verdict = await judged(await runWith(STEPS));
  expect([verdict.verdict, verdict.exitCode, verdict.residue]).toEqual(["READY", 0, undefined]);
  const replicate = verdict.drills[0]?.replicates[0];
  expect(replicate?.stimulus).toMatchObject({ id: "origin-slow", state: "proved" });
  const bands = replicate?.charts.map(({ bands: all }) => all.filter(({ label }) => label === "origin-slow").length);
  // Over the queue and over the arrivals; a distribution of reply times has no time of day.
  expect(bands).toEqual([1, 0, 1]);
  expect(renderTerminal(verdict, { color: false, width: 100 })).toContain("origin-slow undone and proved");
});

test("the same run without a word of the stimulus is not green", async () => {
  const verdict = await judged(await GoldenCopy.of("ready"));
  expect([verdict.verdict, verdict.exitCode]).toEqual(["CAN'T TELL", 3]);
});

test.each(STEPS.filter(([kind]) => kind !== "stimulus.planned").map(([kind]) => kind))(
  "without %s it is not green",
  async (kind) => {
    const verdict = await judged(await runWith(STEPS.filter(([one]) => one !== kind)));
    expect(verdict.verdict).toBe("CAN'T TELL");
    expect(verdict.exitCode).toBe(kind === "stimulus.undo-proved" ? 5 : 3);
  },
);

test("not proved undone: RESIDUE before everything else, exit 5, though all else of the run is well", async () => {
  const residue = [
    "stimulus.residue",
    { reason: "it is still held", byHand: [`DELETE /ops/v1/faults/${ID}`] },
  ] as const;
  const verdict = await judged(await runWith([...until("stimulus.undone"), residue]));
  expect([verdict.verdict, verdict.exitCode]).toEqual(["CAN'T TELL", 5]);
  expect(verdict.residue).toEqual([
    {
      ...{ drill: "nano-drop", replicate: 1, stimulus: "origin-slow", target: "the stack" },
      ...{ reason: "it is still held", byHand: [`DELETE /ops/v1/faults/${ID}`] },
    },
  ]);
});

/** As kill -9 leaves a run: no end, no seal, and the journal in the middle of a line. */
async function killed(copy: GoldenCopy): Promise<void> {
  await copy.remove("manifest.json");
  await copy.json("run.json", { endedAt: null, aborted: null });
  const path = `${REPLICATE}/journal.ndjson`;
  const lines = (await copy.text(path)).split("\n");
  const last = lines.findIndex((line) => line.includes("stimulus.injected"));
  await copy.write(path, `${lines.slice(0, last + 1).join("\n")}\n{"at":17`);
}

test("a folder that was never sealed and ends in the middle of a line is judged all the same", async () => {
  const copy = await runWith(STEPS);
  await killed(copy);
  const verdict = await judged(copy);
  expect([verdict.verdict, verdict.exitCode]).toEqual(["CAN'T TELL", 5]);
  expect(verdict.residue).toMatchObject([{ stimulus: "origin-slow", reason: "nobody proved that it is gone" }]);
});

test("a record that cannot be read hides no residue: the journal has it", async () => {
  for (const until of [STEPS.length, STEPS.findIndex(([kind]) => kind === "stimulus.undone") + 1]) {
    const copy = await runWith(STEPS.slice(0, until));
    await copy.write(`${REPLICATE}/replicate.json`, "{");
    const verdict = await judged(copy);
    const isWhole = until === STEPS.length;
    expect([verdict.verdict, verdict.exitCode]).toEqual(["CAN'T TELL", isWhole ? 3 : 5]);
    expect(verdict.residue?.map(({ stimulus, replicate }) => [stimulus, replicate])).toEqual(
      isWhole ? undefined : [["origin-slow", 1]],
    );
    expect(verdict.sentence.startsWith("RESIDUE: ")).toBe(!isWhole);
    expect(verdict.run.timeFactor).toBeNull();
  }
});

test("a drill that this version does not know may leave something behind, too", async () => {
  const copy = await runWith(until("stimulus.injected"));
  const verdict = await judgeRun(copy.runDir, []);
  expect([verdict.exitCode, verdict.residue?.length]).toEqual([5, 1]);
});

test("what a recovery proved afterwards is no residue any more; one of another journal proves nothing", async () => {
  const copy = await runWith(STEPS);
  await killed(copy);
  const lines = (await copy.text(`${REPLICATE}/journal.ndjson`)).split("\n");
  const { hash }: JournalEntry = JSON.parse(lines.at(-2) ?? "{}");
  const recovery = async (name: string, journalHead: string): Promise<void> => {
    const journal = await openJournal(copy.path(`${REPLICATE}/${name}`), { now: () => 1 });
    const began = { run: "r", drill: "nano-drop", replicate: 1, journalHead, cut: true };
    await journal.append("recovery.began", began);
    const data = { stimulus: "origin-slow", sentence: "gone", figures: {}, by: "recover" };
    await journal.append("stimulus.undo-proved", data);
    await journal.close();
  };
  await recovery("recovery.ndjson", "0".repeat(64));
  expect((await judged(copy)).exitCode).toBe(5);
  await copy.remove(`${REPLICATE}/recovery.ndjson`);
  await recovery("recovery.ndjson", hash);
  const verdict = await judged(copy);
  expect([verdict.exitCode, verdict.residue]).toEqual([3, undefined]);
});
