import type { JudgeInput } from "../../contract/drill.ts";
import { createCountOverTime } from "../open-contacts.ts";
import type { FulfilmentFolds } from "./folds.ts";
import { firstWordAt } from "./matter-states.ts";

type Points = [number, number][];

/** Counts of matters over simulated seconds from T0, at most 300 points each. */
export interface PromiseCurves {
  readonly open: Points;
  /** What would be open if no promise ended before it is due: the due line. Under it, promises are kept early. */
  readonly dueLine: Points;
  readonly broken: Points;
  readonly wordless: Points;
  readonly mostOpen: number;
  /** When the last promise is due; null without promises. */
  readonly lastDueSec: number | null;
}

/** Promises over the time of one replicate, by the desk's own account. */
export function promiseCurves({ replicate }: JudgeInput, { matters }: Pick<FulfilmentFolds, "matters">): PromiseCurves {
  const t0 = replicate.t0 ?? 0;
  const sim = (at: number): number => (at - t0) * replicate.timeFactor;
  const untilMs = Math.max(0, ...replicate.phases.map(({ toMs }) => toMs * replicate.timeFactor));
  const open = createCountOverTime();
  const due = createCountOverTime();
  const broken = createCountOverTime();
  const wordless = createCountOverTime();
  let lastDueMs: number | null = null;
  for (const matter of matters) {
    const { promisedAt, dueAt, endedAt, state, receivedAt } = matter;
    wordless.up(sim(receivedAt));
    wordless.down(Math.min(sim(firstWordAt(matter) ?? t0 + untilMs), untilMs));
    if (promisedAt === null) continue;
    open.up(sim(promisedAt));
    open.down(endedAt === null ? untilMs : sim(endedAt));
    if (dueAt === null) continue;
    due.up(sim(promisedAt));
    due.down(sim(dueAt));
    lastDueMs = Math.max(lastDueMs ?? 0, sim(dueAt));
    if (state === "resolved" && endedAt !== null && endedAt <= dueAt) continue;
    broken.up(Math.min(sim(dueAt), untilMs));
  }
  const points = open.points(untilMs);
  return {
    open: points,
    dueLine: due.points(untilMs),
    broken: broken.points(untilMs),
    wordless: wordless.points(untilMs),
    mostOpen: Math.max(0, ...points.map(([, count]) => count)),
    lastDueSec: lastDueMs === null ? null : lastDueMs / 1000,
  };
}
