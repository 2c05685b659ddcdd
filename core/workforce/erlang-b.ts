import { requireCount } from "../statistics/guard.ts";
import { requireNotNegative } from "./offered-work.ts";

/**
 * Share of arrivals that find all servers busy and are lost: Erlang's loss formula for M/G/c/c, by the recursion
 * B(n) = load B(n - 1) / (n + load B(n - 1)) (Jagerman 1974), which never leaves [0, 1] and needs no factorial.
 *
 * @param servers whole, >= 0
 * @param load Erlangs, >= 0
 * @throws RangeError
 */
export const erlangB = (servers: number, load: number): number => {
  requireCount("servers", servers);
  requireNotNegative("load", load);
  let blocking = 1;
  for (let n = 1; n <= servers && blocking > 0; n++) blocking = (load * blocking) / (n + load * blocking);
  return blocking;
};
