import type { ContactScript } from "../../core/contract/script.ts";
import type { Lane } from "../../core/contract/ids.ts";
import { createAgentWork } from "../../core/judging/agent-work.ts";
import { createContactOutcomes } from "../../core/judging/contact-outcomes.ts";
import type { ContactRecord } from "../../core/schema/evidence.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { workSlot } from "../../drills/actors/agent.ts";
import { liveContact } from "../../drills/actors/customer.ts";
import { createMemoryDesk } from "./memory-desk.ts";
import { createVirtualClock } from "./virtual-clock.ts";

/** One drop as it is to be lived: who comes, who is answered without a person, who works. */
export interface SimulatedDrop {
  readonly plan: Pick<Plan, "budgets">;
  readonly timeFactor: number;
  /** Wall milliseconds from T0. */
  readonly endOffsetMs: number;
  readonly contacts: readonly ContactScript[];
  readonly lanes: readonly Lane[];
  readonly slots: number;
  /** The answer that a contact gets at once, without a person; null for one who is handed over. */
  readonly answer: (script: ContactScript) => string | null;
}

/** What came of it, counted by the judge's own folds: those who were handed to a person. */
export interface DropOutcome {
  readonly handedOff: number;
  readonly contacts: number;
  /** Beyond the p95 budget or never. */
  readonly late: number;
  /** Beyond the p50 budget or never. */
  readonly slow: number;
}

/**
 * The drill's own customers and agents (`liveContact`, `workSlot`) on a clock that jumps from event to event, at a desk
 * without a network or delay of its own. Same contacts and slots, same outcome.
 */
export async function simulateDrop(drop: SimulatedDrop): Promise<DropOutcome> {
  const { contacts, slots, lanes, timeFactor } = drop;
  const virtual = createVirtualClock();
  const { clock, timers } = virtual;
  const scripts = new Map(contacts.map((script) => [script.clientContactId, script]));
  const scriptOf = (id: string): ContactScript | null => scripts.get(id) ?? null;
  const desk = createMemoryDesk(virtual, {
    answer: (id) => {
      const script = scriptOf(id);
      return script === null ? null : drop.answer(script);
    },
    contextOf: (id) => {
      const script = scriptOf(id);
      return {
        ...{ orderWindow: "drop", partner: "north", riskFlags: [], order: null },
        facts: script === null ? {} : { [script.intent]: script.fact },
      };
    },
  });
  const replicate = { timeFactor, t0: 0 };
  const work = createAgentWork(replicate);
  const records: ContactRecord[] = [];
  const agents = {
    ...{ clock, timers, agent: desk.agent, scriptOf },
    answer: (intent: ContactScript["intent"], context: { facts: Partial<Record<string, string>> } | null) =>
      context?.facts[intent] ?? null,
    onHandling: work.take,
  };
  const customers = {
    ...{ clock, timers, customer: desk.customer, generalFacts: [], runKeyHex: "", t0: 0 },
    // Nobody reads it: what was said needs no proof here.
    crypto: { hmacSha256Hex: () => "" },
  };
  for (let slot = 0; slot < slots; slot++) void workSlot(slot, lanes, drop.endOffsetMs, agents);
  for (const script of contacts)
    void liveContact(script, customers).then((record) => {
      records.push(record);
    });
  await virtual.runDry();
  const outcomes = createContactOutcomes({ plan: drop.plan, replicate }, work);
  for (const record of records.sort((a, b) => a.index - b.index)) outcomes.take(record);
  const { p50, p95 } = outcomes.human;
  return { contacts: outcomes.counts.contacts, handedOff: p95.n, late: p95.misses(), slow: p50.misses() };
}
