import type { Ready } from "../../core/schema/wire.ts";
import type { Services } from "../services.ts";

/** Whether contacts can be taken: the log takes writes, and every PoP serves the origin's current island. */
export const readiness = async (services: Services): Promise<Ready> => {
  const current = services.islands.current(services.event);
  const islands = await Promise.all(
    services.pops.map(async (pop) => {
      const served = await pop.serve(services.event);
      if (served.result !== "good") return [pop.name, served.result] as const;
      return [pop.name, served.island.version === current?.version ? "good" : "old-version"] as const;
    }),
  );
  const log = services.store.failure() ?? "open";
  return {
    ready: log === "open" && islands.every(([, state]) => state === "good"),
    log,
    islands: Object.fromEntries(islands),
  };
};
