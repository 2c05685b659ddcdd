import { DESK_DOOR } from "../../core/contract/access-attempts.ts";
import type { Clock, Timers } from "../../core/contract/ports.ts";
import type { AccessAnswer, AccessPort } from "../../core/contract/target.ts";
import type { AccessRecord } from "../../core/schema/evidence.ts";

interface ImpostorWorld {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly access: AccessPort;
  /** In front of the client ids of the contacts that are tried on. */
  readonly mark: string;
  readonly onAttempt: (record: AccessRecord) => void;
}

/** Rounds at each door, spread over the drill: in the rush, in the tail, when it is over. */
export const ACCESS_ROUNDS = 3;
export const CONTACTS_A_ROUND = 2;
/** Requests of one round at a PoP: two to open, six to read, six to write, a ticket, two feeds, a word of leave. */
export const REQUESTS_A_ROUND = 18;
/** Requests of one round at the desk. */
export const DESK_REQUESTS_A_ROUND = 3;

/**
 * Tries one door, a PoP or the desk, from T0 to `endOffsetMs` (wall milliseconds) and writes down what was let in: each
 * round opens contacts of its own, asks once with everything right, and then with one thing wrong each time.
 */
export async function tryDoor(door: string, endOffsetMs: number, t0: number, world: ImpostorWorld): Promise<void> {
  const { clock, timers, access, mark } = world;
  const endAt = t0 + endOffsetMs;
  for (let round = 0; round < ACCESS_ROUNDS; round++) {
    await timers.wait(Math.max(0, t0 + ((round + 0.5) / ACCESS_ROUNDS) * endOffsetMs - clock.now()));
    const contact = door === DESK_DOOR ? null : `${mark}${door}-${round}-a`;
    const tell = (
      at: number,
      what: Pick<AccessRecord, "action" | "way">,
      { outcome, status, code }: AccessAnswer,
    ): void =>
      world.onAttempt({
        ...{ kind: "access", at, ms: Math.max(0, clock.now() - at), door, round, mark, contact },
        ...{ action: what.action, way: what.way, outcome, status, code },
      });

    const began = clock.now();
    let attempts = access.agents;
    let leave = async (): Promise<void> => {};
    if (contact !== null) {
      const made = await access.customers(door, contact, `${mark}${door}-${round}-b`);
      const opened: AccessAnswer = made.attempts.length > 0 ? made.opened : { ...made.opened, outcome: "unclear" };
      tell(began, { action: "open", way: "rightly" }, opened);
      attempts = () => made.attempts;
      leave = made.leave;
    }
    for (const attempt of attempts()) {
      const at = clock.now();
      if (at >= endAt) return;
      tell(at, attempt, await attempt.try());
    }
    await leave();
  }
}
