import type { Scheduler } from "../runtime/scheduler.ts";
import type { CallAnswer } from "./call-answer.ts";

/**
 * A read that is sent a second time when the first has no answer after `afterMs` (wall), if `mayHedge` then allows it;
 * the first answer that is none of a failure wins (Dean and Barroso, The Tail at Scale, CACM 2013). For reads alone:
 * nothing happens twice that should happen once.
 */
export const hedgedRead = (
  read: () => Promise<CallAnswer>,
  afterMs: number,
  scheduler: Scheduler,
  mayHedge: () => boolean,
): Promise<CallAnswer> =>
  new Promise((resolve) => {
    let underWay = 0;
    let isDone = false;
    const send = (): void => {
      underWay += 1;
      void read().then((answer) => {
        underWay -= 1;
        if (isDone || (answer.kind === "failed" && underWay > 0)) return;
        isDone = true;
        cancel();
        resolve(answer);
      });
    };
    const cancel = scheduler.after(afterMs, () => {
      if (!isDone && mayHedge()) send();
    });
    send();
  });
