import { serializeList, Token } from "structured-headers";
import type { CacheOutcome } from "./pop.ts";

/** `Cache-Status` of one hop (RFC 9211): a hit, or why the request went forward; `ttl` in whole seconds. */
export const cacheStatus = (pop: string, outcome: CacheOutcome, ttlMs: number): string => {
  const ttl: [string, number] = ["ttl", Math.floor(ttlMs / 1000)];
  const parameters: [string, boolean | number | Token][] =
    outcome === "hit" ? [["hit", true], ttl] : [["fwd", new Token(outcome)], ["stored", true], ttl];
  return serializeList([[new Token(pop), new Map(parameters)]]);
};
