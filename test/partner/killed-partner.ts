import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ExportedPromise } from "../../core/schema/promise-wire.ts";
import type { Facts, LogEntry } from "../../core/schema/wire.ts";
import { createRng } from "../../harness/load/draws.ts";
import { PARTNER_DEFAULTS } from "../../mock-platform/partner/partner-defaults.ts";
import { openPartnerDisk } from "../../mock-platform/partner/partner-disk.ts";
import { newBearer, partnerSecretsFile, readPartnerSecrets } from "../../mock-platform/partner/partner-secrets.ts";
import { isEnded } from "../../mock-platform/promises/matter-states.ts";
import { PROMISE_DEFAULTS } from "../../mock-platform/promises/open-promises.ts";
import { bearerCaller, TestCustomer } from "../../mock-platform/testing/test-customer.ts";
import { testFolder } from "../temp-folder.ts";
import { KillableProcess, portOf } from "./killable-process.ts";
import { type KillCount, killCount } from "./kill-count.ts";

/** High, as each run should last a few seconds: a case takes 240 ms of a server. */
const TIME_FACTOR = 50;
/** Wall milliseconds between two customers, on the average: load 0.7 on eight servers. */
const APART_MS = 42;
/** Simulated seconds, 8 wall: the partner is there again long before. */
const DUE_SEC = 400;
/** Nothing moves any more: longer than a call, its retries and the pause between two looks at one promise. */
const STILL_MS = 2500;
const LOOK_MS = 40;

export interface KilledRun extends KillCount {
  /** Callbacks that contradicted what was known, in the desk's last life. */
  readonly conflicts: number;
  /** Open matters before each kill. */
  readonly openAtKills: readonly number[];
}

export interface KilledRunOptions {
  readonly customers?: number;
  readonly kills?: number;
  /** The desk's process is killed so often, too. */
  readonly deskKills?: number;
  readonly defects?: readonly string[];
  /** The partner's disk is lost with each of its lives: what the count must not miss. */
  readonly forgets?: boolean;
}

interface Killable {
  kill(): Promise<void>;
  begin(): Promise<unknown>;
}

interface Desk {
  readonly popA: string;
  readonly popB: string;
  readonly origin: string;
  readonly ops: string;
}

const pause = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, Math.max(0, ms)));

/** Until the desk, which may be away for a moment, has answered. */
const untilAnswered = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let tries = 200; ; tries -= 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 0) throw error;
      await pause(LOOK_MS);
    }
  }
};

const forgetAccount = async (dataDir: string): Promise<void> => {
  for (const end of ["", "-wal", "-shm"]) await rm(join(dataDir, `partner.sqlite${end}`), { force: true });
};

/**
 * One run on real sockets between two processes: order trouble at load 0.7 at a desk, whose partner is killed by SIGKILL at
 * instants drawn from the seed and begins again at once on its port and its disk; then the drain; then the count.
 */
export const killedRun = async (seed: number, options: KilledRunOptions = {}): Promise<KilledRun> => {
  const { customers = 36, kills = 3, deskKills = 0, defects = [], forgets = false } = options;
  const folder = await testFolder("killed");
  const dataDir = join(folder, "partner");
  const shared = { seed, timeFactor: TIME_FACTOR, logLevel: "silent" };
  const plan = { ...PARTNER_DEFAULTS, callbacks: { lateShare: 0.3, lateSec: 20, twiceShare: 0.2 } };
  const partner = new KillableProcess<{ readonly address: string }>("partner-process.ts", (before) => ({
    ...{ ...shared, dataDir, plan, port: before === null ? 0 : portOf(before.address) },
  }));
  const { address } = await partner.begin();
  const outsidePartner = { address, ...(await readPartnerSecrets(partnerSecretsFile(dataDir))) };
  const [agentBearer, opsBearer] = [newBearer(), newBearer()];
  const house = new KillableProcess<Desk>("desk-process.ts", (before) => ({
    ...{ ...shared, defects, agentBearer, opsBearer, outsidePartner, orders: 200, dataDir: join(folder, "desk") },
    deskPartner: { asksPartner: true, plan: { ...PROMISE_DEFAULTS, dueSec: DUE_SEC } },
    ports:
      before === null
        ? {}
        : {
            ...{ popA: portOf(before.popA), popB: portOf(before.popB) },
            ...{ origin: portOf(before.origin), ops: portOf(before.ops) },
          },
  }));
  try {
    const desk = await house.begin();
    const agent = bearerCaller(desk.origin, agentBearer);
    const ops = bearerCaller(desk.ops, opsBearer);
    const read = async <T>(path: string): Promise<T> => (await untilAnswered(() => ops<T>("GET", path))).body;
    const openNow = async (): Promise<ExportedPromise[]> =>
      (await read<ExportedPromise[]>("/export/v1/promises")).filter(({ state }) => !isEnded(state));
    const present = async (agentId: string, state: string): Promise<void> => {
      const shift = { agentId, state, slots: 3, lanes: ["stream"], groups: [] };
      const { status } = await agent("PUT", "/v1/agent/presence", shift, { "agent-id": agentId });
      if (status !== 200) throw new Error(`the roster did not take ${agentId}: ${status}`);
    };
    for (const name of ["ann", "bob"]) await present(name, "available");
    const troubled = (await read<Facts>("/ops/v1/facts")).orders.filter(({ state }) => state !== "paid");

    const chance = createRng(seed, "kills");
    const draws = (count: number, fromMs: number, toMs: number): number[] =>
      Array.from({ length: count }, () => fromMs + chance.next() * (toMs - fromMs)).sort((x, y) => x - y);
    const comingMs = customers * APART_MS;
    const arrivals = draws(customers, 0, comingMs);
    // Not before there are cases, and also while the last of them are at work.
    const deaths = draws(kills, comingMs / 4, comingMs * 1.2);
    const deskDeaths = draws(deskKills, comingMs / 4, comingMs * 1.2);
    const begunAt = performance.now();
    const until = (offsetMs: number): Promise<void> => pause(begunAt + offsetMs - performance.now());

    const acknowledged: string[] = [];
    const come = async (offsetMs: number, place: number): Promise<void> => {
      await until(offsetMs);
      const customer = await TestCustomer.at(place % 2 === 0 ? desk.popA : desk.popB);
      const orderId = troubled[place]?.orderId ?? "";
      const ids = { clientContactId: randomUUID(), clientMessageId: randomUUID() };
      const matter = { ...ids, orderId, lane: "standard", text: `Where is my order ${orderId}?` } as const;
      const { status } = await untilAnswered(() => customer.open(matter));
      if (status !== 201 && status !== 200) throw new Error(`the desk took no contact: ${status}`);
      acknowledged.push(customer.contactId);
    };
    const openAtKills: number[] = [];
    /** A kill with nothing to lose proves nothing; on a busy machine the first case may come later than drawn. */
    const openOnceThereAre = async (): Promise<number> => {
      for (let tries = 100; ; tries -= 1) {
        const { length } = await openNow();
        if (length > 0 || tries === 0) return length;
        await pause(LOOK_MS);
      }
    };
    const die = async (instants: readonly number[], who: Killable, meanwhile: () => Promise<void>) => {
      for (const offsetMs of instants) {
        await until(offsetMs);
        openAtKills.push(await openOnceThereAre());
        await who.kill();
        await meanwhile();
        await who.begin();
      }
    };
    await Promise.all([
      die(deaths, partner, async () => (forgets ? forgetAccount(dataDir) : undefined)),
      die(deskDeaths, house, async () => {}),
      ...arrivals.map(come),
    ]);
    // Whoever owns promises goes home in the middle of it.
    await present("bob", "off");
    // Until every matter has ended, or nothing has moved for so long that nothing will.
    const entries = async (): Promise<number> =>
      (await read<Record<string, number>>("/ops/v1/counters"))["log.entries"] ?? 0;
    let [size, since] = [await entries(), performance.now()];
    for (let open = await openNow(); open.length > 0; open = await openNow()) {
      await pause(LOOK_MS);
      const now = await entries();
      if (now !== size) [size, since] = [now, performance.now()];
      if (open.every(({ state }) => state !== "promised") && performance.now() - since > STILL_MS) break;
    }
    const log = await read<LogEntry[]>("/export/v1/log");
    const conflicts = (await read<Record<string, number>>("/ops/v1/counters"))["callbacks.conflict"] ?? 0;
    await partner.kill();
    const disk = openPartnerDisk(dataDir);
    const account = [...disk.entries];
    disk.close();
    return { ...killCount(acknowledged, log, account), conflicts, openAtKills };
  } finally {
    await Promise.all([partner.kill(), house.kill()]);
  }
};
