import { expect, test } from "vitest";
import { aLog, toyChain } from "./evidence-builder.ts";
import { createLogChain } from "./log-chain.ts";
import type { LogEntry } from "../schema/wire.ts";

const entries = aLog([0, 1, 2, 3].map((index) => ({ kind: "contact.opened", subject: `desk-${index}`, index })));
const walked = (list: readonly LogEntry[]): { faults: (string | null)[]; broken: number } => {
  const chain = createLogChain(toyChain);
  return { faults: list.map((entry) => chain.take(entry)), broken: chain.broken() };
};

test("a whole log has no fault", () => {
  expect(walked(entries)).toEqual({ faults: [null, null, null, null], broken: 0 });
});

test("an entry cut out, one put before its turn and a new beginning do not follow", () => {
  const gap = "does not follow from the one before";
  expect(walked(entries.toSpliced(1, 1)).faults).toEqual([null, gap, null]);
  expect(walked([entries[1], entries[0]].filter((one) => one !== undefined)).faults).toEqual([gap, gap]);
  expect(walked(entries.slice(2)).broken).toBe(1);
});

test("an entry whose body was changed is found though every link still holds", () => {
  const edited = entries.map((entry, at) => (at === 2 ? { ...entry, subject: "desk-9" } : entry));
  expect(walked(edited)).toEqual({ faults: [null, null, "is not what its hash says", null], broken: 1 });
});
