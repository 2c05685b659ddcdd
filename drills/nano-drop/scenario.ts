import exec from "k6/execution";
import type { Options } from "k6/options";
import { DESK_DOOR } from "../../core/contract/access-attempts.ts";
import { tryDoor } from "../actors/impostor.ts";
import { refreshWave, steadyReads } from "../actors/prober.ts";
import { record } from "../k6/contact-log.ts";
import { k6Crypto } from "../k6/crypto-port.ts";
import { k6Http } from "../k6/http-port.ts";
import { config, contacts, secrets } from "../k6/inputs.ts";
import { beginLoad, endLoad, keepBeating, once, type Start } from "../k6/load-frame.ts";
import { liveScheduledContact, workAgentSlot } from "../k6/people.ts";
import { k6Sockets } from "../k6/socket-port.ts";
import { k6Clock, k6Timers } from "../k6/timers.ts";
import { createReferenceAccess } from "../targets/reference/access.ts";
import { createReferenceIslands } from "../targets/reference/islands.ts";
import { trustedKeys } from "../targets/reference/trusted-keys.ts";

const pops = Object.keys(config.pops);
const doors = [...pops, DESK_DOOR];

export const options: Options = {
  scenarios: {
    ...(contacts.length > 0 ? { customers: once("customers", contacts.length) } : {}),
    ...(config.slots > 0 ? { agents: once("agents", config.slots) } : {}),
    ...(config.refresh !== null && config.refresh.readsPerSec > 0 ? { refresh: once("refresh", pops.length) } : {}),
    probes: once("probes", pops.length),
    impostors: once("impostors", doors.length),
    heartbeat: once("heartbeat", 1),
  },
  systemTags: [],
  setupTimeout: "30s",
};

export const setup = beginLoad;
export const customers = liveScheduledContact;
export const agents = (start: Start): Promise<void> => workAgentSlot(start, config.lanes);
export const heartbeat = keepBeating;
export const teardown = endLoad;

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
  if (pop === undefined || config.refresh === null) return;
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
