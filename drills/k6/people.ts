import exec from "k6/execution";
import type { Lane } from "../../core/contract/ids.ts";
import { workSlot } from "../actors/agent.ts";
import { liveContact } from "../actors/customer.ts";
import { answerFromContext, createReferenceAgent } from "../targets/reference/agent.ts";
import { createReferenceCustomer } from "../targets/reference/customer.ts";
import { record } from "./contact-log.ts";
import { k6Crypto } from "./crypto-port.ts";
import { k6Http } from "./http-port.ts";
import { config, contacts, secrets } from "./inputs.ts";
import type { Start } from "./load-frame.ts";
import { k6Sockets } from "./socket-port.ts";
import { k6Clock, k6Timers } from "./timers.ts";

/** One VU per contact: sleeps to its scheduled arrival, then lives it. */
export async function liveScheduledContact(start: Start): Promise<void> {
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

/** One VU per slot, in the lanes given. */
export async function workAgentSlot(start: Start, lanes: readonly Lane[]): Promise<void> {
  const { origin, requestTimeoutMs } = config;
  const agent = createReferenceAgent({ http: k6Http, origin, bearer: secrets.agentBearer, requestTimeoutMs });
  await workSlot(exec.scenario.iterationInTest, lanes, start.t0 + config.endOffsetMs, {
    ...{ clock: k6Clock, timers: k6Timers, agent, answer: answerFromContext, onHandling: record },
    // The client's id ends in the place in the schedule; a contact of another run's may end in the same one.
    scriptOf: (clientContactId) => {
      const script = contacts[Number(clientContactId.slice(clientContactId.lastIndexOf("-") + 1))];
      return script?.clientContactId === clientContactId ? script : null;
    },
  });
}
