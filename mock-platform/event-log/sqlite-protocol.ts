import type { DraftText } from "./draft-text.ts";

/** How the main thread starts the worker that owns the database. */
export interface WorkerStart {
  readonly path: string;
  /** Upper bound of the database in pages of 4 KiB; 0 for none. A full disk on purpose. */
  readonly maxPages: number;
}

export type WorkerRequest =
  | { readonly id: number; readonly do: "append"; readonly drafts: readonly DraftText[] }
  | { readonly id: number; readonly do: "read"; readonly from: number; readonly limit: number }
  | { readonly id: number; readonly do: "close" };

/** Rows travel as text: the entry's and the custody's JSON. */
export interface EventRow {
  readonly entry: string;
  readonly custody: string | null;
}

export type WorkerReply =
  | { readonly id: number; readonly first: number }
  | { readonly id: number; readonly rows: readonly EventRow[] }
  | { readonly id: number; readonly closed: true }
  | { readonly id: number; readonly refused: string }
  | { readonly opened: number }
  | { readonly unopened: string };
