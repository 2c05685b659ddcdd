import { expect, test } from "vitest";
import type { JournalEntry } from "../schema/evidence.ts";
import { createLogAbsence } from "./log-absence.ts";

const noted = (kind: string, data: JournalEntry["data"]) => {
  const absence = createLogAbsence();
  absence.journal({ seq: 1, at: 0, prev: "", hash: "", kind, data });
  return absence.note();
};

test("a target that says that it has no log is quoted", () => {
  expect(noted("export.absent", { name: "log", status: 404 })).toEqual({
    note: "The target has no event log: its export answered 404.",
  });
});

test("nothing else is taken for it", () => {
  expect(noted("fault", { name: "log", status: 404 })).toEqual({});
  expect(noted("export.absent", { name: "contacts", status: 404 })).toEqual({});
  expect(noted("export.absent", { name: "log", status: "404" })).toEqual({});
  expect(createLogAbsence().note()).toEqual({});
});
