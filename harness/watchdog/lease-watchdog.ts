import type { LeaseWatchdog } from "../stimulus/stimulus-context.ts";
import type { Watchdog } from "./watchdog-process.ts";

/**
 * The watchdog of the run, as the runner of stimuli wants one. It knows the steps from the journal, where they were
 * written before it is armed, and takes them within some four seconds of silence, which is shorter than any lease.
 */
export function leaseWatchdog(watchdog: Pick<Watchdog, "settled" | "lost" | "running">): LeaseWatchdog {
  const onGuard = async (): Promise<void> => {
    await watchdog.settled();
    if (!watchdog.running()) throw await watchdog.lost;
  };
  return { arm: onGuard, beat: onGuard, disarm: async () => {} };
}
