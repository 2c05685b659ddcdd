import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { AccountEntry } from "../../core/schema/partner-account.ts";
import type { LogEntry } from "../../core/schema/wire.ts";
import { createRng } from "../../harness/load/draws.ts";
import { openPartnerDisk } from "../../mock-platform/partner/partner-disk.ts";
import { readPartnerSecrets, partnerSecretsFile } from "../../mock-platform/partner/partner-secrets.ts";
import { PARTNER_DEFAULTS } from "../../mock-platform/partner/partner-defaults.ts";
import { caseIdOf } from "../../mock-platform/promises/matter.ts";
import { PROMISE_DEFAULTS } from "../../mock-platform/promises/open-promises.ts";
import { startStack } from "../../mock-platform/server.ts";
import type { RunningStack } from "../../mock-platform/stack-options.ts";
import { bearerCaller, TestCustomer } from "../../mock-platform/testing/test-customer.ts";
import { testFolder } from "../temp-folder.ts";
import { PartnerProcess } from "./partner-process.ts";

/** High, as each run should last a few seconds: a case takes 240 ms of a server. */
const TIME_FACTOR = 50;
/** Wall milliseconds between two customers, on the average: load 0.7 on eight servers. */
const APART_MS = 42;
/** Simulated seconds, 8 wall: the partner is there again long before. */
const DUE_SEC = 400;
/** Nothing moves any more: longer than a call, its retries and the pause between two looks at one promise. */
const STILL_MS = 2500;

export interface KilledRun {
  readonly came: number;
  /** Without a matter, without an end, or promised by nobody. */
  readonly orphaned: readonly string[];
  /** Matters that ended more than once, by the desk's log, and cases that were settled more than once, by the partner's. */
  readonly twice: readonly string[];
  /** Resolved by the partner, says the desk; and the partner's own disk says otherwise. */
  readonly unbacked: readonly string[];
  readonly resolved: number;
  readonly expired: number;
  readonly promised: number;
  /** Callbacks that contradicted what was known. */
  readonly conflicts: number;
  /** Open matters at each kill. */
  readonly openAtKills: readonly number[];
}

export interface KilledRunOptions {
  readonly customers?: number;
  readonly kills?: number;
  readonly defects?: readonly string[];
  /** The partner's disk is lost with each of its lives: what the count must not miss. */
  readonly forgets?: boolean;
}

const ENDS: readonly unknown[] = ["resolved", "expired", "abandoned"];
const repeated = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, place) => names.indexOf(name) !== place)),
];

/** Counts from the desk's log and the partner's own disk, and from nothing else. */
const tally = (
  contacts: readonly string[],
  log: readonly LogEntry[],
  account: readonly AccountEntry[],
): Omit<KilledRun, "conflicts" | "openAtKills"> => {
  const moves = log.filter(({ kind }) => kind === "matter.moved");
  const ends = moves.filter(({ body }) => ENDS.includes(body["to"]));
  const matterOf = new Map(moves.map(({ subject, body }) => [String(body["contactId"]), subject]));
  const ended = new Set(ends.map(({ subject }) => subject));
  const promises = moves.filter(({ body }) => body["to"] === "promised");
  const settled = account.flatMap((entry) => (entry.kind === "settled" ? [entry.case] : []));
  const outcomes = new Map(settled.map(({ caseId, outcome }) => [caseId, outcome]));
  const received = moves.filter(({ body }) => body["from"] === null);
  return {
    came: contacts.length,
    orphaned: [
      ...contacts.filter((contactId) => !ended.has(matterOf.get(contactId) ?? "")),
      ...promises.filter(({ body }) => body["owner"] === null).map(({ subject }) => subject),
    ],
    twice: [
      ...repeated(ends.map(({ subject }) => subject)),
      ...repeated(received.map(({ body }) => String(body["contactId"]))),
      ...repeated(settled.map(({ caseId }) => caseId)),
    ],
    unbacked: ends
      .filter(({ body }) => body["to"] === "resolved" && body["by"] === "partner")
      .filter(({ subject, body }) => outcomes.get(caseIdOf(subject)) !== body["outcome"])
      .map(({ subject }) => subject),
    resolved: ends.filter(({ body }) => body["to"] === "resolved").length,
    expired: ends.filter(({ body }) => body["to"] === "expired").length,
    promised: promises.length,
  };
};

const forgetAccount = async (dataDir: string): Promise<void> => {
  for (const end of ["", "-wal", "-shm"]) await rm(join(dataDir, `partner.sqlite${end}`), { force: true });
};

const pause = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, Math.max(0, ms)));

/** Until every matter has ended, or nothing has moved for so long that nothing will. */
const drained = async ({ services }: RunningStack): Promise<void> => {
  const { promises, store } = services;
  for (let [size, since] = [store.size(), performance.now()]; promises.book.open().length > 0; await pause(20)) {
    if (store.size() !== size) [size, since] = [store.size(), performance.now()];
    const isWaited = promises.book.open().some(({ state }) => state === "promised");
    if (!isWaited && performance.now() - since > STILL_MS) return;
  }
};

/**
 * One run on real sockets: order trouble at load 0.7 at a desk whose partner is a process of its own, which is killed by
 * SIGKILL at instants drawn from the seed and begins again on its disk; then the drain; then the count.
 */
export const killedRun = async (seed: number, options: KilledRunOptions = {}): Promise<KilledRun> => {
  const { customers = 36, kills = 3, defects = [], forgets = false } = options;
  const dataDir = join(await testFolder("partner"), "partner");
  const plan = { ...PARTNER_DEFAULTS, callbacks: { lateShare: 0.3, lateSec: 20, twiceShare: 0.2 } };
  const partner = new PartnerProcess({ dataDir, seed, timeFactor: TIME_FACTOR, plan, logLevel: "silent" });
  await partner.begin();
  const secrets = await readPartnerSecrets(partnerSecretsFile(dataDir));
  const stack = await startStack({
    ...{ seed, timeFactor: TIME_FACTOR, defects, logLevel: "silent", orders: 200 },
    outsidePartner: { address: partner.address, ...secrets },
    deskPartner: { asksPartner: true, plan: { ...PROMISE_DEFAULTS, dueSec: DUE_SEC } },
  });
  const { services, pops, origin, agentBearer } = stack;
  try {
    const chance = createRng(seed, "kills");
    const draws = (count: number, fromMs: number, toMs: number): number[] =>
      Array.from({ length: count }, () => fromMs + chance.next() * (toMs - fromMs)).sort((x, y) => x - y);
    const agent = bearerCaller(origin, agentBearer);
    const shift = { slots: 3, lanes: ["stream"], groups: [] };
    const present = async (agentId: string, state: string): Promise<void> => {
      const { status } = await agent(
        "PUT",
        "/v1/agent/presence",
        { ...shift, agentId, state },
        { "agent-id": agentId },
      );
      if (status !== 200) throw new Error(`the roster did not take ${agentId}: ${status}`);
    };
    for (const name of ["ann", "bob"]) await present(name, "available");
    const troubled = services.catalogue.allFacts().orders.filter(({ state }) => state !== "paid");
    const comingMs = customers * APART_MS;
    const arrivals = draws(customers, 0, comingMs);
    // Not before there are cases, and also while the last of them are at work.
    const deaths = draws(kills, comingMs / 4, comingMs * 1.2);
    const begunAt = performance.now();
    const until = (offsetMs: number): Promise<void> => pause(begunAt + offsetMs - performance.now());
    const contacts: string[] = [];
    const come = async (offsetMs: number, place: number): Promise<void> => {
      await until(offsetMs);
      const customer = await TestCustomer.at(pops[place % 2 === 0 ? "pop-a" : "pop-b"] ?? "");
      const orderId = troubled[place]?.orderId ?? "";
      const { status } = await customer.open({ orderId, lane: "standard", text: `Where is my order ${orderId}?` });
      if (status !== 201) throw new Error(`the desk took no contact: ${status}`);
      contacts.push(customer.contactId);
    };
    const openAtKills: number[] = [];
    const die = async (): Promise<void> => {
      for (const offsetMs of deaths) {
        await until(offsetMs);
        openAtKills.push(services.promises.book.open().length);
        await partner.kill();
        if (forgets) await forgetAccount(dataDir);
        await partner.begin();
      }
    };
    await Promise.all([die(), ...arrivals.map(come)]);
    // Whoever owns promises goes home in the middle of it.
    await present("bob", "off");
    await drained(stack);
    const log = (await services.store.read(0, services.store.size())).map(({ entry }) => entry);
    const conflicts = services.promises.inbox.counts()["conflict"] ?? 0;
    await partner.kill();
    const disk = openPartnerDisk(dataDir);
    const account = [...disk.entries];
    disk.close();
    return { ...tally(contacts, log, account), conflicts, openAtKills };
  } finally {
    await partner.kill();
    await stack.close();
  }
};
