import type { Lane } from "../../core/contract/ids.ts";
import { k6LineSchema } from "../../core/schema/evidence.ts";
import { nodeClock } from "../ports/node-ports.ts";
import { type PersonBudget, waitForPerson } from "./person-budget.ts";
import { type LineTail, tailLines } from "./line-tail.ts";

/** k6 may need this long to start all VUs before its first line. */
const FIRST_LINE_LIMIT_MS = 120_000;
/** The heartbeat comes each second; this long without any line is silence. */
const SILENCE_LIMIT_MS = 15_000;

export interface LoadWatch {
  /** `forPerson`: who came to need a person where agents answer; `lateOrNever`: those of them beyond the budget. */
  readonly counts: { contacts: number; forPerson: number; lateOrNever: number; replied: number };
  /** Contacts that are over, and late ones of them where agents answer, by lane. */
  readonly byLane: ReadonlyMap<Lane, { readonly contacts: number; readonly late: number }>;
  t0(): number | null;
  /** Wall milliseconds of silence beyond what is allowed, or null while k6 is heard; `now` by `nodeClock`. */
  silentFor(now: number): number | null;
  stop(): Promise<void>;
}

/**
 * Reads along while k6 writes its console file: T0, signs of life, contacts finished. For progress and for the
 * silence alarm only; what counts is read again from disk at the end.
 */
export function watchLoad(
  consoleFile: string,
  { budget, lanes }: { readonly budget: PersonBudget; readonly lanes: readonly Lane[] },
  onHeartbeat: (at: number) => void,
): LoadWatch {
  const counts = { contacts: 0, forPerson: 0, lateOrNever: 0, replied: 0 };
  const byLane = new Map<Lane, { contacts: number; late: number }>();
  const startedAt = nodeClock.now();
  let t0: number | null = null;
  let heardAt: number | null = null;
  const take = (text: string): void => {
    heardAt = nodeClock.now();
    const parsed = k6LineSchema.safeParse(toJson(text));
    if (!parsed.success) return;
    const line = parsed.data;
    if (line.kind === "clock") t0 = line.t0;
    else if (line.kind === "heartbeat") onHeartbeat(line.at);
    else if (line.kind === "contact") {
      counts.contacts++;
      const human = line.handedOffAt !== null;
      const decisive = line.seen.find((seen) => (human ? seen.author === "agent" : seen.author !== "system"));
      if (decisive !== undefined) counts.replied++;
      // In other lanes nobody is to answer, and a late reply is none.
      const wait = lanes.includes(line.lane) ? waitForPerson(line, budget) : null;
      if (wait !== null) counts.forPerson++;
      const counted = wait === "late";
      if (counted) counts.lateOrNever++;
      const before = byLane.get(line.lane) ?? { contacts: 0, late: 0 };
      byLane.set(line.lane, { contacts: before.contacts + 1, late: before.late + (counted ? 1 : 0) });
    }
  };
  const tail: LineTail = tailLines(consoleFile, take);
  return {
    counts,
    byLane,
    t0: () => t0,
    silentFor: (now) => {
      const since = heardAt ?? startedAt;
      const limit = heardAt === null ? FIRST_LINE_LIMIT_MS : SILENCE_LIMIT_MS;
      return now - since > limit ? now - since : null;
    },
    stop: () => tail.stop(),
  };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
