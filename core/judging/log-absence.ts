import type { JournalEntry } from "../schema/evidence.ts";

/** Whether the target said that it has no event log, instead of exporting one: then nothing was logged. */
export interface LogAbsence {
  journal(entry: JournalEntry): void;
  /** A whole sentence for the objectives that stand on the log; none where there was a log, or no answer at all. */
  note(): { readonly note?: string };
}

export function createLogAbsence(): LogAbsence {
  let status: number | null = null;
  return {
    journal: ({ kind, data }) => {
      const { name, status: answered } = data;
      if (kind === "export.absent" && name === "log" && typeof answered === "number") status = answered;
    },
    note: () => (status === null ? {} : { note: `The target has no event log: its export answered ${status}.` }),
  };
}
