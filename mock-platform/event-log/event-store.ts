import type { LogEntry, LogKind } from "../../core/schema/wire.ts";

/** What the log keeps beside an entry and outside the hash chain: texts and keys, so that they can be erased. */
export type Custody = Readonly<Record<string, unknown>>;

export interface EventDraft {
  readonly at: number;
  readonly kind: LogKind;
  readonly subject: string;
  readonly body: LogEntry["body"];
  readonly custody?: Custody;
}

export interface StoredEvent {
  readonly entry: LogEntry;
  readonly custody: Custody | null;
}

/** The append-only event log. Engines share one contract suite. */
export interface EventStore {
  /**
   * Appends all drafts or none and resolves with their indices, in order, once they are on disk. Rejects with
   * FP-STACK-006 when the disk refuses; nothing of the batch is then in the log.
   */
  append(drafts: readonly EventDraft[]): Promise<readonly number[]>;
  /** Entries from index `from`, at most `limit`, oldest first. Rejects with FP-STACK-009 when the disk refuses. */
  read(from: number, limit: number): Promise<readonly StoredEvent[]>;
  /** Number of acknowledged entries. */
  size(): number;
  /** Why the last append failed, or null when it did not. */
  failure(): string | null;
  /** Lets what was appended before reach the disk; appends that come later are refused. Safe to call twice. */
  close(): Promise<void>;
}
