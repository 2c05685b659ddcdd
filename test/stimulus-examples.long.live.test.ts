import { describe, expect, test } from "vitest";
import { outstanding } from "../core/judging/stimulus-ledger.ts";
import { renderTerminal } from "../reports/render/terminal.ts";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { nanoDropCachePurge } from "./example-drills/cache-purge.ts";
import { type ExampleRun, runExample, runExampleOnce } from "./example-drills/example-run.ts";
import { nanoDropOriginSlow } from "./example-drills/origin-slow.ts";
import { stubStack } from "./stub-stack/stub-run.ts";

const k6 = k6ForTests();
const LIMIT_MS = 180_000;

const kinds = ({ entries }: ExampleRun): string[] => entries.map(({ kind }) => kind);
const terminal = ({ verdict }: ExampleRun): string => renderTerminal(verdict, { color: false, width: 100 });
const broken = ({ replicate }: ExampleRun): string[] => replicate.validity.filter(({ ok }) => !ok).map(({ id }) => id);

describe.skipIf(k6 === undefined)("a stimulus on a live stack", () => {
  test("a slow origin in the tail: proved, undone, proved gone, steady again", { timeout: LIMIT_MS }, async () => {
    const run = await runExample(nanoDropOriginSlow, k6 ?? "");
    expect(kinds(run)).toEqual([
      "steady.before",
      "stimulus.planned",
      "stimulus.injected",
      "stimulus.effect",
      "stimulus.undone",
      "stimulus.undo-proved",
      "steady.after",
    ]);
    expect(run.entries.filter(({ data }) => "proved" in data && !data.proved)).toEqual([]);
    expect(outstanding(run.entries)).toEqual([]);
    expect(terminal(run)).toContain("origin-slow undone and proved \u00b7 residue none");
    expect([run.verdict.verdict, run.verdict.exitCode], run.verdict.sentence).toEqual(
      run.fit ? ["READY", 0] : ["CAN'T TELL", 3],
    );
  });

  test("PoPs that forget the island: proved without a read, staged again, proved", { timeout: LIMIT_MS }, async () => {
    const run = await runExample(nanoDropCachePurge, k6 ?? "");
    expect(kinds(run)).toEqual([
      "steady.before",
      "stimulus.planned",
      "stimulus.acted",
      "stimulus.effect",
      "stimulus.rolled-forward",
      "stimulus.restored",
      "steady.after",
    ]);
    expect(run.entries.filter(({ data }) => "proved" in data && !data.proved)).toEqual([]);
    expect(terminal(run)).toContain("cache-purge rolled forward and proved \u00b7 residue none");
    expect([run.verdict.verdict, run.verdict.exitCode], run.verdict.sentence).toEqual(
      run.fit ? ["READY", 0] : ["CAN'T TELL", 3],
    );
  });
});

describe.skipIf(k6 === undefined)("a fault port that lies", () => {
  const lied = (lie: string): Promise<ExampleRun> => runExampleOnce(nanoDropOriginSlow, k6 ?? "", stubStack([lie]));

  test("it counts strikes and does nothing: INCONCLUSIVE, the fault proved nothing", {
    timeout: LIMIT_MS,
  }, async () => {
    const run = await lied("fault-idle");
    expect(broken(run)).toContain("stimulus-effect");
    // On a machine that is too busy that is told first, and the verdict is the same.
    if (run.fit) expect(run.replicate.reason).toContain("had no effect that could be proved");
    expect([run.verdict.verdict, run.verdict.exitCode, run.verdict.residue]).toEqual(["CAN'T TELL", 3, undefined]);
  });

  test("it says that leases are renewed and lets them lapse: INCONCLUSIVE", { timeout: LIMIT_MS }, async () => {
    const run = await lied("fault-lapses");
    expect(broken(run)).toContain("lease-held");
    if (run.fit) expect(run.replicate.reason).toContain("lapsed while it should have been in force");
    expect([run.verdict.exitCode, run.verdict.residue]).toEqual([3, undefined]);
  });

  test.each([
    ["takes no fault away", "fault-kept"],
    ["says that it is gone and has it strike on", "fault-hidden"],
  ])(
    "it %s: RESIDUE with the line to type, exit 5",
    async (_what, lie) => {
      const run = await lied(lie);
      expect(broken(run)).toEqual(expect.arrayContaining(["target-whole", "undo-proved"]));
      expect([run.verdict.verdict, run.verdict.exitCode]).toEqual(["CAN'T TELL", 5]);
      expect(run.verdict.residue).toMatchObject([{ stimulus: "origin-slow", replicate: 1 }]);
      expect(terminal(run)).toMatch(/by hand: curl -sS -X DELETE .*\/ops\/v1\/faults\/\S+-nano-drop-1-1/);
    },
    LIMIT_MS,
  );
});
