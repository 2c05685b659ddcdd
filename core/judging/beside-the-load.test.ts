import { expect, test } from "vitest";
import type { LogEntry } from "../schema/wire.ts";
import { createBesideTheLoad } from "./beside-the-load.ts";

const MARKS = ["1124T1402-7-1-probe-", "1124T1402-7-1-access-"];
const entry = (kind: LogEntry["kind"], subject: string, clientContactId?: string): LogEntry => ({
  ...{ index: 0, at: 1_000_000, kind, subject, prev: "0".repeat(64), hash: "0".repeat(64) },
  body: clientContactId === undefined ? {} : { clientContactId },
});
const marked = () => {
  const beside = createBesideTheLoad();
  for (const mark of MARKS) beside.add(mark);
  return beside;
};

test("knows the contacts under its marks and no others", () => {
  const { isBeside } = marked();
  for (const mark of MARKS) expect(isBeside(`${mark}PJUAWprUFTCLDXEMBHnGhg`)).toBe(true);
  expect(isBeside("1124T1402-7-1-000012")).toBe(false);
  expect(isBeside("1124T1402-7-2-probe-x")).toBe(false);
  expect(isBeside(null)).toBe(false);
  expect(createBesideTheLoad().isBeside(`${MARKS[0]}x`)).toBe(false);
});

test("knows their entries in the log from the opening on", () => {
  const { isEntryBeside } = marked();
  expect(isEntryBeside(entry("message.sent", "c_1"))).toBe(false);
  expect(isEntryBeside(entry("contact.opened", "c_1", `${MARKS[1]}x`))).toBe(true);
  expect(isEntryBeside(entry("message.sent", "c_1"))).toBe(true);
  expect(isEntryBeside(entry("contact.opened", "c_2", "1124T1402-7-1-000003"))).toBe(false);
});
