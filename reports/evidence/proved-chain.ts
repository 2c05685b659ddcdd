import { stat } from "node:fs/promises";
import type { ChainTools } from "../../core/trust/hash-chain.ts";
import { chainTools } from "./chain-tools.ts";
import { type ProvingThread, startProvingThread } from "./proving-thread.ts";

/** From this size on a log is worth a thread of its own. */
const LARGE_BYTES = 8_000_000;

/** The tools of a chain, which know of the entry at hand whether its hash was made anew already. */
export interface ProvedChain extends ChainTools {
  /** What proves the log's lines meanwhile; null when it is small, and the judge proves them by the way. */
  readonly thread: Pick<ProvingThread, "isProved" | "reached"> | null;
  /** Before an entry is handed on: whether it was proved. */
  note(entry: object, proved: boolean): void;
  isProved(entry: object): boolean;
  close(): Promise<void>;
}

/** Begins to prove the log at `path` at once, when it is large. @param path null: there is no log */
export async function proveChain(path: string | null, largeBytes = LARGE_BYTES): Promise<ProvedChain> {
  const bytes = path === null ? 0 : (await stat(path)).size;
  const thread = path === null || bytes < largeBytes ? null : startProvingThread(path, bytes);
  let proved: object | null = null;
  return {
    ...chainTools,
    thread,
    note: (entry, isProved) => {
      proved = isProved ? entry : null;
    },
    isProved: (entry) => entry === proved,
    close: async () => {
      await thread?.close();
    },
  };
}
