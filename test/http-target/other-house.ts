import { openHouse } from "../../examples/other-desk/house.ts";
import type { FaultName } from "../../examples/other-desk/faults.ts";
import { MOST_TRIES, wasUnfit } from "../fit-machine.ts";
import { drillForeign, type ForeignRun } from "./foreign-run.ts";

export const PASS = "a pass that is long enough for staff";

export interface Drilled extends ForeignRun {
  readonly traffic: { readonly requests: number; readonly mostIn60s: number; readonly refused: number };
  readonly casesLeft: number;
}

/** Opens the other desk with these faults, drills it by its example file, and closes it again. */
export const drillHouse = async (
  faults: readonly FaultName[],
  part: {
    limit?: number;
    flags?: readonly string[];
    /** Calls of a customer that are not mapped. */
    without?: readonly string[];
    plan?: string;
    after?: (run: ForeignRun) => Promise<void>;
    staff?: (address: string) => () => Promise<void>;
  } = {},
): Promise<Drilled> => {
  const { limit = 3000 } = part;
  const house = await openHouse({ port: 0, staffPass: PASS, limitPerMinute: limit, faults });
  const leave = part.staff?.(house.address);
  try {
    const run = await drillForeign({
      example: "other-desk/target.yaml",
      secret: { file: "other-desk.pass", text: PASS },
      change: (file) => {
        file["addresses"] = { pops: { desk: house.address }, origin: house.address };
        const published = [{ scope: "all", perMinute: limit, source: "its help" }];
        const { customer } = file["http"] as { customer: Record<string, unknown> };
        for (const call of part.without ?? []) delete customer[call];
        file["limits"] = { maxRequestsPerSec: 60, maxContacts: 300, publishedLimits: published };
      },
      ...(part.plan === undefined ? {} : { plan: part.plan }),
      flags: part.flags ?? [],
    });
    await part.after?.(run);
    const { cases = -1 } = (await (await fetch(`${house.address}/house/traffic`)).json()) as { cases?: number };
    return { ...run, traffic: house.traffic(), casesLeft: cases };
  } finally {
    await leave?.();
    await house.close();
  }
};

/** Again where others wanted the same cores, as `onFitMachine` does; a run that left no verdict stands as it is. */
export const onFit = async (play: () => Promise<Drilled>): Promise<Drilled> => {
  for (let left = MOST_TRIES - 1; ; left--) {
    const played = await play();
    if (left === 0 || played.verdict === null || !wasUnfit(played.verdict)) return played;
  }
};
