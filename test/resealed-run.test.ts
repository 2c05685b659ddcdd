import { createHash } from "node:crypto";
import { cp } from "node:fs/promises";
import canonicalize from "canonicalize";
import { expect, test } from "vitest";
import type { Verdict } from "../core/schema/verdict.ts";
import { verifyRun } from "../reports/evidence/verify-run.ts";
import { judgeRun } from "../reports/judge/judge-run.ts";
import { GoldenCopy, type Part } from "./golden-copy.ts";
import { replicatedRun } from "./golden-replicates.ts";

/**
 * Ways to a false READY: a recorded run is edited and sealed again, so that its manifest holds. What the journals know
 * is not edited with it; who rewrites them as well can be told by a signature only.
 */
const REPLICATE = "nano-drop/1";
const outcome = async (copy: GoldenCopy): Promise<{ verdict: Verdict["verdict"]; codes: string[]; seal: string[] }> => {
  const { faults } = await verifyRun(copy.runDir);
  const verdict = await judgeRun(copy.runDir);
  const sentences = verdict.drills.flatMap((drill) => drill.replicates.map((one) => one.reason));
  return {
    verdict: verdict.verdict,
    codes: [...new Set(faults.map(({ code }) => code))],
    seal: sentences.flatMap((sentence) => /\[(FP-EVID-\d+)\]/.exec(sentence)?.[1] ?? []),
  };
};

test("the copy itself is as it was", async () => {
  expect(await outcome(await GoldenCopy.of("ready"))).toMatchObject({ verdict: "READY", codes: [] });
  expect(await outcome(await GoldenCopy.of("not-ready"))).toMatchObject({ verdict: "NOT READY", codes: [] });
});

test("sealed again without an edit it is still itself", async () => {
  const copy = await GoldenCopy.of("ready");
  await copy.reseal();
  expect(await outcome(copy)).toMatchObject({ verdict: "READY", codes: [] });
});

type Edit = (copy: GoldenCopy) => Promise<unknown>;
const inRecord =
  (edit: Part): Edit =>
  (copy) =>
    copy.json(`${REPLICATE}/replicate.json`, edit);
const inRun =
  (edit: Part): Edit =>
  (copy) =>
    copy.json("run.json", edit);
const indexOf = (value: Record<string, unknown>): number => Number(String(value["clientContactId"]).slice(-6));

/** The first contacts of the schedule, everywhere: customers, agents, desk, consents. */
const keepFirst =
  (n: number): Edit =>
  async (copy) => {
    for (const file of ["contacts", "handlings", "export/contacts", "export/consents"])
      await copy.lines(`${REPLICATE}/${file}.ndjson`, (value) => (indexOf(value) < n ? value : null));
    await copy.json(`${REPLICATE}/replicate.json`, { plannedContacts: n });
  };

/** A plan with budgets that anything meets, and its digest where run.json names it. */
const anotherPlan: Edit = async (copy) => {
  await copy.json("plan.json", (plan) => ({
    budgets: { ...(plan["budgets"] as object), systemDelayP95Ms: 60_000, unansweredAtMost: 1 },
  }));
  const planDigest = createHash("sha256")
    .update(canonicalize(JSON.parse(await copy.text("plan.json"))) ?? "")
    .digest("hex");
  await copy.json("run.json", { planDigest });
};

test.each<[string, Edit, string]>([
  ["fewer planned contacts, and the rest cut out everywhere", keepFirst(50), "FP-EVID-011"],
  ["fewer planned contacts in replicate.json alone", inRecord({ plannedContacts: 50 }), "FP-EVID-012"],
  ["another time factor", inRecord({ timeFactor: 1 }), "FP-EVID-012"],
  [
    "a mapping that the target never had, by which objectives would be NOT RUN",
    inRecord({ mapped: { parts: ["customer", "agent"], repliesEveryMs: null, queueEveryMs: null, stampsMs: null } }),
    "FP-EVID-012",
  ],
  ["another T0", inRecord((r) => ({ t0: Number(r["t0"]) + 5000 })), "FP-EVID-012"],
  ["another seed", inRecord({ seed: 99 }), "FP-EVID-012"],
  ["another number", inRecord({ replicate: 2 }), "FP-EVID-012"],
  ["more slots", inRecord({ plannedSlots: 400 }), "FP-EVID-012"],
  ["other phases", inRecord({ phases: [] }), "FP-EVID-012"],
  ["a k6 that ended otherwise", inRecord((r) => ({ k6: { ...(r["k6"] as object), strayLines: 1 } })), "FP-EVID-012"],
  ["a profile that gives a date", inRun({ profile: "rehearsal" }), "FP-EVID-012"],
  ["an end that would keep a READY valid for longer", inRun({ endedAt: "2027-11-25T02:57:22.211Z" }), "FP-EVID-012"],
  ["more replicates than there are", inRun({ replicates: 3 }), "FP-EVID-002"],
  ["no drills", inRun({ drills: [] }), "FP-EVID-007"],
  ["a drill more", inRun({ drills: ["nano-drop", "solo-cost"] }), "FP-EVID-002"],
  ["the plan's digest alone", inRun({ planDigest: "0".repeat(64) }), "FP-EVID-010"],
  ["another run's name", inRun({ id: "1225T0000-7" }), "FP-EVID-012"],
  ["an easier plan with its digest", anotherPlan, "FP-EVID-012"],
  ["an easier plan without", (copy) => copy.json("plan.json", { readyForDays: 90 }), "FP-EVID-010"],
  [
    "a reply seen sooner",
    (copy) =>
      copy.lines(`${REPLICATE}/contacts.ndjson`, (line) => ({
        ...line,
        gapsSeen: 0,
        startedAt: Number(line["startedAt"]) - 1,
      })),
    "FP-EVID-011",
  ],
  [
    "an export of another day",
    (copy) => copy.lines(`${REPLICATE}/export/log.ndjson`, (line, at) => (at === 3 ? null : line)),
    "FP-EVID-011",
  ],
  ["a file more", (copy) => copy.write(`${REPLICATE}/notes.txt`, "all was well\n"), "FP-EVID-011"],
  ["a file less", (copy) => copy.remove(`${REPLICATE}/stack.log`), "FP-EVID-011"],
  [
    "a journal cut short",
    async (copy) =>
      copy.write(
        `${REPLICATE}/journal.ndjson`,
        (await copy.text(`${REPLICATE}/journal.ndjson`)).split("\n").slice(0, -2).join("\n").concat("\n"),
      ),
    "FP-EVID-005",
  ],
  [
    "an entry of the journal edited",
    async (copy) =>
      copy.write(
        `${REPLICATE}/journal.ndjson`,
        (await copy.text(`${REPLICATE}/journal.ndjson`)).replace('"contacts":5', '"contacts":4'),
      ),
    "FP-EVID-006",
  ],
  ["no journal", (copy) => copy.remove(`${REPLICATE}/journal.ndjson`), "FP-EVID-002"],
  ["an empty journal", (copy) => copy.write(`${REPLICATE}/journal.ndjson`, ""), "FP-EVID-005"],
])("%s: not READY, and the folder says why", async (_name, edit, code) => {
  const copy = await GoldenCopy.of("ready");
  await edit(copy);
  await copy.reseal();
  const { verdict, codes, seal } = await outcome(copy);
  expect(verdict).toBe("CAN'T TELL");
  expect(codes).toContain(code);
  expect(seal[0]).toBe(codes[0]);
});

test("without its replicate nothing was run", async () => {
  const copy = await GoldenCopy.of("ready");
  await copy.remove(REPLICATE);
  await copy.reseal();
  expect(await outcome(copy)).toMatchObject({ verdict: "CAN'T TELL", codes: ["FP-EVID-002"] });
});

test("the misses of a red run cannot be edited away", async () => {
  const copy = await GoldenCopy.of("not-ready");
  await copy.lines(`${REPLICATE}/handlings.ndjson`, (line) => ({ ...line, contextComplete: true }));
  await copy.reseal();
  expect(await outcome(copy)).toMatchObject({ verdict: "CAN'T TELL", codes: ["FP-EVID-011"] });
});

/** Three honest replicates, made of the recorded one. */
async function threeReplicates(): Promise<GoldenCopy> {
  const copy = await GoldenCopy.of("ready");
  await replicatedRun(copy, 3);
  return copy;
}

test("three replicates are a forecast", async () => {
  const verdict = await judgeRun((await threeReplicates()).runDir);
  expect([verdict.verdict, verdict.forecast]).toEqual(["READY", expect.stringContaining("3 of 3 met")]);
});

test.each<[string, Edit, string]>([
  ["one is taken out", (copy) => copy.remove("nano-drop/2"), "FP-EVID-002"],
  [
    "the last is taken out and the number lowered",
    async (copy) => {
      await copy.remove("nano-drop/3");
      await copy.json("run.json", { replicates: 2 });
    },
    "FP-EVID-012",
  ],
  ["only the number is lowered", inRun({ replicates: 2 }), "FP-EVID-007"],
  [
    "one is put in another's place",
    async (copy) => {
      await copy.remove("nano-drop/3");
      await cp(copy.path("nano-drop/2"), copy.path("nano-drop/3"), { recursive: true });
    },
    "FP-EVID-012",
  ],
  [
    "one is put in another's place and renumbered",
    async (copy) => {
      await copy.remove("nano-drop/3");
      await cp(copy.path("nano-drop/2"), copy.path("nano-drop/3"), { recursive: true });
      await copy.json("nano-drop/3/replicate.json", { replicate: 3, seed: 9 });
    },
    "FP-EVID-012",
  ],
])("of three replicates, %s: no forecast and no READY", async (_name, edit, code) => {
  const copy = await threeReplicates();
  await edit(copy);
  await copy.reseal();
  const { verdict, codes } = await outcome(copy);
  expect(verdict).toBe("CAN'T TELL");
  expect(codes).toContain(code);
});

test("replicates of one seed are one drop, though journals and records agree on it", async () => {
  const copy = await threeReplicates();
  await copy.json("nano-drop/3/replicate.json", { seed: 7 });
  await copy.journal("nano-drop/3", (entries) =>
    entries.map((entry) => (entry.kind === "replicate.began" ? { ...entry, data: { ...entry.data, seed: 7 } } : entry)),
  );
  await copy.reseal();
  expect(await outcome(copy)).toMatchObject({ verdict: "CAN'T TELL", codes: ["FP-EVID-012"] });
});

test.each<[string, (data: Record<string, unknown>) => { kind: string; data: Record<string, unknown> }[]]>([
  [
    "a fault",
    (data) => [
      { kind: "fault", data: { code: "FP-K6-004", message: "k6 ended early" } },
      { kind: "replicate.ended", data },
    ],
  ],
  ["an interruption", () => [{ kind: "replicate.ended", data: { aborted: true } }]],
])("%s that only the journal tells of counts", async (_name, last) => {
  const copy = await GoldenCopy.of("ready");
  await copy.journal(REPLICATE, (entries) =>
    entries.flatMap((entry) =>
      entry.kind === "replicate.ended" ? last(entry.data).map((one) => ({ ...entry, ...one })) : [entry],
    ),
  );
  await copy.reseal();
  expect(await outcome(copy)).toMatchObject({ verdict: "CAN'T TELL", codes: ["FP-EVID-012"] });
});

test("contacts that were never planned are not those of the plan, also where every file agrees with the journal's list", async () => {
  const copy = await GoldenCopy.of("ready");
  await copy.journal(REPLICATE, (entries) =>
    entries.map((entry) =>
      entry.kind === "replicate.planned" ? { ...entry, data: { ...entry.data, schedule: "0".repeat(64) } } : entry,
    ),
  );
  await copy.reseal();
  const verdict = await judgeRun(copy.runDir);
  const check = verdict.drills[0]?.replicates[0]?.validity.find(({ id }) => id === "schedule-kept");
  expect([verdict.verdict, check?.ok]).toEqual(["CAN'T TELL", false]);
});
