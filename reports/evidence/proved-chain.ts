import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
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
  /**
   * Behind the last line: the thread has read the log for itself, and what it proved must be what the judge was handed.
   * @throws FieldproofError FP-EVID-005 when the file is not the one with which the proving began
   */
  requireSame(): Promise<void>;
  close(): Promise<void>;
}

/** Another one for each write, each change of its name and each file put in its place. */
const stateOf = async (path: string): Promise<{ readonly bytes: number; readonly state: string }> => {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return { bytes: Number(size), state: [dev, ino, size, mtimeNs, ctimeNs].join(" ") };
};

/** Begins to prove the log at `path` at once, when it is large. @param path null: there is no log */
export async function proveChain(path: string | null, largeBytes = LARGE_BYTES): Promise<ProvedChain> {
  const before = path === null ? null : await stateOf(path);
  const thread =
    path === null || before === null || before.bytes < largeBytes ? null : startProvingThread(path, before.bytes);
  let proved: object | null = null;
  return {
    ...chainTools,
    thread,
    note: (entry, isProved) => {
      proved = isProved ? entry : null;
    },
    isProved: (entry) => entry === proved,
    requireSame: async () => {
      if (path === null || thread === null || before === null) return;
      const after = await stateOf(path).catch(() => null);
      if (after?.state === before.state) return;
      throw new FieldproofError("FP-EVID-005", {
        ...{ path: basename(path), line: 1, reason: "the file was changed while it was judged" },
      });
    },
    close: async () => {
      await thread?.close();
    },
  };
}
