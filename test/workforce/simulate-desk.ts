import type { Rng } from "../../core/contract/ports.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import type { ContactRecord, HandlingRecord } from "../../core/schema/evidence.ts";
import type { RoutingContext } from "../../core/schema/wire.ts";
import { workSlot } from "../../drills/actors/agent.ts";
import { liveContact } from "../../drills/actors/customer.ts";
import { createRng } from "../../harness/load/draws.ts";
import { createMemoryDesk } from "../../harness/simulation/memory-desk.ts";
import { createVirtualClock } from "../../harness/simulation/virtual-clock.ts";

export interface DeskModel {
  readonly slots: number;
  readonly arrivalsPerSec: number;
  readonly handleSec: number;
  /** Mean patience; null for customers who wait for ever. */
  readonly patienceSec: number | null;
  /** Virtual time in which customers arrive. */
  readonly hours: number;
  readonly seed: number;
}

/** Takes what the actors wrote down, as it comes. Times are virtual milliseconds from 0. */
interface Folds {
  contact(record: ContactRecord, script: ContactScript): void;
  handling(record: HandlingRecord): void;
}

/** What every answer says; the customers of the simulation ask for it. */
const FACT = "on 3 December";
const CONTEXT: RoutingContext = {
  ...{ orderWindow: "drop", partner: "north", riskFlags: [], order: null },
  facts: { "shipping-window": FACT },
};

const FOREVER_MS = 1e12;
/** Who has left stays to observe, as the actor does; here no longer than this, since nothing comes any more. */
const OBSERVE_MS = 3_600_000;

const exponentialMs = (rng: Rng, meanSec: number): number => -1000 * meanSec * Math.log(1 - rng.next());

/**
 * The real actors, `workSlot` and `liveContact`, at a desk without a network, for many virtual hours: Poisson arrivals,
 * exponential handle times and patience, which are the actors' inputs and not theirs to choose. An agent replies as
 * soon as they have claimed, since a customer's patience ends with the first reply and a queueing model's with the
 * beginning of service.
 */
export async function simulateDesk(model: DeskModel, folds: Folds): Promise<void> {
  const { slots, arrivalsPerSec, handleSec, patienceSec, seed } = model;
  const virtual = createVirtualClock();
  const { clock, timers } = virtual;
  const desk = createMemoryDesk(virtual, { answer: () => null, contextOf: () => CONTEXT });
  const arrivals = createRng(seed, "arrivals");
  const work = createRng(seed, "work");
  const people = createRng(seed, "people");
  const endMs = model.hours * 3_600_000;
  const scripts = new Map<string, ContactScript>();
  let came = 0;

  const agentWorld = {
    clock,
    timers,
    agent: desk.agent,
    answer: () => `It ships ${FACT}.`,
    scriptOf: (id: string) => scripts.get(id) ?? null,
    onHandling: folds.handling,
  };
  const customerWorld = {
    clock,
    timers,
    crypto: { hmacSha256Hex: () => "" },
    customer: desk.customer,
    generalFacts: [],
    runKeyHex: "",
    t0: 0,
  };

  const arrive = async (): Promise<void> => {
    for (;;) {
      await timers.wait(exponentialMs(arrivals, 1 / arrivalsPerSec));
      if (clock.now() >= endMs) return;
      const index = came++;
      const script: ContactScript = {
        index,
        clientContactId: String(index),
        phase: "steady",
        lane: "stream",
        pop: "",
        delivery: "websocket",
        intent: "shipping-window",
        text: "when does this ship",
        complaint: "",
        orderId: null,
        fact: FACT,
        arrivalOffsetMs: clock.now(),
        observeUntilOffsetMs: clock.now() + (patienceSec === null ? FOREVER_MS : OBSERVE_MS),
        patienceMs: patienceSec === null ? FOREVER_MS : exponentialMs(people, patienceSec),
        leavesSilently: false,
        resendAfterMs: null,
        readMs: 0,
        followUp: null,
        handling: { pickUpMs: 0, replyAfterMs: 0, totalMs: exponentialMs(work, handleSec) },
      };
      scripts.set(script.clientContactId, script);
      void liveContact(script, customerWorld).then((record) => {
        scripts.delete(script.clientContactId);
        folds.contact(record, script);
      });
    }
  };
  // The shift outlasts the arrivals, so that the last customers are served like the others.
  const shiftEndMs = endMs + OBSERVE_MS;
  for (let slot = 0; slot < slots; slot++) void workSlot(slot, ["stream"], shiftEndMs, agentWorld);
  void arrive();
  await virtual.runDry();
}
