/** What a hash chain needs: RFC 8785 text of a value without its `hash`, and SHA-256 as hex over UTF-8. */
export interface ChainTools {
  canonical(value: object): string;
  sha256Hex(text: string): string;
  /** True when the entry's hash was made anew before, and was right; without it, or when false, nobody has looked. */
  isProved?(entry: object): boolean;
}

export interface Link {
  readonly prev: string;
  readonly hash: string;
}

/** `prev` of the first entry. */
export const CHAIN_START = "0".repeat(64);

/** `entry` with `prev` and the hash over its canonical form. */
export const linked = <T extends object>(entry: T, prev: string, tools: ChainTools): T & Link => {
  const body = { ...entry, prev };
  return { ...body, hash: tools.sha256Hex(tools.canonical(body)) };
};

export type ChainCheck =
  | { readonly result: "whole"; readonly count: number; readonly head: string }
  | { readonly result: "broken"; readonly at: number; readonly reason: "prev" | "hash" };

/** Walks a chain from `start`; `at` is the place, from 0, of the first entry that does not fit. */
export const verifyChain = (entries: Iterable<Link>, tools: ChainTools, start: string = CHAIN_START): ChainCheck => {
  let head = start;
  let count = 0;
  for (const { hash, ...body } of entries) {
    if (body.prev !== head) return { result: "broken", at: count, reason: "prev" };
    if (tools.sha256Hex(tools.canonical(body)) !== hash) return { result: "broken", at: count, reason: "hash" };
    head = hash;
    count += 1;
  }
  return { result: "whole", count, head };
};
