import type { LogEntry } from "../schema/wire.ts";
import { createIdTable, type IdTable } from "../metrics/id-table.ts";
import { createIdNumbers } from "./id-numbers.ts";

/** To whom the desk says that it offered which contact first, by its own log. */
export interface LoggedOffers {
  log(entry: LogEntry): void;
  /** True when the log holds an offer of `contactId` before any of `otherId`, and offers of both. */
  offeredBefore(contactId: string, otherId: string): boolean;
}

export function createLoggedOffers(ids: IdTable = createIdTable()): LoggedOffers {
  const first = createIdNumbers(ids);
  return {
    log: ({ kind, subject, index }) => {
      if (kind === "contact.offered" && first.get(subject) === undefined) first.set(subject, index);
    },
    offeredBefore: (contactId, otherId) => {
      const [own, other] = [first.get(contactId), first.get(otherId)];
      return own !== undefined && other !== undefined && own < other;
    },
  };
}
