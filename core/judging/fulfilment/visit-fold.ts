import type { PartnerVisit } from "../../schema/partner-wire.ts";
import type { FulfilmentPlan } from "../../schema/fulfilment-plan.ts";
import { createExamples, type Examples } from "../examples.ts";

/** One piece of work that took a server's time to its end. */
export interface Work {
  readonly matterId: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface VisitFold {
  take(visit: PartnerVisit): void;
  readonly counts: {
    visits: number;
    opens: number;
    refused: number;
    letIn: number;
    crowded: number;
    followUps: number;
    herded: number;
    mostInside: number;
  };
  readonly crowded: Examples;
  readonly herded: Examples;
  /** Requests that asked for this matter's case. */
  asked(matterId: string): number;
  /** Whether the partner worked on this matter's case to its end. */
  settled(matterId: string): boolean;
  /** When it first had, epoch milliseconds; null when it never had. */
  settledAt(matterId: string): number | null;
  /** Cases that it worked off, each as often as it was: whose, and when. */
  readonly works: readonly Work[];
  /** Whether every request from the first to the last is there. */
  isWhole(): boolean;
}

/** Follow-ups within this many paces of each other are one moment. */
const MOMENT_PACES = 2;

/** Folds the partner's own account, in the order in which requests came. */
export function createVisitFold(plan: FulfilmentPlan, t0: number, timeFactor: number): VisitFold {
  const { partner, promises } = plan;
  const places = partner.queue === null ? Number.POSITIVE_INFINITY : partner.servers + partner.queue;
  const momentMs = (MOMENT_PACES * promises.paceSec * 1000) / timeFactor;
  // Those whose answer takes long may come together once; half as many again are a herd.
  const mostAtOnce = Math.ceil(1.5 * promises.atOnce);
  const counts = {
    ...{ visits: 0, opens: 0, refused: 0, letIn: 0, crowded: 0, followUps: 0, herded: 0, mostInside: 0 },
  };
  const crowded = createExamples();
  const herded = createExamples();
  const asked = new Map<string, number>();
  const settled = new Map<string, number>();
  const works: Work[] = [];
  let inside: number[] = [];
  let moment: { at: number; caseId: string }[] = [];
  let lastPlace = 0;
  let whole = true;
  const exampleOf = (visit: PartnerVisit, what: string) => ({
    ...{ contact: null, message: visit.matterId ?? visit.caseId, what },
    atSec: ((visit.at - t0) * timeFactor) / 1000,
  });

  const enter = (visit: PartnerVisit): void => {
    inside = inside.filter((endedAt) => endedAt > visit.at);
    counts.letIn++;
    if (inside.length >= places) {
      counts.crowded++;
      crowded.add(exampleOf(visit, `was let in where ${inside.length} were inside already, with ${places} places`));
    }
    inside.push(visit.endedAt ?? Number.POSITIVE_INFINITY);
    counts.mostInside = Math.max(counts.mostInside, inside.length);
  };
  const follow = (visit: PartnerVisit): void => {
    counts.followUps++;
    moment = [...moment.filter(({ at }) => at > visit.at - momentMs), { at: visit.at, caseId: visit.caseId }];
    const many = new Set(moment.map(({ caseId }) => caseId)).size;
    if (many <= mostAtOnce) return;
    counts.herded++;
    herded.add(exampleOf(visit, `one of ${many} that were followed up within ${momentMs.toFixed(0)} ms`));
  };

  return {
    counts,
    crowded,
    herded,
    asked: (matterId) => asked.get(matterId) ?? 0,
    settled: (matterId) => settled.has(matterId),
    settledAt: (matterId) => settled.get(matterId) ?? null,
    works,
    isWhole: () => whole,
    take: (visit) => {
      if (visit.place !== lastPlace + 1) whole = false;
      lastPlace = visit.place;
      counts.visits++;
      if (visit.kind === "read") return follow(visit);
      counts.opens++;
      if (visit.end === "refused") counts.refused++;
      if (visit.matterId !== null) {
        asked.set(visit.matterId, (asked.get(visit.matterId) ?? 0) + 1);
        if (visit.end === "settled" || visit.end === "known") {
          const at = visit.endedAt ?? visit.at;
          settled.set(visit.matterId, Math.min(at, settled.get(visit.matterId) ?? at));
          if (visit.served && visit.end === "settled") works.push({ matterId: visit.matterId, at });
        }
      }
      if (visit.served) enter(visit);
    },
  };
}
