import type { Clock } from "../../core/contract/ports.ts";
import type { Defects } from "../defects.ts";
import { messageAct } from "../desk/acts.ts";
import type { AgentRoster } from "../desk/agent-roster.ts";
import type { ContactBook } from "../desk/contact-book.ts";
import type { Act, Ledger } from "../event-log/ledger.ts";
import type { NewId } from "../runtime/ids.ts";
import type { KeyedLock } from "../runtime/keyed-lock.ts";
import type { MatterBook } from "./matter-book.ts";

/** What the commands on matters share. A matter is taken by its contact's lock; an owner's lock comes before it. */
export interface MatterParts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly lock: KeyedLock;
  readonly matters: MatterBook;
  readonly contacts: ContactBook;
  readonly roster: AgentRoster;
  readonly newId: NewId;
  readonly defects: Defects;
  readonly isWithdrawn: (consentId: string) => boolean;
}

/** A line of the system's to the customer; none for a contact that may no longer be written to. Holds the contact's lock. */
export const tellAct = (
  { contacts, newId, isWithdrawn }: MatterParts,
  contactId: string,
  text: string,
  at: number,
): Act[] => {
  const contact = contacts.find(contactId);
  if (contact === null || isWithdrawn(contact.consentId)) return [];
  const seq = contact.kept.length + 1;
  return [messageAct({ id: newId("m"), seq, contactId, author: "system", text, at })];
};
