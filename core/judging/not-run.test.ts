import { expect, test } from "vitest";
import type { ObjectiveSpec } from "../contract/drill.ts";
import { TARGET_PARTS } from "../contract/target-parts.ts";
import type { MappedTarget } from "../schema/evidence.ts";
import { carriedOf, lackOf, withNotRun } from "./not-run.ts";
import { toObjective } from "./objective.ts";

const spec = (part: Partial<ObjectiveSpec> = {}): ObjectiveSpec => ({
  ...{ id: "log-complete", title: "One to one", failureTitle: "Not one to one", population: "contacts" },
  ...{ statistic: "count", key: true, decidedByQueue: false, leastN: 1, code: "FP-NANO-010", next: "Look." },
  limit: { value: 0, unit: "count", clock: null },
  needs: ["export", "log"],
  ...part,
});
const mapped = (part: Partial<MappedTarget> = {}): MappedTarget => ({
  ...{ parts: ["customer", "agent", "export"], repliesEveryMs: 1000, queueEveryMs: 2000, stampsMs: 1000 },
  ...part,
});
const missed = (one: ObjectiveSpec) =>
  toObjective(one, { n: 9, misses: 3, allowed: 0, value: 3, missWord: "not one to one" });

test("an objective whose part the target has not is NOT RUN with its reason, and never met", () => {
  const [result] = withNotRun([missed(spec())], [spec()], mapped());
  expect(result).toMatchObject({ status: "unmeasured", notRun: "the target has no event log", misses: 0 });
  expect(result?.sentence).toBe("NOT RUN: the target has no event log.");
});

test("without a mapping nothing is excused, whatever a stack says of itself", () => {
  expect(lackOf(spec(), undefined)).toBe(null);
  expect(withNotRun([missed(spec())], [spec()], undefined)).toEqual([missed(spec())]);
});

test("what is mapped is held to its objective", () => {
  const whole = mapped({ parts: [...TARGET_PARTS] });
  expect(withNotRun([missed(spec())], [spec()], whole)).toEqual([missed(spec())]);
});

test("an objective without needs is never excused", () => {
  const { needs: _, ...core } = spec();
  expect(lackOf(core, mapped({ parts: [] }))).toBe(null);
});

test("a budget below two looks cannot be told, and one of two looks can", () => {
  const delay = (value: number) => spec({ limit: { value, unit: "ms", clock: "wall" }, needs: [], seenBy: "replies" });
  expect(lackOf(delay(500), mapped())).toBe("replies are looked at every 1000 ms, and the budget is 500 ms");
  expect(lackOf(delay(2000), mapped())).toBe(null);
  expect(lackOf(delay(500), mapped({ repliesEveryMs: null }))).toBe(null);
  expect(lackOf({ ...delay(3000), seenBy: "queue" }, mapped())).toContain("the queue is looked at every 2000 ms");
});

test("what was carried is counted by objective, and one that was not run in any replicate was not", () => {
  const met = toObjective(spec(), { n: 9, misses: 0, allowed: 0, value: 0, missWord: "lost" });
  const notRun = { ...met, status: "unmeasured", notRun: "the target has no event log" } as const;
  expect(carriedOf([met])).toBe(null);
  expect(carriedOf([met, notRun, { ...met, id: "unanswered" }])).toEqual({
    ...{ measured: 1, of: 2, reasons: ["the target has no event log"] },
  });
});

test("where people work at the desk themselves, what agents of ours would see is not run, and says so", () => {
  const people = mapped({ parts: ["customer"], people: true });
  expect(lackOf(spec({ needs: ["agent", "reply-ids"] }), people)).toContain("people work at the desk themselves");
  expect(lackOf(spec(), people)).toBe("the target gives no account of its own");
});
