import { createMetricEngine, type MetricReport } from "../metrics/metric-engine.ts";
import { createLogTimelines } from "../metrics/timeline-from-log.ts";
import type { LogEntry } from "../schema/wire.ts";
import type { Table } from "../schema/verdict.ts";

/** The desk's own account of the drop, measured from its exported log by the definitions of docs/metrics.md. */
export interface DeskMetrics {
  log(entry: LogEntry): void;
  /** Null when the log told of no contact. */
  table(): Table | null;
}

export interface DeskMetricsOptions {
  readonly timeFactor: number;
  /** Simulated seconds within which a resolved contact must not come back. */
  readonly fcrWindowSec: number;
}

/** Who leaves the queue within this many simulated seconds is stated apart, as contact centres do. */
const SHORT_ABANDON_SEC = 10;

export function createDeskMetrics({ timeFactor, fcrWindowSec }: DeskMetricsOptions): DeskMetrics {
  const timelines = createLogTimelines();
  const wallMs = (simulatedSec: number): number => (simulatedSec * 1000) / timeFactor;
  let lastAt = 0;
  return {
    log: (entry) => {
      timelines.take(entry);
      lastAt = Math.max(lastAt, entry.at);
    },
    table: () => {
      const engine = createMetricEngine({
        fcr: { windowMs: wallMs(fcrWindowSec), noTransfer: false, needsRight: false },
        shortAbandonMs: wallMs(SHORT_ABANDON_SEC),
        silentAfterMs: null,
      });
      for (const timeline of timelines.timelines(lastAt)) engine.take(timeline);
      const report = engine.report();
      return report.contacts === 0 ? null : tableOf(report, timeFactor, fcrWindowSec);
    },
  };
}

const percent = (share: number | null): string => (share === null ? "none" : `${(100 * share).toFixed(1)} %`);

const between = ({ lower, upper, unknown }: MetricReport["fcr"]): string =>
  unknown === 0 || lower === null
    ? percent(lower)
    : `${percent(lower)} to ${percent(upper)} (${unknown} not known yet)`;

function tableOf(report: MetricReport, timeFactor: number, fcrWindowSec: number): Table {
  const { abandonment } = report;
  /** The desk's stamps are wall time; what people waited is scaled, the system's share of it is negligible here. */
  const seconds = (ms: number | null): string => (ms === null ? "never" : `${((ms * timeFactor) / 1000).toFixed(1)} s`);
  return {
    id: "desk-log",
    title: "The desk's own account, from its log",
    columns: ["figure", "value"],
    rows: [
      ["contacts", String(report.contacts)],
      ["wait for a person, each time, median (simulated)", seconds(report.humanWaits.quantileMs(0.5))],
      ["runs of customer messages without a reply", `${report.replyRuns.never} of ${report.replyRuns.n}`],
      ["resolution at first contact within the window", between(report.fcr)],
      ["window (simulated)", `${fcrWindowSec} s`],
      ["contacts reopened", String(report.reopens.contacts)],
      ["solved with one reply of an agent", String(report.oneTouch)],
      ["abandoned, of those queued", `${percent(abandonment.ofQueued)} of ${abandonment.queued}`],
      ["deflected: no person took part", String(report.deflected)],
      ["contained: answered and closed by the assistant", String(report.contained)],
      ["timelines that could not be measured", String(report.unmeasurable.count)],
    ],
  };
}
