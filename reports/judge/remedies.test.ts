import { expect, test } from "vitest";
import type { DrillVerdictRecord } from "../../core/schema/verdict.ts";
import { remediesOf } from "./remedies.ts";

const drill = (verdict: "PASS" | "INCONCLUSIVE", broken: readonly string[]): DrillVerdictRecord => ({
  ...{ drill: "nano-drop", title: "t", why: "w", required: true, verdict, sentence: "s", code: null, met: 0, of: 1 },
  replicates: [
    {
      ...{ replicate: 1, seed: 7, verdict, reason: "r", aborted: false },
      ...{ objectives: [], charts: [], tables: [], evidence: "" },
      validity: broken.map((id) => ({ id, ok: false, sentence: `${id} is broken.`, value: null, limit: null })),
    },
  ],
});

test("a run that a busy machine spoiled says so once, with what to do", () => {
  expect(remediesOf([drill("INCONCLUSIVE", ["idle-cpu", "lateness"])])).toEqual([
    {
      text: "Run the drill again on a machine with cores to spare and nothing else to do.",
      from: "nano-drop: idle-cpu is broken.",
    },
  ]);
});

test("residue and a stimulus that proved nothing come with what to do, too", () => {
  const texts = remediesOf([drill("INCONCLUSIVE", ["target-whole", "steady-before", "stimulus-effect"])]);
  expect(texts.map(({ text }) => text.split(" ")[0])).toEqual(["Run", "Mend", "See"]);
  expect(texts[0]?.text).toContain("fieldproof recover");
});

test("checks of the target, unknown names and drills that are no longer in doubt ask for nothing", () => {
  expect(remediesOf([drill("INCONCLUSIVE", ["target-alive", "toString"]), drill("PASS", ["idle-cpu"])])).toEqual([]);
});
