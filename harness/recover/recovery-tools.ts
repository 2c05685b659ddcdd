import { z } from "zod";
import type { DrillStimulus, TargetView } from "../../core/contract/stimulus.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { RestoreStep } from "../../core/schema/restore-step.ts";
import { CATALOG, type CatalogEntry, findDrill } from "../../drills/catalog.ts";
import { trustedKeys } from "../../drills/targets/reference/trusted-keys.ts";
import { restoreAdapter } from "../faults/adapters.ts";
import { readBearer } from "../faults/bearer-file.ts";
import { isGone, reachOf } from "../faults/reach.ts";
import { nodeCrypto } from "../ports/node-ports.ts";
import { createStackClient } from "../run/stack-client.ts";
import { createTargetView } from "../stimulus/target-view.ts";
import type { RecoverTools } from "./recover-replicate.ts";
import type { ReplicateLeft } from "./run-left.ts";

const LOOK_LIMIT_MS = 3000;

/** What `stack.ready` of a journal says of the place; runs of before it was said do not. */
const readySchema = z.object({
  served: z.boolean(),
  addresses: z.object({ pops: z.record(z.string(), z.string()), origin: z.string(), ops: z.string() }),
  bearerFiles: z.object({ ops: z.string(), agent: z.string().nullable() }),
});

const placeOf = ({ journal }: Pick<ReplicateLeft, "journal">): z.infer<typeof readySchema> | null => {
  const ready = journal.findLast(({ kind }) => kind === "stack.ready");
  return readySchema.safeParse(ready?.data).data ?? null;
};

/** Recovers over the adapters of this machine's targets, with the proofs of the drills of `catalog`. */
export const recoveryTools = (catalog: readonly CatalogEntry[] = CATALOG): RecoverTools => {
  const reach = reachOf();
  return {
    adapterOf: (step: RestoreStep) => restoreAdapter(step, reach),
    stimulusOf: (drill, id) => {
      const stimulus: DrillStimulus | undefined = findDrill(drill, catalog)?.stimulus;
      return stimulus !== undefined && stimulus.kind !== "none" && stimulus.id === id ? stimulus : undefined;
    },
    viewOf: (replicate, plan) => viewOf(replicate, plan).catch(() => null),
    targetEnded: async (replicate) => {
      const place = placeOf(replicate);
      // A served target that does not answer may come back as it was left.
      return place !== null && !place.served && (await isGone(reach, place.addresses.ops, LOOK_LIMIT_MS));
    },
  };
};

async function viewOf(replicate: ReplicateLeft, plan: Plan): Promise<TargetView | null> {
  const place = placeOf(replicate);
  if (place === null) return null;
  const { ops, agent } = place.bearerFiles;
  if (agent === null) return null;
  const [opsBearer, agentBearer] = await Promise.all([readBearer(ops), readBearer(agent)]);
  const pems = await createStackClient(place.addresses.ops, opsBearer).islandKeyPems();
  return createTargetView({
    event: plan.drop.event,
    addresses: place.addresses,
    opsBearer,
    agentBearer,
    trusted: await trustedKeys(pems, nodeCrypto),
    requestTimeoutMs: LOOK_LIMIT_MS,
  });
}
