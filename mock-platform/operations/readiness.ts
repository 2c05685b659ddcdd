import type { Ready } from "../../core/schema/wire.ts";
import type { Services } from "../services.ts";

/**
 * Whether contacts can be taken: the log takes writes, and every PoP holds the origin's current island. A look fetches
 * nothing: it must not fill a cache that was emptied on purpose.
 */
export const readiness = async (services: Services): Promise<Ready> => {
  const current = services.islands.current(services.event);
  const islands = await Promise.all(
    services.pops.map(async (pop) => {
      const held = await pop.look(services.event);
      if (held.result !== "good") return [pop.name, held.result] as const;
      return [pop.name, held.island.version === current?.version ? "good" : "old-version"] as const;
    }),
  );
  const log = services.store.failure() ?? "open";
  return {
    ready: log === "open" && islands.every(([, state]) => state === "good"),
    log,
    islands: Object.fromEntries(islands),
  };
};
