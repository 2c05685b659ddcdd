import type { Options } from "k6/options";
import type { Lane } from "../../../core/contract/ids.ts";
import type { MappedScenario } from "../../../core/contract/script.ts";
import { workSlot } from "../../actors/agent.ts";
import { liveContact } from "../../actors/customer.ts";
import { createHttpAgent } from "../../targets/http/agent.ts";
import { shownBy } from "../../targets/http/context-parts.ts";
import { createHttpCustomer } from "../../targets/http/customer.ts";
import type { HttpTargetOptions } from "../../targets/http/dialogue.ts";
import { createLimiter } from "../../targets/http/limiter.ts";
import { createWaitingBoard } from "../../targets/http/waiting-board.ts";
import { answerFromContext } from "../../targets/reference/agent.ts";
import { record } from "../contact-log.ts";
import { k6Crypto } from "../crypto-port.ts";
import { k6Http } from "../http-port.ts";
import { config, contacts, secrets } from "../inputs.ts";
import { beginLoad, endLoad, keepBeating, once, type Start } from "../load-frame.ts";
import { k6Sockets } from "../socket-port.ts";
import { k6Clock, k6Timers } from "../timers.ts";

/**
 * The people of any drill at a desk that is spoken to through a mapping. One VU lives them all, since VUs share nothing:
 * a published limit is kept by one limiter, and one look at the queue serves all slots.
 */
export const options: Options = {
  scenarios: { everybody: once("everybody", 1), heartbeat: once("heartbeat", 1) },
  ...(config.mapped === undefined ? {} : { ...config.mapped.k6, hosts: { ...config.mapped.k6.hosts } }),
  systemTags: [],
  setupTimeout: "30s",
};

export const setup = beginLoad;
export const heartbeat = keepBeating;
export const teardown = endLoad;

export async function everybody(start: Start): Promise<void> {
  const { mapped } = config;
  if (mapped === undefined) return;
  const { perMinute } = mapped;
  const limiter = createLimiter({ perMinute, clock: k6Clock, timers: k6Timers });
  const desk: Omit<HttpTargetOptions, "base"> = {
    ...{ http: k6Http, sockets: k6Sockets, timers: k6Timers, crypto: k6Crypto, clock: k6Clock },
    ...{ mapping: mapped.mapping, event: config.event, noticeHash: config.noticeHash, marker: mapped.marker },
    ...{ secrets: secrets.targetSecrets ?? {}, requestTimeoutMs: config.requestTimeoutMs },
    limiter,
  };
  await Promise.all([
    ...Array.from({ length: contacts.length }, (_, index) => live(index, desk, start)),
    ...workers(mapped, desk, start),
  ]);
  record({ kind: "limit", at: k6Clock.now(), ...limiter.stats() });
}

async function live(index: number, desk: Omit<HttpTargetOptions, "base">, { t0 }: Start): Promise<void> {
  const script = contacts[index];
  if (script === undefined) return;
  const customer = createHttpCustomer({ ...desk, base: config.pops[script.pop] ?? "" });
  const { open, replies } = desk.mapping.customer;
  const routeUntold = open.decision === undefined && replies.authors.bot.length > 0;
  const world = { clock: k6Clock, timers: k6Timers, crypto: k6Crypto, customer, routeUntold };
  record(await liveContact(script, { ...world, ...secrets, generalFacts: config.generalFacts, t0 }));
}

/** Every slot's work; nobody's where no agents' calls are mapped or people sit at the desk themselves. */
function workers(mapped: MappedScenario, desk: Omit<HttpTargetOptions, "base">, { t0 }: Start): Promise<void>[] {
  const { mapping, idPrefix } = mapped;
  if (mapping.agent === undefined) return [];
  const shows = shownBy(mapping.agent);
  const lanes: readonly Lane[] = config.lanes;
  const board = createWaitingBoard(k6Clock);
  return Array.from({ length: config.slots }, (_, slot) => {
    const agentId = `agent-${slot}`;
    return workSlot(slot, lanes, t0 + config.endOffsetMs, {
      ...{ clock: k6Clock, timers: k6Timers, answer: answerFromContext, shows, onHandling: record },
      agent: createHttpAgent({ ...desk, base: config.origin, agentId, idPrefix, board }),
      knows: ({ fact }) => (fact === "" ? null : `Thanks for waiting. I checked for you: ${fact}.`),
      scriptOf: (clientContactId) => {
        const script = contacts[Number(clientContactId.slice(clientContactId.lastIndexOf("-") + 1))];
        return script?.clientContactId === clientContactId ? script : null;
      },
    });
  });
}
