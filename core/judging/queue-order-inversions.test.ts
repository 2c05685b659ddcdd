import { describe, expect, test } from "vitest";
import type { LogEntry, LogKind } from "../schema/wire.ts";
import { createQueueOrder, queueOrderInversions } from "./queue-order-inversions.ts";

type Line = readonly [kind: LogKind, subject: string, at: number, body?: LogEntry["body"]];

const logOf = (lines: readonly Line[]): LogEntry[] =>
  lines.map(([kind, subject, at, body = {}], index) => ({ index, at, kind, subject, body, prev: "", hash: "" }));
const opened = (subject: string, lane = "stream"): Line => ["contact.opened", subject, 0, { lane }];
const waits = (subject: string, at: number): Line => ["contact.handed-off", subject, at];
/** Offered at `at` for 3 s, on the log up to `basis`. */
const offered = (subject: string, at: number, basis: number): Line => [
  "contact.offered",
  subject,
  at,
  { until: at + 3000, basis },
];
/** Taken by the one who was offered it, unless by somebody else. */
const claimed = (subject: string, at: number, place: number, agentId: string | null = null): Line => [
  "contact.claimed",
  subject,
  at,
  { place, agentId },
];

/** Two of one lane: old is entry 2, young entry 3. */
const TWO: readonly Line[] = [opened("old"), opened("young"), waits("old", 10), waits("young", 20)];
const overtakings = (...lines: readonly Line[]) =>
  queueOrderInversions(logOf([...TWO, ...lines])).map(({ contactId, overtook }) => `${contactId}>${overtook}`);

describe("an inversion", () => {
  test("is a claim of what was offered before an older one", () => {
    expect(overtakings(offered("young", 30, 3), claimed("young", 40, 3))).toEqual(["young>old"]);
  });
  test("is a claim of what nobody offered, or offered to somebody else, past an older one", () => {
    expect(overtakings(claimed("young", 40, 3))).toEqual(["young>old"]);
    const both = [offered("old", 30, 3), offered("young", 31, 3)];
    expect(overtakings(...both, claimed("young", 40, 3, "eve"))).toEqual([]);
    expect(overtakings(...both, claimed("young", 9000, 3, "eve"))).toEqual(["young>old"]);
  });
  test("names its claim, and counts once however many were passed", () => {
    const log = logOf([...TWO, opened("last"), waits("last", 25), offered("last", 30, 5), claimed("last", 40, 5)]);
    expect(queueOrderInversions(log)).toEqual([
      { index: 7, contactId: "last", lane: "stream", at: 40, overtook: "old" },
    ]);
  });
  test("is an offer long after the older one's own has lapsed", () => {
    expect(overtakings(offered("old", 30, 3), offered("young", 9000, 3), claimed("young", 9100, 3))).toEqual([
      "young>old",
    ]);
  });
  test("is passing one that was released to its old place before", () => {
    const lines: Line[] = [
      offered("old", 30, 3),
      claimed("old", 40, 2),
      ["contact.released", "old", 50, { place: 2 }],
      offered("young", 60, 6),
      claimed("young", 70, 3),
    ];
    expect(overtakings(...lines)).toEqual(["young>old"]);
  });
});

describe("no inversion", () => {
  test("is service in order", () => {
    expect(
      overtakings(offered("old", 30, 3), offered("young", 30, 3), claimed("old", 40, 2), claimed("young", 50, 3)),
    ).toEqual([]);
  });
  test("is the quicker hand of two agents: both were offered in order", () => {
    expect(overtakings(offered("old", 30, 3), offered("young", 31, 3), claimed("young", 40, 3))).toEqual([]);
  });
  test("is an offer that lapsed while the younger one was taken", () => {
    const lines = [offered("old", 30, 3), offered("young", 31, 3), offered("old", 3030, 3)];
    expect(overtakings(...lines, claimed("young", 3040, 3), claimed("old", 3050, 2))).toEqual([]);
    // Nor one that was taken up late: both had lapsed by then.
    expect(overtakings(offered("old", 30, 3), offered("young", 31, 3), claimed("young", 9000, 3))).toEqual([]);
  });
  test("is a release that the desk could not know of yet", () => {
    const lines: Line[] = [
      offered("old", 30, 3),
      claimed("old", 40, 2),
      ["contact.released", "old", 50, { place: 2 }],
      offered("young", 50, 5),
      claimed("young", 60, 3),
    ];
    expect(overtakings(...lines)).toEqual([]);
  });
  test("is another lane, and one that waits for a group", () => {
    const transferred: Line = ["contact.transferred", "old", 45, { lane: "solo", group: null, place: 2 }];
    const head = [offered("old", 30, 3), claimed("old", 40, 2)];
    expect(overtakings(...head, transferred, offered("young", 50, 6), claimed("young", 60, 3))).toEqual([]);
    const grouped: Line = ["contact.transferred", "old", 45, { lane: "stream", group: "pay", place: 2 }];
    expect(overtakings(...head, grouped, offered("young", 50, 6), claimed("young", 60, 3))).toEqual([]);
    const open: Line = ["contact.transferred", "old", 45, { lane: "stream", group: null, place: 2 }];
    expect(overtakings(...head, open, offered("young", 50, 6), claimed("young", 60, 3))).toEqual(["young>old"]);
  });
  test("is one that was resolved, or handed off again behind the other", () => {
    const gone: Line = ["contact.resolved", "old", 25, { by: "customer-left" }];
    expect(overtakings(gone, offered("young", 30, 4), claimed("young", 40, 3))).toEqual([]);
    expect(overtakings(gone, waits("old", 28), offered("young", 30, 5), claimed("young", 40, 3))).toEqual([]);
  });
});

test("claims of a log without places are counted as unproven, never as in order", () => {
  const order = createQueueOrder();
  for (const entry of logOf([...TWO, ["contact.claimed", "young", 40], ["contact.claimed", "ghost", 41]]))
    order.take(entry);
  expect([order.claims(), order.unproven(), order.inversions()]).toEqual([2, 2, []]);
});
