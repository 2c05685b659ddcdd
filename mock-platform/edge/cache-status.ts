import { serializeList, Token } from "structured-headers";
import type { CacheOutcome } from "./pop.ts";

type Parameter = [string, boolean | number | Token];

/**
 * `Cache-Status` of one hop (RFC 9211): a hit, or why the request went forward; `ttl` in whole seconds, negative for a
 * response that is served stale.
 */
export const cacheStatus = (pop: string, outcome: CacheOutcome, ttlMs: number): string => {
  const ttl: Parameter = ["ttl", Math.floor(ttlMs / 1000)];
  const hit: Parameter = ["hit", true];
  const parameters: Readonly<Record<CacheOutcome, readonly Parameter[]>> = {
    hit: [hit, ttl],
    "stale-hit": [hit, ttl, ["detail", new Token("soft-purged")]],
    "uri-miss": [["fwd", new Token("uri-miss")], ["stored", true], ttl],
    stale: [["fwd", new Token("stale")], ["stored", true], ttl],
  };
  return serializeList([[new Token(pop), new Map(parameters[outcome])]]);
};
