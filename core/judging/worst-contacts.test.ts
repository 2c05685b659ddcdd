import { expect, test } from "vitest";
import { aContact, aHandedOff, aSeen, T0 } from "./evidence-builder.ts";
import { createWorstContacts } from "./worst-contacts.ts";

const toSec = (at: number): number => ((at - T0) * 10) / 1000;

test("those who were never answered come first, then the longest waits, five of any number", () => {
  const worst = createWorstContacts(toSec);
  for (let index = 0; index < 200; index++) worst.add(aContact(index), index * 1000);
  worst.add(aHandedOff(200, null), null);
  expect(worst.list().map(({ replySimMs }) => replySimMs)).toEqual([null, 199_000, 198_000, 197_000, 196_000]);
});

test("the timeline tells in turn what the customer sent and saw, in simulated seconds", () => {
  const worst = createWorstContacts(toSec);
  const reply = aSeen({ author: "agent", at: T0 + 7000 });
  const record = { ...aHandedOff(1, null), seen: [reply], left: { at: T0 + 4000, silent: true } };
  worst.add(record, 70_000);
  expect(worst.list()[0]?.story).toBe(
    "answered; 0.0 s question, 0.2 s with a person, 40.0 s left silently, 70.0 s agent",
  );
});
