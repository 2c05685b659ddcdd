import type { Message } from "../../core/schema/wire.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import type { DeliveryHub } from "./hub.ts";

/**
 * The messages behind `after`, at once when there are some, else the next that come within `waitMs` (wall), else
 * none. `aborted` ends the wait when the customer is gone.
 */
export const longPoll = (
  hub: DeliveryHub,
  scheduler: Scheduler,
  request: { contactId: string; after: number; waitMs: number; onAbort?: (stop: () => void) => void },
): Promise<Message[]> => {
  const { contactId, after, waitMs } = request;
  const backlog = hub.since(contactId, after);
  if (backlog.length > 0 || waitMs <= 0) return Promise.resolve(backlog);
  return new Promise((resolve) => {
    let cancel = (): void => {};
    const finish = (): void => {
      cancel();
      leave();
      resolve(hub.since(contactId, after));
    };
    // A commit hands over several messages in one turn; the answer carries them all.
    const leave = hub.follow(contactId, after, { message: () => setImmediate(finish), end: finish });
    cancel = scheduler.after(waitMs, finish);
    request.onAbort?.(finish);
  });
};
