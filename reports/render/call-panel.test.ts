import { expect, test } from "vitest";
import { lostFigures, someFigures } from "../../core/judging/fulfilment/policy-outcome-builder.ts";
import { callTable } from "../../core/judging/fulfilment/table.ts";
import type { CallFigures } from "../../core/schema/call-figures.ts";
import { drillDetail } from "./drill-detail.ts";
import { drill, replicate } from "./verdict-builder.ts";

const words = (page: string): string =>
  page
    .replace(/<svg.*?<\/svg>|<[^>]*>/gs, " ")
    .replaceAll("&#39;", "'")
    .replace(/\s+/g, " ");
const shown = (calls: CallFigures | undefined): string => {
  const other = { id: "shown", title: "What else was seen", columns: ["figure"], rows: [["x"]] };
  const tables = calls === undefined ? [other] : [callTable(calls), other];
  const each = { ...replicate(), tables, ...(calls === undefined ? {} : { calls }) };
  return words(drillDetail(drill("overloaded-fulfilment", { replicates: [each] })).toString());
};

test("words, the policy as data, then its figures, once and above the objectives", () => {
  const text = shown(someFigures());
  const at = [
    "How the plan's call policy fared. Answered in time: 0.46 matters a second before the fault, 0.14 during it, 0.59 after it",
    "The policy: 12 places to wait at the partner, time-out 45 s, up to 3 retries at most 10",
    "requests to the partner per matter 1.26",
    "Objectives, worst first",
    "What else was seen",
  ].map((part) => text.replaceAll("\u00a0", " ").indexOf(part));
  expect(at).not.toContain(-1);
  expect([...at].sort((a, b) => a - b)).toEqual(at);
  expect(text.split("requests to the partner per matter")).toHaveLength(2);
});

test("one run names no policy as better, whatever its own came to", () => {
  const text = shown(lostFigures());
  expect(text).toContain("Recovered: not within the run, watched for 270 s.");
  expect(text).not.toMatch(/choose|best|better/i);
});

test("a verdict of before, or of another drill, has no such panel and keeps its tables", () => {
  const text = shown(undefined);
  expect(text).not.toContain("call policy");
  expect(text).toContain("What else was seen");
});
