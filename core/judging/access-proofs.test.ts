import { describe, expect, test } from "vitest";
import type { AccessQuestion } from "../contract/access-attempts.ts";
import type { AccessRecord } from "../schema/evidence.ts";
import { createAccessProofs } from "./access-proofs.ts";
import { aRoundOfAttempts, T0 } from "./evidence-builder.ts";

const POPS = ["pop-a", "pop-b"];
const measured = (records: readonly AccessRecord[], question: AccessQuestion = "session") => {
  const proofs = createAccessProofs(question, T0, 10);
  for (const record of records) proofs.take(record);
  return proofs.measurement(POPS);
};
const round = (edit: (record: AccessRecord) => Partial<AccessRecord> | null = () => ({}), place = 0): AccessRecord[] =>
  aRoundOfAttempts(POPS, place).flatMap((record) => {
    const part = edit(record);
    return part === null ? [] : [{ ...record, ...part }];
  });

test("what is refused beside a control that was accepted counts, and nothing is missed", () => {
  const asked = { session: 18, owner: 4, agents: 2 } as const;
  for (const question of ["session", "owner", "agents"] as const)
    expect(measured(round(), question)).toEqual({
      ...{ n: asked[question], misses: 0, allowed: 0, value: 0, missWord: "let in", examples: [] },
    });
});

test.each([
  ["session", "read", "no-token", "a customer's messages were read without any token at pop-b (answered 200)"],
  ["owner", "read", "other-session", "messages were read with another session's token and proof"],
  [
    "session",
    "write",
    "stolen-token",
    "a message was put on a customer's contact with the right token and a proof by another key",
  ],
  ["session", "write", "no-proof", "with the right token and no proof"],
  ["session", "write", "replayed-proof", "with a proof that was used before"],
  ["session", "feed", "used-ticket", "a customer's feed was opened by a ticket that was used before"],
  ["agents", "queue", "no-token", "the agents' queue was read without any token at desk"],
  ["agents", "queue", "wrong-token", "the agents' queue was read with a bearer that is nobody's"],
] as const)(
  "asked of the %s, %s let in %s is a miss of that question alone, with its place",
  (question, action, way, what) => {
    const edit = (record: AccessRecord) =>
      record.action === action && record.way === way && record.door !== "pop-a"
        ? ({ outcome: "accepted", status: 200, code: null, at: T0 + 3000 } as const)
        : {};
    const one = measured(round(edit), question);
    expect(one).toMatchObject({ misses: 1 });
    for (const other of ["session", "owner", "agents"] as const)
      expect(measured(round(edit), other).misses).toBe(other === question ? 1 : 0);
    expect(one.unmeasured).toBeUndefined();
    expect(one.examples?.[0]).toMatchObject({ atSec: 30, message: null });
    expect(one.examples?.[0]?.what).toContain(what);
  },
);

describe("a refusal without its control proves nothing", () => {
  test("where the control was refused, too", () => {
    const edit = ({ door, action, way }: AccessRecord) =>
      door === "pop-b" && action === "read" && way === "rightly"
        ? ({ outcome: "refused", status: 401, code: "bad-token" } as const)
        : {};
    expect(measured(round(edit))).toMatchObject({
      unmeasured:
        "at pop-b, whether a customer's messages were read without any token was never put to the proof (with everything right, read got 401)",
    });
    // Another round makes up for it.
    expect(measured([...round(edit), ...round(() => ({}), 1)]).unmeasured).toBeUndefined();
    // A control of another round does not.
    const onlyControls = round(({ door, way }) => (door === "pop-b" && way !== "rightly" ? null : {}), 1);
    expect(measured([...round(edit), ...onlyControls]).unmeasured).toContain("at pop-b");
  });

  test("where there was no control, no contact, or a door was left out", () => {
    expect(measured(round(({ way }) => (way === "rightly" ? null : {}))).unmeasured).toContain("at pop-a");
    expect(measured(round(({ door }) => (door === "pop-b" ? null : {}))).unmeasured).toContain("at pop-b");
    expect(
      measured(
        round(({ door }) => (door === "desk" ? null : {})),
        "agents",
      ).unmeasured,
    ).toContain("at desk");
    expect(measured([]).unmeasured).toBe("nobody tried");
  });

  test("what had no answer is neither let in nor kept out", () => {
    const edit = ({ way }: AccessRecord) =>
      way === "stolen-token" ? ({ outcome: "unclear", status: 0, code: "k6-1211" } as const) : {};
    expect(measured(round(edit)).unmeasured).toContain("with the right token and a proof by another key got k6-1211");
  });
});

test("what was let in stands, whatever else was not tried", () => {
  const edit = ({ door, way }: AccessRecord) =>
    door === "pop-b" ? null : way === "no-proof" ? ({ outcome: "accepted", status: 200 } as const) : {};
  const one = measured(round(edit));
  expect(one).toMatchObject({ misses: 2 });
  expect(one.unmeasured).toBeUndefined();
});
