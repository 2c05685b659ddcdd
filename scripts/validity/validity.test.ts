import { expect, test } from "vitest";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { type Check, fallen, GROUNDS, held, notLookedAt, validityOf } from "./validity.ts";

const fault = new FieldproofError("FP-VALID-010", { reason: "nobody knows" });
const STATES = ["held", "not looked at", "changed", "expired", "cannot be told"] as const;
const check = (ground: Check["ground"], state: (typeof STATES)[number]): Check =>
  state === "held"
    ? held(ground, "as it was")
    : state === "not looked at"
      ? notLookedAt(ground, "not asked", "ask")
      : fallen(ground, state, fault);

/** Every state of every ground: 5 to the 6th. */
const everything: readonly (readonly Check[])[] = GROUNDS.reduce<readonly (readonly Check[])[]>(
  (all, ground) => all.flatMap((checks) => STATES.map((state) => [...checks, check(ground, state)])),
  [[]],
);

test("of all that can be found only what holds is still READY, and each such headline names what was not looked at", () => {
  const wrong: string[] = [];
  for (const checks of everything) {
    const { exitCode, headline } = validityOf("READY", checks);
    const states = new Map(checks.map(({ ground, state }) => [ground, state]));
    const holds =
      GROUNDS.every((ground) => ["held", "not looked at"].includes(states.get(ground) ?? "")) &&
      (["evidence", "verdict", "date", "plan"] as const).every((ground) => states.get(ground) === "held");
    const unseen = GROUNDS.filter((ground) => states.get(ground) === "not looked at");
    const named = states.get("evidence") === "changed" || unseen.every((ground) => headline.includes(ground));
    if (exitCode !== (holds ? 0 : 3) || headline.startsWith("STILL") !== holds || !named)
      wrong.push(`${[...states.values()].join(", ")}: ${exitCode} ${headline}`);
  }
  expect(wrong.slice(0, 5)).toEqual([]);
});

test("what is not in the list was not looked at", () => {
  expect(validityOf("READY", [])).toMatchObject({ exitCode: 3 });
  const four = (["evidence", "verdict", "date"] as const).map((ground) => held(ground, "as it was"));
  expect(validityOf("READY", four).headline).toBe(
    "CAN'T TELL whether it is still READY; not looked at: plan, islands, keys",
  );
});

test("a run that was NOT READY is that, whatever else fell since", () => {
  const never = fallen(
    "verdict",
    "not ready",
    new FieldproofError("FP-VALID-001", { label: "NOT READY", sentence: "" }),
  );
  const checks = [never, check("plan", "changed"), check("date", "expired")];
  expect(validityOf("NOT READY", checks)).toMatchObject({
    exitCode: 1,
    headline: expect.stringContaining("NOT READY"),
  });
});
