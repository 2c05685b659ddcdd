import { expect, test } from "vitest";
import type { JudgeOutcome } from "../../core/contract/drill.ts";
import { aHandedOff, aSeen, T0 } from "../../core/judging/evidence-builder.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { aMatter, aVisit, cameAt, DUE_MS, judgeWorld, PHASES, placed, TROUBLED, visitsOnce } from "./judge-world.ts";

const plan = defaultPlan();
const { outcomeOf, unproved } = judgeWorld(plan);
const missed = ({ objectives }: JudgeOutcome): string[] =>
  objectives.filter(({ status }) => status === "missed").map(({ id }) => id);
const found = ({ objectives }: JudgeOutcome, id: string) => objectives.find((one) => one.id === id);
const spoilt = ({ validity }: JudgeOutcome): string[] => validity.filter(({ ok }) => !ok).map(({ id }) => id);
/** Places in the schedule: the first of the fault, the first after it. */
const FAULT = 50;
const AFTER = 100;

test("a partner that falls to two servers and a desk that promises and keeps its word meet every objective", () => {
  const outcome = outcomeOf();
  expect(outcome.objectives.map(({ id, status }) => `${id} ${status}`)).toEqual(
    outcome.objectives.map(({ id }) => `${id} met`),
  );
  expect(spoilt(outcome)).toEqual([]);
  expect(found(outcome, "promises-kept")).toMatchObject({ n: 50, measured: { value: 1 } });
  expect(found(outcome, "time-to-recover")?.measured).toMatchObject({ value: 0, unit: "s" });
});

test("an instant promise is nobody's reply: the stream's customers who saw only that were never answered", () => {
  const stream = Array.from({ length: 30 }, (_, index) => {
    const word = aSeen({ id: `word-${index}`, author: "system", at: T0 + 30, right: null });
    return { ...aHandedOff(TROUBLED + index, null), seen: [word] };
  });
  expect(missed(outcomeOf({ stream }))).toEqual(["stream-unharmed"]);
});

test("a stream lane that waits for the partner, too, is harmed", () => {
  const stream = Array.from({ length: 30 }, (_, index) => aHandedOff(TROUBLED + index, index < 2 ? 9000 : 2000));
  expect(missed(outcomeOf({ stream }))).toEqual(["stream-unharmed"]);
});

test("a promise that is open at the end is not kept, however late it is due; and then nobody can tell", () => {
  const open = (dueAt: number) => (index: number) =>
    index >= FAULT && index < FAULT + 6
      ? aMatter(index, { state: "promised", endedAt: null, outcome: null, dueAt })
      : aMatter(index);
  const outcome = outcomeOf({ matter: open(T0 + 66_000) });
  expect(missed(outcome)).toEqual(["promises-kept"]);
  expect(spoilt(outcome)).toEqual([]);
  const beyond = outcomeOf({ matter: open(T0 + 67_001) });
  expect(missed(beyond)).toEqual(["promises-kept"]);
  expect(spoilt(beyond)).toEqual(["promises-due"]);
});

test("a desk that names later times than the plan does is held to the plan's; one that is done by then has kept its word", () => {
  const generous = (index: number, endedAfterMs: number) => {
    const matter = aMatter(index);
    const { promisedAt, dueAt } = matter;
    return promisedAt === null || dueAt === null || index >= FAULT + 6
      ? matter
      : { ...matter, dueAt: dueAt + DUE_MS, endedAt: promisedAt + endedAfterMs };
  };
  expect(missed(outcomeOf({ matter: (index) => generous(index, DUE_MS + 1000) }))).toEqual(["promises-kept"]);
  expect(missed(outcomeOf({ matter: (index) => generous(index, DUE_MS) }))).toEqual([]);
});

test("a promise is broken a moment after its due time, and by a desk that made the partner's answer up", () => {
  const late = (index: number) => {
    const matter = aMatter(index);
    return matter.dueAt === null || index >= FAULT + 6 ? matter : { ...matter, endedAt: matter.dueAt + 1 };
  };
  expect(missed(outcomeOf({ matter: late }))).toEqual(["promises-kept"]);
  const visits = placed(
    visitsOnce().map((visit, index) =>
      index >= FAULT && index < FAULT + 6 ? { ...visit, end: "cut" as const } : visit,
    ),
  );
  expect(missed(outcomeOf({ visits }))).toEqual(["promises-kept"]);
});

test("promises of customers who left are nobody's broken word", () => {
  const left = (index: number) => index >= FAULT && index < FAULT + 20;
  const matter = (index: number) =>
    left(index) ? aMatter(index, { state: "abandoned", outcome: null, resolutions: 0 }) : aMatter(index);
  const outcome = outcomeOf({ matter, left });
  expect(missed(outcome)).toEqual([]);
  expect(found(outcome, "promises-kept")?.n).toBe(30);
  // A desk that says so of customers who still wait has dropped them.
  const dropped = found(outcomeOf({ matter, left: (index) => index !== FAULT && left(index) }), "nothing-lost");
  expect([dropped?.status, dropped?.misses]).toEqual(["missed", 1]);
  expect(dropped?.examples[0]?.what).toBe("was given up as a customer who left, and had not left");
});

test("a matter that nobody looks after is lost, also where the customer has another that was resolved", () => {
  const stuck = { state: "received" as const, promisedAt: null, dueAt: null, endedAt: null, outcome: null };
  const matter = (index: number) => aMatter(index, index === 3 ? stuck : {});
  const outcome = outcomeOf({ matter, more: [aMatter(3, { promiseId: "other" })] });
  expect(found(outcome, "nothing-lost")).toMatchObject({ status: "missed", misses: 1 });
});

test.each([
  ["promises-owned", (index: number) => aMatter(index, index === FAULT ? { owner: null } : {})],
  ["resolved-once", (index: number) => aMatter(index, index === 3 ? { resolutions: 2 } : {})],
  ["nothing-lost", (index: number) => (index === 3 ? null : aMatter(index))],
  [
    "nothing-lost",
    (index: number) =>
      index === FAULT
        ? aMatter(index, { state: "on-hold-partner", promisedAt: null, dueAt: null, endedAt: null, resolutions: 0 })
        : aMatter(index),
  ],
])("one case is enough: %s", (objective, matter) => {
  expect(missed(outcomeOf({ matter }))).toEqual([objective]);
});

test("a first word that takes longer than its budget", () => {
  const slow = (index: number) => {
    const matter = aMatter(index);
    return matter.promisedAt === null || index >= FAULT + 13 ? matter : { ...matter, promisedAt: cameAt(index) + 4600 };
  };
  expect(missed(outcomeOf({ matter: slow }))).toEqual(["first-word-p95"]);
});

test("requests again and again for the matters of the fault are a storm; as many for others are not", () => {
  const again = (from: number) =>
    placed([
      ...visitsOnce(),
      ...Array.from({ length: 50 }, (_, index) =>
        [1, 2, 3].map((turn) =>
          aVisit(from + index, {
            at: cameAt(from + index) + turn,
            endedAt: cameAt(from + index) + turn,
            end: "refused",
            served: false,
          }),
        ),
      ).flat(),
    ]);
  expect(missed(outcomeOf({ visits: again(FAULT) }))).toEqual(["retry-amplification"]);
  expect(missed(outcomeOf({ visits: again(AFTER) }))).toEqual([]);
});

test("one more inside than the partner has places", () => {
  const at = cameAt(60);
  const crowd = (many: number) =>
    Array.from({ length: many }, (_, index) => aVisit(60 + index, { at, endedAt: at + 1, caseId: `c${index}` }));
  const inside = visitsOnce().filter((visit) => visit.at <= at && (visit.endedAt ?? 0) > at).length;
  const others = (many: number) => placed([...visitsOnce(), ...crowd(many)]);
  const places = 20 - inside;
  expect(missed(outcomeOf({ visits: others(places) }))).toEqual([]);
  const outcome = outcomeOf({ visits: others(places + 1) });
  expect(missed(outcome)).toEqual(["queue-bounded"]);
  expect(found(outcome, "queue-bounded")?.examples[0]?.what).toContain("with 20 places");
});

test("all open promises followed up at one moment are a herd; as many at a pace are none", () => {
  const reads = (everyMs: number) =>
    Array.from({ length: 20 }, (_, index) =>
      aVisit(FAULT + index, {
        kind: "read",
        at: T0 + 20_050 + index * everyMs,
        endedAt: null,
        end: "read",
        served: false,
      }),
    );
  expect(missed(outcomeOf({ visits: placed([...visitsOnce(), ...reads(100)]) }))).toEqual([]);
  expect(missed(outcomeOf({ visits: placed([...visitsOnce(), ...reads(1)]) }))).toEqual(["follow-ups-paced"]);
});

test("a partner that is well and that nobody asks: its matters are promised, and nothing has recovered", () => {
  const matter = (index: number) =>
    index >= AFTER
      ? aMatter(index, {
          state: "expired",
          endedAt: cameAt(index) + 20_000,
          outcome: null,
          resolutions: 0,
          owner: "ann",
          promisedAt: cameAt(index),
          dueAt: cameAt(index) + 17_000,
        })
      : aMatter(index);
  const visits = placed(visitsOnce().slice(0, AFTER));
  expect(missed(outcomeOf({ matter, visits }))).toEqual(["partner-asked-again", "promises-kept", "time-to-recover"]);
});

test("recovery later than its budget, and none at all", () => {
  const slowUntil = (from: number) => (index: number) =>
    index >= AFTER && index < from ? aMatter(index, { endedAt: cameAt(index) + 3000 }) : aMatter(index);
  // Five matters a wall second: the 60th after the fault comes 120 simulated seconds behind it.
  const in120 = outcomeOf({ matter: slowUntil(AFTER + 60) });
  expect(found(in120, "time-to-recover")).toMatchObject({ status: "met" });
  expect(found(in120, "time-to-recover")?.measured?.value).toBeGreaterThan(90);
  const never = outcomeOf({ matter: slowUntil(TROUBLED) });
  expect(missed(never)).toEqual(["time-to-recover"]);
  expect(found(never, "time-to-recover")?.sentence).toContain("No 50 s after the fault were as before it.");
});

test("a run that is watched after the fault for less than it lasted tells nothing", () => {
  const phases = PHASES.map((one) => (one.name === "recover" ? { ...one, toMs: 29_999 } : one));
  expect(spoilt(outcomeOf({ phases }))).toContain("watched-after");
});

test("requests that the partner's account lacks spoil it", () => {
  expect(spoilt(outcomeOf({ visits: placed(visitsOnce()).slice(1) }))).toEqual(["visits-whole"]);
});

test.each(["promise", "partner-visit"] as const)("without its %s evidence nothing that stands on it is met", (kind) => {
  const outcome = outcomeOf({ missing: [kind] });
  expect(found(outcome, "promises-kept")?.status).toBe("unmeasured");
  expect(found(outcome, "retry-amplification")?.status).toBe("unmeasured");
});

test("each key objective has a case above that makes it miss", () => {
  expect(unproved()).toEqual([]);
});
