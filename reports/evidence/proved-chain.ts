import type { ChainTools } from "../../core/trust/hash-chain.ts";
import { chainTools } from "./chain-tools.ts";

/** The tools of a chain, which know of the entry at hand whether its hash was made anew already. */
export interface ProvedChain extends ChainTools {
  /** Before an entry is handed on: whether it was proved. */
  note(entry: object, proved: boolean): void;
  isProved(entry: object): boolean;
}

export function createProvedChain(): ProvedChain {
  let proved: object | null = null;
  return {
    ...chainTools,
    note: (entry, isProved) => {
      proved = isProved ? entry : null;
    },
    isProved: (entry) => entry === proved,
  };
}
