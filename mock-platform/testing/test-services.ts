import { createServices, type ServiceOptions } from "../create-services.ts";
import { seededDefects } from "../defects.ts";
import type { EventStore } from "../event-log/event-store.ts";
import { openMemoryStore } from "../event-log/memory-store.ts";
import { wallScheduler } from "../runtime/scheduler.ts";
import { seededRng } from "../runtime/seeded-rng.ts";
import { newStackKeys } from "../runtime/stack-keys.ts";
import type { Services } from "../services.ts";

/** The stack's services without listeners; troubles are thrown away unless `options` says otherwise. */
export const testServices = (
  store: EventStore = openMemoryStore(),
  options: Partial<ServiceOptions> = {},
): Promise<Services> =>
  createServices({
    clock: { now: () => Date.now() },
    rng: seededRng(7),
    scheduler: wallScheduler,
    store,
    keys: newStackKeys(),
    defects: seededDefects([]),
    timeFactor: 10,
    event: "drop",
    items: 300,
    orders: 200,
    version: "0.1.0",
    approvedBy: "Marta Lindqvist, head of support",
    onTrouble: () => {},
    ...options,
  });
