import { expect, test } from "vitest";
import { defaultPlan } from "../../../harness/plan/default-plan.ts";
import type { PartnerVisit } from "../../schema/partner-wire.ts";
import type { ExportedPromise } from "../../schema/promise-wire.ts";
import { goodputOf } from "./goodput.ts";
import { createVisitFold } from "./visit-fold.ts";

const matter = (promiseId: string, part: Partial<ExportedPromise> = {}): ExportedPromise => ({
  ...{ promiseId, contactId: "k", clientContactId: `c-${promiseId}`, state: "resolved", waitsFor: "nobody" },
  ...{ owner: null, trouble: "order-held", receivedAt: 0, promisedAt: null, dueAt: null, endedAt: 1000 },
  ...{ outcome: "released", resolutions: 1, owners: 0 },
  ...part,
});
const worked = (matterId: string, endedAt: number | null, part: Partial<PartnerVisit> = {}): Partial<PartnerVisit> => ({
  ...{ matterId, endedAt, end: endedAt === null ? null : "settled" },
  ...part,
});
const goodput = (matters: readonly ExportedPromise[], visits: readonly Partial<PartnerVisit>[]) => {
  const fold = createVisitFold(defaultPlan().fulfilment, 0, 10);
  for (const [index, part] of visits.entries())
    fold.take({
      ...{ place: index + 1, kind: "open", caseId: `k${index}`, matterId: null, at: 0 },
      ...{ endedAt: null, end: "settled", served: true },
      ...part,
    });
  return goodputOf(matters, fold);
};

test("each matter is answered once, at its first settlement, whatever the order of the requests", () => {
  const found = goodput([matter("a"), matter("b")], [worked("a", 900), worked("a", 500), worked("b", 300)]);
  expect(found).toEqual({ answeredAt: [300, 500], worked: 3, forNobody: 1 });
});

test("work done for a customer whose promise was broken, or who left, is work for nobody", () => {
  const matters = [
    matter("in-time", { state: "promised", promisedAt: 100, dueAt: 1000 }),
    matter("late", { state: "expired", promisedAt: 100, dueAt: 999, endedAt: 1000 }),
    matter("gone", { state: "abandoned", endedAt: 200 }),
    matter("never", { state: "expired", dueAt: 400 }),
  ];
  const found = goodput(matters, [
    worked("in-time", 1000),
    worked("late", 1000),
    worked("gone", 1000),
    worked("never", null),
    worked("never", 300, { end: "cut" }),
  ]);
  expect(found).toEqual({ answeredAt: [1000], worked: 3, forNobody: 2 });
});

test("an answer at the door costs no work; matters of others and refusals are counted nowhere", () => {
  const found = goodput(
    [matter("a")],
    [
      worked("a", 100),
      worked("a", 100, { at: 100, end: "known", served: false }),
      worked("a", 120, { end: "refused", served: false }),
      worked("of-another-run", 100),
    ],
  );
  expect(found).toEqual({ answeredAt: [100], worked: 1, forNobody: 0 });
});

test("nothing recorded is no goodput", () => {
  expect(goodput([matter("a")], [])).toEqual({ answeredAt: [], worked: 0, forNobody: 0 });
});
