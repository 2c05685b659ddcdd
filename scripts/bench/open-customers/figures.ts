import type { ReplyTally } from "./reply-tally.ts";

export interface Figures {
  readonly connections: number;
  /** Customers who could not open. */
  readonly failed: number;
  readonly openMs: number;
  /** Sockets open at the worst moment of the churn. */
  readonly fewestOpen: number;
  readonly openAtEnd: number;
  readonly broken: number;
  readonly reconnects: number;
  readonly memory: {
    readonly emptyBytes: number;
    readonly openBytes: number;
    readonly endBytes: number;
    readonly peakBytes: number | null;
    readonly bytesEach: number;
    readonly bareBytesEach: number;
  };
  readonly replies: ReplyTally & { readonly refused: number; readonly tookMs: number };
  /** From the stack's stamp to the customer's process, on one machine: shown, not judged. */
  readonly delayMs: { readonly p50: number | null; readonly p95: number | null; readonly p99: number | null };
  /** What customers met on the way, by place and code; each broken connection is one. */
  readonly faults: Readonly<Record<string, number>>;
}

/** The limits of this bench; the first is for 10,000 customers and scales with no fewer. */
export const MOST_STACK_BYTES = 4 * 1024 ** 3;

/** What was not kept, a sentence each; empty when the bench is passed. */
export const brokenLimits = ({ connections, failed, openAtEnd, memory, replies }: Figures): string[] => {
  const most = memory.peakBytes ?? Math.max(memory.openBytes, memory.endBytes);
  const limits: [boolean, string][] = [
    [failed > 0, `${failed} of ${connections} customers could not open`],
    [most > MOST_STACK_BYTES, `the stack took ${Math.round(most / 1024 ** 2)} MB; the limit is 4,096 MB`],
    [replies.acknowledged === 0, "no reply was acknowledged: nothing was measured"],
    [replies.refused > 0, `${replies.refused} replies were refused`],
    [replies.lost > 0, `${replies.lost} acknowledged replies were lost`],
    [replies.doubled > 0, `${replies.doubled} messages came twice`],
    [replies.seen !== replies.acknowledged - replies.lost, "replies seen and acknowledged do not add up"],
    [openAtEnd < connections - failed, `only ${openAtEnd} of ${connections} were connected at the end`],
  ];
  return limits.flatMap(([broken, sentence]) => (broken ? [sentence] : []));
};

const whole = (value: number): string => Math.round(value).toLocaleString("en-GB");
const megabytes = (bytes: number): string => `${whole(bytes / 1024 ** 2)} MB`;
const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} kB`;
const ms = (value: number | null): string => (value === null ? "-" : value.toFixed(1));
const row = (name: string, text: string): string => `  ${name.padEnd(18)}${text}`;

/** The figures as a person reads them. */
export const figureLines = (figures: Figures): string[] => {
  const { connections, memory, replies, delayMs, openMs } = figures;
  const ratio = memory.bytesEach / Math.max(1, memory.bareBytesEach);
  return [
    row(
      "customers",
      `${whole(connections)} open at once after ${(openMs / 1000).toFixed(1)} s (${whole((connections * 1000) / openMs)}/s)`,
    ),
    row("stack, empty", megabytes(memory.emptyBytes)),
    row("stack, all open", `${megabytes(memory.openBytes)}: ${kilobytes(memory.bytesEach)} per open customer`),
    row("stack, at most", memory.peakBytes === null ? "not known here" : `${megabytes(memory.peakBytes)} of 4,096 MB`),
    row(
      "bare ws server",
      `${kilobytes(memory.bareBytesEach)} per socket: an open customer costs ${ratio.toFixed(1)} times that`,
    ),
    row(
      "broken",
      `${whole(figures.broken)} connections, ${whole(figures.reconnects)} came back, at least ${whole(figures.fewestOpen)} open`,
    ),
    row(
      "replies",
      `${whole(replies.acknowledged)} acknowledged in ${(replies.tookMs / 1000).toFixed(1)} s, ${whole(replies.lost)} lost, ${whole(replies.doubled)} doubled`,
    ),
    row("reply to customer", `p50 ${ms(delayMs.p50)} ms, p95 ${ms(delayMs.p95)} ms, p99 ${ms(delayMs.p99)} ms`),
  ];
};
