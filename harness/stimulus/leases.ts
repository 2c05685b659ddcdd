import type { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { FaultAdapter } from "../faults/fault-adapter.ts";
import { startHeartbeat } from "../faults/heartbeat.ts";
import type { StimulusContext } from "./stimulus-context.ts";
import type { StimulusTime } from "./waits.ts";

/** The leases of the faults in force, each renewed by a heartbeat of its own. */
export interface Leases {
  /** Begins with a fault that was put in place at `sentAt`. */
  keep(faultId: string, adapter: FaultAdapter, sentAt: number): void;
  /** Ends the beating and says how it went; renewals under way are waited for a call's length at most. */
  stop(): Promise<{ readonly renewals: number; readonly longestGapMs: number }>;
  /** The first lease that was lost. */
  readonly lost: { readonly faultId: string; readonly error: FieldproofError } | null;
}

export function keepLeases(context: StimulusContext, leaseMs: number, time: StimulusTime): Leases {
  const { waits, pace, watchdog, journal, over } = context;
  const kept: { stop: () => Promise<void>; lastAt: number }[] = [];
  let renewals = 0;
  let longestGapMs = 0;
  let lost: Leases["lost"] = null;
  const limit = { ms: leaseMs / 3, hurriedMs: Math.min(leaseMs / 3, pace.call.hurriedMs) };

  return {
    get lost() {
      return lost;
    },
    keep: (faultId, adapter, sentAt) => {
      const one = { stop: async () => {}, lastAt: sentAt };
      const renew = async (): Promise<void> => {
        if (journal.fault !== null) over.trip("journal-failed");
        const at = waits.now();
        const answer = await waits.within(limit, async () => {
          await adapter.renew(faultId, leaseMs);
          if (!adapter.ownLease) await watchdog?.beat();
        });
        if (!answer.ok) throw answer.error ?? new Error(answer.reason);
        renewals += 1;
        longestGapMs = Math.max(longestGapMs, at - one.lastAt);
        one.lastAt = at;
      };
      const heartbeat = startHeartbeat(
        renew,
        leaseMs,
        (error) => {
          lost ??= { faultId, error };
          over.trip("lapsed");
        },
        time,
      );
      one.stop = () => heartbeat.stop();
      kept.push(one);
    },
    stop: async () => {
      // What is measured is until the undo begins, so before a renewal under way is waited for.
      for (const { lastAt } of kept) longestGapMs = Math.max(longestGapMs, waits.now() - lastAt);
      await Promise.all(kept.map(({ stop }) => waits.within(pace.call, stop)));
      return { renewals, longestGapMs };
    },
  };
}
