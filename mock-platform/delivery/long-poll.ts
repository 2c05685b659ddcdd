import type { Message } from "../../core/schema/wire.ts";
import { Problem } from "../http/problems.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import type { DeliveryHub } from "./hub.ts";

/** Texts of one answer; the next poll goes on behind it. One message is never cut. */
export const MOST_PAGE_BYTES = 1024 * 1024;

const page = (messages: readonly Message[]): Message[] => {
  let bytes = 0;
  const end = messages.findIndex(({ text }, place) => {
    bytes += Buffer.byteLength(text);
    return place > 0 && bytes > MOST_PAGE_BYTES;
  });
  return messages.slice(0, end < 0 ? messages.length : end);
};

/**
 * The messages behind `after`, at once when there are some, else the next that come within `waitMs` (wall), else
 * none. `onAbort` is given the way to end the wait when the customer is gone. Rejects with `consent-withdrawn` when
 * that is what ends the wait.
 */
export const longPoll = (
  hub: DeliveryHub,
  scheduler: Scheduler,
  request: { contactId: string; after: number; waitMs: number; onAbort?: (stop: () => void) => void },
): Promise<Message[]> => {
  const { contactId, after, waitMs } = request;
  const backlog = hub.since(contactId, after);
  if (backlog.length > 0 || waitMs <= 0) return Promise.resolve(page(backlog));
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      cancel();
      stopFollowing();
    };
    const finish = (): void => {
      leave();
      resolve(page(hub.since(contactId, after)));
    };
    const stopFollowing = hub.follow(contactId, {
      // A commit hands over several messages in one turn; the answer carries them all.
      message: () => setImmediate(finish),
      end: (reason) => {
        if (reason === "closing") return finish();
        leave();
        reject(new Problem("consent-withdrawn"));
      },
    });
    const cancel = scheduler.after(waitMs, finish);
    request.onAbort?.(finish);
  });
};
