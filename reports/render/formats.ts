import type { Verdict } from "../../core/schema/verdict.ts";
import type { Trend } from "../history/trend.ts";
import { renderCsv } from "./csv.ts";
import { renderCtrf } from "./ctrf.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderOpenMetrics } from "./openmetrics.ts";
import { renderBadge } from "./readiness-badge.ts";
import { renderReport } from "./report.ts";

export const FORMAT_NAMES = ["html", "junit", "markdown", "ctrf", "openmetrics", "csv", "badge"] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

export interface Format {
  /** What it is called beside verdict.json. */
  readonly file: string;
  /** A pure function of the verdict; the report alone shows the trend, too. */
  readonly render: (verdict: Verdict, trend: Trend | null) => Promise<string> | string;
}

export const FORMATS: Readonly<Record<FormatName, Format>> = {
  html: { file: "report.html", render: renderReport },
  junit: { file: "junit.xml", render: renderJunit },
  markdown: { file: "summary.md", render: renderMarkdown },
  ctrf: { file: "ctrf.json", render: renderCtrf },
  openmetrics: { file: "metrics.txt", render: renderOpenMetrics },
  csv: { file: "objectives.csv", render: renderCsv },
  badge: { file: "badge.svg", render: renderBadge },
};

/** For people at a terminal. */
export const USUAL_FORMATS: readonly FormatName[] = ["html", "junit", "markdown"];
