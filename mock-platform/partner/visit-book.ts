import type { Clock } from "../../core/contract/ports.ts";
import type { PartnerVisit } from "../../core/schema/partner-wire.ts";

/** Beyond it the oldest are dropped, and `place` shows that some are gone. */
const MOST_VISITS = 200_000;

/** One request while the partner has it. */
export interface OpenVisit {
  /** It took a place: a server works for it sooner or later, whether or not anybody waits. */
  serve(): void;
  /** The first end counts. */
  end(end: NonNullable<PartnerVisit["end"]>): void;
}

type Kept = { -readonly [K in keyof PartnerVisit]: PartnerVisit[K] };

/** Every request that came to the partner, in the order in which they came. */
export class VisitBook {
  readonly #clock: Clock;
  #kept: Kept[] = [];
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(kind: PartnerVisit["kind"], caseId: string, matterId: string | null): OpenVisit {
    this.#count += 1;
    const visit: Kept = {
      ...{ place: this.#count, kind, caseId, matterId, at: this.#clock.now() },
      ...{ endedAt: null, end: null, served: false },
    };
    this.#kept.push(visit);
    // Seldom and many at once: dropping one by one would move the whole list each time.
    if (this.#kept.length > 1.25 * MOST_VISITS) this.#kept = this.#kept.slice(-MOST_VISITS);
    return {
      serve: () => {
        visit.served = true;
      },
      end: (end) => {
        if (visit.end !== null) return;
        visit.end = end;
        visit.endedAt = this.#clock.now();
      },
    };
  }

  *all(): Generator<PartnerVisit> {
    for (const visit of this.#kept) yield { ...visit };
  }
}
