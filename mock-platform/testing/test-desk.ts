import { randomUUID } from "node:crypto";
import type { FastPathRequest, FastPathResponse, LogEntry } from "../../core/schema/wire.ts";
import type { ServiceOptions } from "../create-services.ts";
import type { EventStore } from "../event-log/event-store.ts";
import { openMemoryStore } from "../event-log/memory-store.ts";
import type { Services } from "../services.ts";
import { ManualTime } from "./manual-time.ts";
import { testServices } from "./test-services.ts";

export interface TestDesk {
  readonly services: Services;
  readonly time: ManualTime;
  readonly store: EventStore;
  /** The one button, by a customer with a key of their own unless one is given. */
  open(overrides?: Partial<FastPathRequest>, jkt?: string): Promise<FastPathResponse>;
  log(): Promise<LogEntry[]>;
}

/** The stack's services in memory, on a clock that the test moves; time factor 1 unless told otherwise. */
export const testDesk = async (options: Partial<ServiceOptions> & { time?: ManualTime } = {}): Promise<TestDesk> => {
  const { time = new ManualTime(), store = openMemoryStore(), ...others } = options;
  const services = await testServices(store, { clock: time, scheduler: time, timeFactor: 1, ...others });
  const pop = services.pops[0];
  if (pop === undefined) throw new Error("no PoP");
  return {
    services,
    time,
    store,
    open: (request = {}, jkt = randomUUID()) =>
      services.fastPath.open(
        {
          publicJwk: { kty: "EC", crv: "P-256", x: "x".repeat(43), y: "y".repeat(43) },
          purposes: ["support-reply", "order-lookup"],
          noticeHash: "n".repeat(43),
          event: "drop",
          lane: "stream",
          clientContactId: randomUUID(),
          clientMessageId: randomUUID(),
          text: "Was I charged for order D100000?",
          ...request,
        },
        jkt,
        pop,
      ),
    log: async () => (await store.read(0, store.size())).map(({ entry }) => entry),
  };
};
