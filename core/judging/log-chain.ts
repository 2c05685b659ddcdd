import type { LogEntry } from "../schema/wire.ts";
import { CHAIN_START, type ChainTools } from "../trust/hash-chain.ts";

/** Walks the target's log, entry by entry, and believes no hash that it has not made itself. */
export interface LogChain {
  /** Null when the entry follows from the one before and is what its hash says; else what is wrong, in words. */
  take(entry: LogEntry): string | null;
  broken(): number;
}

export function createLogChain(tools: ChainTools): LogChain {
  let lastIndex = -1;
  let head = CHAIN_START;
  let broken = 0;
  const isWhatItsHashSays = ({ hash, ...body }: LogEntry): boolean => tools.sha256Hex(tools.canonical(body)) === hash;
  return {
    broken: () => broken,
    take: (entry) => {
      const follows = entry.index === lastIndex + 1 && entry.prev === head;
      const holds = tools.isProved?.(entry) === true || isWhatItsHashSays(entry);
      lastIndex = entry.index;
      // The hash as it stands, so that one fault counts once.
      head = entry.hash;
      if (follows && holds) return null;
      broken++;
      return follows ? "is not what its hash says" : "does not follow from the one before";
    },
  };
}
