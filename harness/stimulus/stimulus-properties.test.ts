import fc from "fast-check";
import { expect, test } from "vitest";
import { stimulusAccounts } from "../../core/judging/stimulus-ledger.ts";
import type { OverReason } from "./stimulus-context.ts";
import type { Mishap } from "../../test/stimulus/fake-target.ts";
import { type Staged, stage } from "../../test/stimulus/fake-stimulus.ts";

const RUNS = 600;
/** More calls than a run of ten seconds makes. */
const MOST_CALLS = 70;

interface Misfortune {
  readonly kind: "reversible" | "one-way";
  /** The calls from `from` on, as many as `many`, by the number of the call. */
  readonly broken: readonly { readonly from: number; readonly many: number; readonly how: Mishap }[];
  readonly over: { readonly atMs: number; readonly reason: OverReason };
  readonly hurryAtMs: number | null;
}

const misfortune: fc.Arbitrary<Misfortune> = fc.record({
  kind: fc.constantFrom("reversible", "one-way"),
  broken: fc.array(
    fc.record({
      from: fc.nat(MOST_CALLS),
      many: fc.oneof(fc.constant(1), fc.nat(8), fc.constant(10_000)),
      how: fc.constantFrom<Mishap>("throws", "throws-after", "hangs", "late"),
    }),
    { maxLength: 3 },
  ),
  over: fc.record({
    atMs: fc.nat(12_000),
    reason: fc.constantFrom<OverReason>("phase-ended", "load-ended", "aborted"),
  }),
  hurryAtMs: fc.option(fc.nat(30_000)),
});

async function suffered({ kind, broken, over, hurryAtMs }: Misfortune): Promise<Staged> {
  const world = stage({
    kind,
    mishap: (_, nth) => broken.find(({ from, many }) => nth >= from && nth < from + many)?.how ?? "none",
  });
  world.time.after(over.atMs, () => world.run.over(over.reason));
  if (hurryAtMs !== null) world.time.after(hurryAtMs, () => world.run.hurry());
  await world.through(12_000);
  return world;
}

/** Lines of the trace that put something in place, each with the line that takes it away. */
const pairs = (trace: readonly string[]): { at: number; undo: string }[] =>
  trace.flatMap((line, at) => {
    if (line.startsWith("inject ")) return [{ at, undo: line.replace("inject", "restore") }];
    return line.startsWith("act ") ? [{ at, undo: "restore /ops/v1/islands/drop/stage" }] : [];
  });

test("whatever fails, hangs or comes late, and whenever it ends: planned on the disk before, and undone behind", async () => {
  await fc.assert(
    fc.asyncProperty(misfortune, async (one) => {
      const { target } = await suffered(one);
      const planned = target.entries.find((entry) => entry.kind === "stimulus.planned");
      const plannedAt = target.trace.indexOf("append stimulus.planned synced");
      for (const { at, undo } of pairs(target.trace)) {
        expect(planned, target.trace.join("\n")).toBeDefined();
        expect(plannedAt).toBeGreaterThanOrEqual(0);
        expect(plannedAt).toBeLessThan(at);
        expect(target.trace.lastIndexOf(undo), `no ${undo} behind it:\n${target.trace.join("\n")}`).toBeGreaterThan(at);
      }
    }),
    { numRuns: RUNS, seed: 20_261_125 },
  );
});

test("what the journal calls settled is gone at the target; all else is said to be left", async () => {
  let settled = 0;
  let left = 0;
  await fc.assert(
    fc.asyncProperty(misfortune, async (one) => {
      const { target, faults } = await suffered(one);
      for (const account of stimulusAccounts(target.entries)) {
        if (account.settled) {
          settled += 1;
          expect(target.leftOver(), target.trace.join("\n")).toEqual([]);
        } else {
          left += 1;
          expect(faults.some((code) => code === "FP-FAULT-005" || code === "FP-RUN-002")).toBe(true);
        }
      }
    }),
    { numRuns: RUNS, seed: 7 },
  );
  // Of both there were enough for this to say something.
  expect(Math.min(settled, left)).toBeGreaterThan(30);
});

test("each call broken alone, in each way: the target is whole, and nobody has to do anything by hand", async () => {
  for (const kind of ["reversible", "one-way"] as const)
    for (const how of ["throws", "throws-after", "hangs", "late"] as const)
      for (let from = 0; from < MOST_CALLS; from++) {
        const { target, faults } = await suffered({
          ...{ kind, broken: [{ from, many: 1, how }], over: { atMs: 9000, reason: "phase-ended" }, hurryAtMs: null },
        });
        expect(target.leftOver(), `${kind}, call ${from} ${how}`).toEqual([]);
        expect(faults, `${kind}, call ${from} ${how}`).not.toContain("FP-FAULT-005");
      }
});
