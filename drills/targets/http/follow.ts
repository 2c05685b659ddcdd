import type { Fault } from "../../../core/contract/target.ts";
import type { RepliesMapping } from "../../../core/schema/http-mapping.ts";
import { MOST_PAUSE_MS } from "./answer.ts";
import type { Dialogue, HttpTargetOptions } from "./dialogue.ts";
import type { Follower } from "./follower.ts";
import type { PollRound } from "./poll.ts";

/** Pause before what broke is tried again; longer where the desk asks for it. */
export const AGAIN_MS = 500;

export interface FollowWorld {
  readonly options: Pick<HttpTargetOptions, "timers" | "clock" | "sockets" | "base" | "limiter" | "requestTimeoutMs">;
  readonly dialogue: Dialogue;
  readonly follower: Follower;
  readonly full: () => boolean;
  readonly round: () => Promise<PollRound>;
  readonly onFault: (fault: Fault) => void;
  readonly onReconnect: () => void;
  /** Called behind each look that could be made. */
  readonly onLook: () => void;
}

export interface Stopper {
  readonly stopped: () => boolean;
  readonly when: Promise<void>;
}

/** Looks for news at the mapping's pace until stopped, or until more came than is read. */
export async function followByPolls(mapping: RepliesMapping, world: FollowWorld, stop: Stopper): Promise<void> {
  const { timers, clock } = world.options;
  while (!stop.stopped() && !world.full()) {
    const began = clock.now();
    const { fault, news } = await world.round();
    if (stop.stopped()) return;
    let pause = mapping.everyMs - (clock.now() - began);
    if (fault !== null) {
      world.onFault(fault);
      pause = Math.min(MOST_PAUSE_MS, Math.max(AGAIN_MS, pause, fault.retryAfterMs ?? 0));
    } else {
      world.onLook();
      // Where the desk holds a poll, news is followed up at once; without any, the pace is kept.
      if (mapping.waitMs !== undefined && news > 0) pause = 0;
    }
    if (pause > 0) await timers.waitOr(pause, stop.when);
    if (fault !== null && !stop.stopped()) world.onReconnect();
  }
  if (world.full()) world.follower.note("too-many-replies");
}
