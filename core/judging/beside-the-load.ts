import type { LogEntry } from "../schema/wire.ts";

/**
 * Which contacts at the target were opened beside the load, by a browser's walk or by tries at its doors: they are
 * neither foreign nor planned ones. Their marks must be known before the target's exports are taken.
 */
export interface BesideTheLoad {
  /** `mark`: what the client ids of such contacts begin with. */
  add(mark: string): void;
  /** True for the client id of such a contact, also of one that nobody followed to its end. */
  isBeside(clientContactId: string | null): boolean;
  /** True for the log's entries of such a contact, from its opening on. */
  isEntryBeside(entry: LogEntry): boolean;
}

export function createBesideTheLoad(): BesideTheLoad {
  const marks = new Set<string>();
  const contactIds = new Set<string>();
  const isBeside = (clientContactId: string | null): boolean =>
    clientContactId !== null && [...marks].some((mark) => clientContactId.startsWith(mark));
  return {
    add: (mark) => void marks.add(mark),
    isBeside,
    isEntryBeside: ({ kind, subject, body }) => {
      const client = body["clientContactId"];
      if (kind === "contact.opened" && typeof client === "string" && isBeside(client)) contactIds.add(subject);
      return contactIds.has(subject);
    },
  };
}
