import exec from "k6/execution";
import type { Options } from "k6/options";
import { workSlot } from "../actors/agent.ts";
import { liveContact } from "../actors/customer.ts";
import { beat } from "../actors/prober.ts";
import { record } from "../k6/contact-log.ts";
import { k6Crypto } from "../k6/crypto-port.ts";
import { k6Http } from "../k6/http-port.ts";
import { config, contacts, secrets } from "../k6/inputs.ts";
import { k6Sockets } from "../k6/socket-port.ts";
import { k6Clock, k6Timers } from "../k6/timers.ts";
import { answerFromContext, createReferenceAgent } from "../targets/reference/agent.ts";
import { createReferenceCustomer } from "../targets/reference/customer.ts";

/** Longer than the drill can last: contacts own their deadline, k6 only guards against a hang. */
const GUARD_MS = config.leadMs + config.endOffsetMs + 20_000;
const once = (exec: string, vus: number) => ({
  executor: "per-vu-iterations" as const,
  exec,
  vus,
  iterations: 1,
  maxDuration: `${Math.ceil(GUARD_MS / 1000)}s`,
  gracefulStop: "0s",
});

export const options: Options = {
  scenarios: {
    ...(contacts.length > 0 ? { customers: once("customers", contacts.length) } : {}),
    ...(config.slots > 0 ? { agents: once("agents", config.slots) } : {}),
    heartbeat: once("heartbeat", 1),
  },
  systemTags: [],
  setupTimeout: "30s",
};

interface Start {
  readonly t0: number;
}

export function setup(): Start {
  const now = k6Clock.now();
  const t0 = now + config.leadMs;
  record({ kind: "clock", t0, at: now });
  return { t0 };
}

/** One VU per contact: sleeps to its scheduled arrival, then lives it. */
export async function customers(start: Start): Promise<void> {
  const script = contacts[exec.scenario.iterationInTest];
  if (script === undefined) return;
  const { event, noticeHash, requestTimeoutMs } = config;
  const customer = createReferenceCustomer({
    ...{ http: k6Http, sockets: k6Sockets, timers: k6Timers, crypto: k6Crypto, clock: k6Clock },
    ...{ pop: config.pops[script.pop] ?? "", event, noticeHash, requestTimeoutMs },
  });
  const world = {
    ...{ clock: k6Clock, timers: k6Timers, crypto: k6Crypto, customer },
    ...{ runKeyHex: secrets.runKeyHex, generalFacts: config.generalFacts, t0: start.t0 },
  };
  record(await liveContact(script, world));
}

/** One VU per slot: the stream lane alone. Who has order trouble hears of the partner's answer, not of an agent's. */
export async function agents(start: Start): Promise<void> {
  const { origin, requestTimeoutMs } = config;
  const agent = createReferenceAgent({ http: k6Http, origin, bearer: secrets.agentBearer, requestTimeoutMs });
  await workSlot(exec.scenario.iterationInTest, ["stream"], start.t0 + config.endOffsetMs, {
    ...{ clock: k6Clock, timers: k6Timers, agent, answer: answerFromContext, onHandling: record },
    // The client's id ends in the place in the schedule; a contact of another run's may end in the same one.
    scriptOf: (clientContactId) => {
      const script = contacts[Number(clientContactId.slice(clientContactId.lastIndexOf("-") + 1))];
      return script?.clientContactId === clientContactId ? script : null;
    },
  });
}

export async function heartbeat(start: Start): Promise<void> {
  await beat(start.t0 + config.endOffsetMs, { clock: k6Clock, timers: k6Timers, onBeat: record });
}

export function teardown(): void {
  record({ kind: "end", at: k6Clock.now() });
}
