import { appendFile, cp, readFile, rename, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import type { JournalEntry } from "../../core/schema/evidence.ts";
import { runKey, takeLock } from "../../harness/lock/target-lock.ts";
import { recoverRun } from "../../harness/recover/recover-run.ts";
import { deadProcess, FakeTarget, slowPlanned, toolsFor } from "../../harness/recover/testing/left-run.ts";
import { verifyRun } from "../../reports/evidence/verify-run.ts";
import { judgeRun } from "../../reports/judge/judge-run.ts";
import { GoldenCopy } from "../golden-copy.ts";
import { runMain, UNFIT_OUTPUT } from "../main-in-process.ts";

const FOLDER = "nano-drop/1";
const JOURNAL = `${FOLDER}/journal.ndjson`;
const copies: GoldenCopy[] = [];
afterEach(async () => {
  for (const copy of copies.splice(0)) await rm(join(copy.runDir, ".."), { recursive: true, force: true });
});

type Moment = Pick<JournalEntry, "kind" | "data" | "at">;
const entry = ([kind, data]: readonly [string, Record<string, unknown>], at: number): Moment => ({ kind, data, at });

/** A recorded run that passed, with a stimulus in its journal that nobody undid. */
async function withStimulus(...more: (readonly [string, Record<string, unknown>])[]): Promise<GoldenCopy> {
  const copy = await GoldenCopy.of("ready");
  copies.push(copy);
  await copy.journal(FOLDER, (entries) => {
    const at = entries.findIndex(({ kind }) => kind === "evidence.collected");
    const stimuli = [slowPlanned(), ...more].map((one) => entry(one, entries[at]?.at ?? 0));
    return [...entries.slice(0, at), ...stimuli, ...entries.slice(at)];
  });
  await copy.reseal();
  return copy;
}

/** As `fieldproof recover` does it, for a run that was begun here and whose harness is gone. */
async function recover(copy: GoldenCopy, target = new FakeTarget()) {
  const stateDir = join(copy.runDir, "..", "state");
  vi.stubEnv("FIELDPROOF_STATE", stateDir);
  const { openStateFolder } = await import("../../harness/lock/state-folder.ts");
  await openStateFolder(stateDir);
  const order = { keys: [runKey(copy.runDir)], target: "staging", runDir: copy.runDir };
  await takeLock(order, { stateDir, leftBehind: async () => null, self: deadProcess() });
  return recoverRun(copy.runDir, toolsFor(target), { stateDir, dryRun: false, self: deadProcess() });
}
const PROVED = ["stimulus.undo-proved", { stimulus: "origin-slow", sentence: "gone", figures: {} }] as const;

test("a stimulus that was proved undone is no residue", async () => {
  const copy = await withStimulus(PROVED);
  const verdict = await judgeRun(copy.runDir);
  expect([verdict.verdict, verdict.exitCode]).toEqual(["READY", 0]);
});

test("residue is never a success, is the first thing that is said, and names the undo by hand", async () => {
  const copy = await withStimulus();
  const judged = await runMain(["judge", copy.runDir]);
  expect(judged.code).toBe(5);
  const verdict = await judgeRun(copy.runDir);
  expect(verdict).toMatchObject({
    verdict: "CAN'T TELL",
    exitCode: 5,
    sentence: expect.stringMatching(/^RESIDUE: origin-slow may still be in place at staging/),
    residue: [{ stimulus: "origin-slow", byHand: [expect.stringMatching(/^curl -X DELETE/)] }],
  });
  expect(verdict.drills[0]?.verdict).toBe("INCONCLUSIVE");
});

test("what a recovery proved later is no residue; the folder is as intact as before, the verdict not better", async () => {
  const copy = await withStimulus(["stimulus.residue", { stimulus: "origin-slow", reason: "no answer", byHand: [] }]);
  expect((await recover(copy)).state).toBe("settled");
  expect((await verifyRun(copy.runDir)).faults).toEqual([]);
  const verdict = await judgeRun(copy.runDir);
  expect(verdict.exitCode).not.toBe(5);
  expect(verdict.drills[0]?.replicates[0]?.validity).toContainEqual(
    expect.objectContaining({ id: "target-whole", ok: true, sentence: expect.stringContaining("recovery") }),
  );
});

test("a recovery without a proof is residue still", async () => {
  const copy = await withStimulus();
  const target = new FakeTarget();
  target.answers = false;
  expect((await recover(copy, target)).state).toBe("residue");
  expect((await judgeRun(copy.runDir)).exitCode).toBe(5);
});

test.each<[string, (copy: GoldenCopy, path: string) => Promise<unknown>, string]>([
  [
    "edited",
    async (copy, path) => copy.write(path, (await copy.text(path)).replace('"left":0', '"left":1')),
    "FP-EVID-006",
  ],
  [
    "of another journal",
    (copy) => copy.journal(FOLDER, (all) => all.map((one) => ({ ...one, at: one.at + 1 }))),
    "FP-EVID",
  ],
  ["with a foreign line", (copy, path) => appendFile(copy.path(path), "mine\n"), "FP-EVID-005"],
])("a recovery that is %s is told, and proves nothing", async (_name, damage, code) => {
  const copy = await withStimulus();
  await recover(copy);
  await damage(copy, `${FOLDER}/recovery.ndjson`);
  const { faults } = await verifyRun(copy.runDir);
  expect(faults.map((fault) => fault.code).join(" ")).toContain(code);
  const verdict = await judgeRun(copy.runDir);
  expect(verdict.verdict).toBe("CAN'T TELL");
});

test("only a recovery may be added to a sealed folder", async () => {
  const copy = await withStimulus();
  await recover(copy);
  await rename(copy.path(`${FOLDER}/recovery.ndjson`), copy.path(`${FOLDER}/recovery-x.ndjson`));
  expect((await verifyRun(copy.runDir)).faults.map(({ code }) => code)).toEqual(["FP-EVID-007"]);
});

/** What a SIGKILLed harness leaves: no end, no seal, and files cut anywhere. */
async function killed(): Promise<GoldenCopy> {
  const copy = await withStimulus();
  await copy.json("run.json", { endedAt: null });
  await copy.json(`${FOLDER}/replicate.json`, { endedAt: null, t0: null, k6: null, phases: [], plannedContacts: 0 });
  await copy.remove("manifest.json");
  const lines = (await copy.text(JOURNAL)).split("\n");
  const at = lines.findIndex((line) => line.includes('"stimulus.planned"'));
  await copy.write(JOURNAL, `${lines.slice(0, at + 1).join("\n")}\n${lines[at + 1]?.slice(0, 30)}`);
  for (const file of ["contacts", "handlings", "probes", "heartbeats"]) await copy.remove(`${FOLDER}/${file}.ndjson`);
  await copy.remove(`${FOLDER}/export`);
  await cp(copy.path(JOURNAL), copy.path(`${FOLDER}/k6-console.ndjson`));
  return copy;
}

test("the folder of a killed harness is judged and drawn: CAN'T TELL, with what is left", async () => {
  const copy = await killed();
  const judged = await runMain(["judge", copy.runDir]);
  expect([judged.code, judged.stdout.includes("CAN'T TELL"), judged.stdout.includes("RESIDUE")]).toEqual([
    5,
    true,
    true,
  ]);
  expect(`${judged.stdout}${judged.stderr}`).not.toMatch(UNFIT_OUTPUT);
  const drawn = await runMain(["report", copy.path("verdict.json"), "--out", copy.path("again.html")]);
  expect([drawn.code, (await readFile(copy.path("again.html"), "utf8")).includes("RESIDUE")]).toEqual([0, true]);
});

test("the same without anything done to its target says that it has no end", async () => {
  const copy = await killed();
  const lines = (await copy.text(JOURNAL)).split("\n");
  await copy.write(
    JOURNAL,
    `${lines
      .filter((line) => !line.includes('"stimulus.planned"'))
      .slice(0, -1)
      .join("\n")}\n`,
  );
  const verdict = await judgeRun(copy.runDir);
  expect([verdict.verdict, verdict.exitCode]).toEqual(["CAN'T TELL", 3]);
  expect(verdict.sentence).toContain("has no end");
});

test.each([
  ["no replicate.json yet", async (copy: GoldenCopy) => copy.remove(`${FOLDER}/replicate.json`)],
  ["an empty journal", async (copy: GoldenCopy) => truncate(copy.path(JOURNAL), 0)],
  ["no journal yet", async (copy: GoldenCopy) => copy.remove(JOURNAL)],
  ["no replicate yet", async (copy: GoldenCopy) => copy.remove("nano-drop")],
])("a harness killed with %s leaves a folder that is never a success, and no crash", async (_name, damage) => {
  const copy = await killed();
  await damage(copy);
  const judged = await runMain(["judge", copy.runDir]);
  expect([3, 5]).toContain(judged.code);
  expect(`${judged.stdout}${judged.stderr}`).not.toMatch(UNFIT_OUTPUT);
  const recovered = await recover(copy);
  expect(recovered.error).toBe(null);
  expect(["settled", "nothing"]).toContain(recovered.state);
});

test("once it was recovered it is an aborted run, and nothing is left", async () => {
  const copy = await killed();
  const recovery = await recover(copy);
  expect(recovery).toMatchObject({ state: "settled", closed: { aborted: true, sealed: true } });
  expect(recovery.notes[0]).toContain("middle of a line");
  const verdict = await judgeRun(copy.runDir);
  expect([verdict.verdict, verdict.exitCode]).toEqual(["CAN'T TELL", 4]);
});
