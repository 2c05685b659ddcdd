import { FieldproofError, isFieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { type ProxyTime, nodeProxyTime } from "../proxy/proxy-time.ts";

/** What a holder of faults says when one that should be renewed has ended. */
const LAPSED: ReadonlySet<string> = new Set(["FP-PROXY-005", "FP-FAULT-003"]);

export interface Heartbeat {
  /** Ends the beating; the leases then run out by themselves. Resolves when no renewal is under way. */
  stop(): Promise<void>;
}

/**
 * Renews leases every third of `ttlMs`, one renewal at a time. Calls `onLost` once and stops when a lease has lapsed
 * (FP-PROXY-005, FP-FAULT-003) or no renewal has come through for a whole `ttlMs`: what lapsed mid-fault cannot be made good.
 * @param renew one renewal for `ttlMs`; it may fail and is tried again
 */
export function startHeartbeat(
  renew: (ttlMs: number) => Promise<unknown>,
  ttlMs: number,
  onLost: (error: FieldproofError) => void,
  time: ProxyTime = nodeProxyTime,
): Heartbeat {
  let stopped = false;
  let lastAt = time.now();
  let cancel: () => void = () => undefined;
  let underWay: Promise<void> = Promise.resolve();
  const lose = (error: unknown): void => {
    stopped = true;
    onLost(isFieldproofError(error) ? error : new FieldproofError("FP-INTERNAL-001", { reason: messageOf(error) }));
  };
  const beat = async (): Promise<void> => {
    const sentAt = time.now();
    try {
      await renew(ttlMs);
      lastAt = sentAt;
    } catch (error) {
      const lapsed = isFieldproofError(error) && LAPSED.has(error.code);
      if (!stopped && (lapsed || time.now() - lastAt >= ttlMs)) lose(error);
    }
    if (!stopped) arm();
  };
  const arm = (): void => {
    cancel = time.after(ttlMs / 3, () => {
      underWay = beat();
    });
  };
  arm();
  return {
    stop: () => {
      stopped = true;
      cancel();
      return underWay;
    },
  };
}
