import exec from "k6/execution";
import type { Options } from "k6/options";
import { DESK_DOOR } from "../../core/contract/access-attempts.ts";
import { workSlot } from "../actors/agent.ts";
import { liveContact } from "../actors/customer.ts";
import { tryDoor } from "../actors/impostor.ts";
import { beat, refreshWave, steadyReads } from "../actors/prober.ts";
import { record } from "../k6/contact-log.ts";
import { k6Crypto } from "../k6/crypto-port.ts";
import { k6Http } from "../k6/http-port.ts";
import { config, contacts, secrets } from "../k6/inputs.ts";
import { k6Sockets } from "../k6/socket-port.ts";
import { k6Clock, k6Timers } from "../k6/timers.ts";
import { createReferenceAccess } from "../targets/reference/access.ts";
import { answerFromContext, createReferenceAgent } from "../targets/reference/agent.ts";
import { createReferenceCustomer } from "../targets/reference/customer.ts";
import { createReferenceIslands } from "../targets/reference/islands.ts";
import { trustedKeys } from "../targets/reference/trusted-keys.ts";

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
const pops = Object.keys(config.pops);
const doors = [...pops, DESK_DOOR];

export const options: Options = {
  scenarios: {
    ...(contacts.length > 0 ? { customers: once("customers", contacts.length) } : {}),
    ...(config.slots > 0 ? { agents: once("agents", config.slots) } : {}),
    ...(config.refresh.readsPerSec > 0 ? { refresh: once("refresh", pops.length) } : {}),
    probes: once("probes", pops.length),
    impostors: once("impostors", doors.length),
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
  const customer = createReferenceCustomer({
    http: k6Http,
    sockets: k6Sockets,
    timers: k6Timers,
    crypto: k6Crypto,
    clock: k6Clock,
    pop: config.pops[script.pop] ?? "",
    event: config.event,
    noticeHash: config.noticeHash,
    requestTimeoutMs: config.requestTimeoutMs,
  });
  const world = {
    clock: k6Clock,
    timers: k6Timers,
    crypto: k6Crypto,
    customer,
    runKeyHex: secrets.runKeyHex,
    generalFacts: config.generalFacts,
    t0: start.t0,
  };
  record(await liveContact(script, world));
}

/** One VU per slot. */
export async function agents(start: Start): Promise<void> {
  const agent = createReferenceAgent({
    http: k6Http,
    origin: config.origin,
    bearer: secrets.agentBearer,
    requestTimeoutMs: config.requestTimeoutMs,
  });
  await workSlot(exec.scenario.iterationInTest, config.lanes, start.t0 + config.endOffsetMs, {
    clock: k6Clock,
    timers: k6Timers,
    agent,
    answer: answerFromContext,
    // The client's id ends in the place in the schedule; a contact of another run's may end in the same one.
    scriptOf: (clientContactId) => {
      const script = contacts[Number(clientContactId.slice(clientContactId.lastIndexOf("-") + 1))];
      return script?.clientContactId === clientContactId ? script : null;
    },
    onHandling: record,
  });
}

const readIslands = async () =>
  createReferenceIslands({
    http: k6Http,
    clock: k6Clock,
    crypto: k6Crypto,
    pops: config.pops,
    event: config.event,
    trusted: await trustedKeys(config.islandKeyPems, k6Crypto),
    requestTimeoutMs: config.requestTimeoutMs,
  });

/** The refresh wave: island reads, one VU per PoP. */
export async function refresh(start: Start): Promise<void> {
  const pop = pops[exec.scenario.iterationInTest];
  if (pop === undefined) return;
  const islands = await readIslands();
  const wave = { ...config.refresh, readsPerSec: config.refresh.readsPerSec / pops.length };
  await refreshWave(pop, wave, start.t0, { clock: k6Clock, timers: k6Timers, islands, onProbe: record });
}

/** Whether each PoP serves a good island all along, one VU per PoP. */
export async function probes(start: Start): Promise<void> {
  const pop = pops[exec.scenario.iterationInTest];
  if (pop === undefined) return;
  const world = { clock: k6Clock, timers: k6Timers, islands: await readIslands(), onProbe: record };
  await steadyReads(pop, config.endOffsetMs, start.t0, world);
}

/** Whether anything is served without proof of who asks, one VU per door. */
export async function impostors(start: Start): Promise<void> {
  const door = doors[exec.scenario.iterationInTest];
  if (door === undefined) return;
  const { pops, origin, event, noticeHash, requestTimeoutMs } = config;
  const access = createReferenceAccess({
    ...{ http: k6Http, sockets: k6Sockets, timers: k6Timers, crypto: k6Crypto, clock: k6Clock },
    ...{ pops, origin, agentBearer: secrets.agentBearer, event, noticeHash, requestTimeoutMs },
  });
  const world = { clock: k6Clock, timers: k6Timers, access, mark: config.accessMark, onAttempt: record };
  await tryDoor(door, config.endOffsetMs, start.t0, world);
}

export async function heartbeat(start: Start): Promise<void> {
  await beat(start.t0 + config.endOffsetMs, { clock: k6Clock, timers: k6Timers, onBeat: record });
}

export function teardown(): void {
  record({ kind: "end", at: k6Clock.now() });
}
