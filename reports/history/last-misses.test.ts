import { expect, test } from "vitest";
import { drill, objective, replicate, verdict } from "../render/verdict-builder.ts";
import { renderReport } from "../render/report.ts";
import { historyEntry } from "./history-entry.ts";
import { lastMisses } from "./last-misses.ts";
import { trendOf } from "./trend.ts";

type Status = "met" | "missed" | "unmeasured";
const run = (statuses: Readonly<Record<string, Status>>, id: string) =>
  verdict(
    {
      drills: [
        drill("nano-drop", {
          replicates: [
            replicate({
              objectives: Object.entries(statuses).map(([one, status]) =>
                objective({ id: one, status, next: `mend ${one}`, failureTitle: `${one} was wrong` }),
              ),
            }),
          ],
        }),
      ],
    },
    { id },
  );

test("each key objective that the run before missed is told with what this run says of it", () => {
  const before = historyEntry(run({ a: "missed", b: "missed", c: "met", d: "missed" }, "r1"));
  const now = historyEntry(run({ a: "met", b: "missed", c: "missed" }, "r2"));
  expect(lastMisses(before, now).map(({ objective: id, now: word }) => `${id} ${word}`)).toEqual([
    "a met",
    "b missed",
    "d not run",
  ]);
  expect(lastMisses(null, now)).toEqual([]);
});

test("the report lists them with the objectives' own texts", async () => {
  const now = run({ a: "met", b: "missed" }, "r2");
  const entries = [historyEntry(run({ a: "missed", b: "met" }, "r1"))];
  const page = await renderReport(now, trendOf(historyEntry(now), { entries, damaged: 0, foreign: 0, others: 0 }));
  const part = page.slice(page.indexOf("What the run before asked for"));
  expect(part).toContain("nano-drop: a was wrong");
  expect(part).toContain("mend a");
  expect(part).toContain("met now");
  expect(part.slice(0, part.indexOf("</table>"))).not.toContain("b was wrong");
});
