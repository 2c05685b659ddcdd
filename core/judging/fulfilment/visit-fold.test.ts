import { expect, test } from "vitest";
import { defaultPlan } from "../../../harness/plan/default-plan.ts";
import type { PartnerVisit } from "../../schema/partner-wire.ts";
import { createVisitFold } from "./visit-fold.ts";

const { fulfilment } = defaultPlan();
const fold = (visits: readonly Partial<PartnerVisit>[], queue: number | null = fulfilment.partner.queue) => {
  const made = createVisitFold({ ...fulfilment, partner: { ...fulfilment.partner, queue } }, 0, 10);
  for (const [index, part] of visits.entries())
    made.take({
      ...{ place: index + 1, kind: "open", caseId: `k${index}`, matterId: `p${index}`, at: index },
      ...{ endedAt: 10_000, end: "settled", served: true },
      ...part,
    });
  return made;
};

test("inside are those who were let in and have not ended; who leaves at that moment makes room", () => {
  const crowd = Array.from({ length: 20 }, () => ({}));
  expect(fold([...crowd, { at: 9999 }]).counts).toMatchObject({ letIn: 21, crowded: 1, mostInside: 21 });
  expect(fold([...crowd, { at: 10_000, endedAt: 11_000 }]).counts).toMatchObject({ crowded: 0, mostInside: 20 });
  expect(fold([...crowd, { at: 9999, served: false, end: "refused" }]).counts).toMatchObject({
    crowded: 0,
    refused: 1,
  });
  expect(fold([...crowd, { at: 9999 }], null).counts.crowded).toBe(0);
});

test("who never ended stays inside", () => {
  const crowd = Array.from({ length: 20 }, () => ({ endedAt: null, end: null }));
  expect(fold([...crowd, { at: 60_000, endedAt: 61_000 }]).counts.crowded).toBe(1);
});

test("a herd is many different promises at one moment; one that is read again and again is none", () => {
  const reads = (many: number, same = false) =>
    Array.from({ length: many }, (_, index) => ({
      ...{ kind: "read" as const, caseId: same ? "k0" : `k${index}`, at: 5000 + index, end: "read" as const },
      served: false,
    }));
  expect(fold(reads(12)).counts).toMatchObject({ followUps: 12, herded: 0 });
  expect(fold(reads(15)).counts).toMatchObject({ followUps: 15, herded: 3 });
  expect(fold(reads(15, true)).counts.herded).toBe(0);
});

test("requests are counted by matter, and only work that was done has settled one", () => {
  const visits = fold([
    { matterId: "p1", end: "refused", served: false },
    { matterId: "p1" },
    { matterId: "p2", end: "cut" },
  ]);
  expect([visits.asked("p1"), visits.asked("p2"), visits.asked("p3")]).toEqual([2, 1, 0]);
  expect([visits.settled("p1"), visits.settled("p2")]).toEqual([true, false]);
});

test("a gap in the places is told, at the start and between", () => {
  expect(fold([{}, {}]).isWhole()).toBe(true);
  expect(fold([{ place: 2 }]).isWhole()).toBe(false);
  expect(fold([{}, { place: 3 }]).isWhole()).toBe(false);
});
