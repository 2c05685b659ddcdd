import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Lane } from "../../core/contract/ids.ts";
import type { FastPathResponse, LogKind } from "../../core/schema/wire.ts";
import { exportConsents, exportContacts, exportMessages } from "../operations/exports.ts";
import { seededRng } from "../runtime/seeded-rng.ts";
import { newStackKeys } from "../runtime/stack-keys.ts";
import type { Services } from "../services.ts";
import { testServices } from "../testing/test-services.ts";
import type { EventStore } from "./event-store.ts";
import { openMemoryStore } from "./memory-store.ts";
import { openSqliteStore } from "./sqlite-store.ts";

const QUESTIONS = ["When will it ship?", "Was I charged for order D100003?", "Can I return it?", "purple otter?"];
const LANES: readonly Lane[] = ["stream", "standard", "solo"];

/** Everything that customers, agents and operators can see of the services. */
const seen = (services: Services, contactIds: readonly string[]) => ({
  contacts: [...exportContacts(services)],
  messages: [...exportMessages(services)],
  consents: [...exportConsents(services)],
  shown: contactIds.map((contactId) => services.hub.since(contactId, 0)),
  records: contactIds.map((contactId) => services.book.find(contactId)),
  agents: services.shifts.list(),
  depth: LANES.map((lane) => services.queue.depth(lane)),
});

/** The order in which the desk would offer what waits. */
const queueOrder = async (services: Services): Promise<readonly string[]> => {
  const items = await services.desk.offer(null, 1000, 0).items;
  services.desk.release(items);
  return items.map(({ contactId }) => contactId);
};

const openOne = (services: Services, rng: { next(): number }): Promise<FastPathResponse> => {
  const key = randomUUID();
  const question = QUESTIONS[Math.floor(rng.next() * QUESTIONS.length)] ?? "";
  return services.fastPath.open(
    {
      publicJwk: { kty: "EC", crv: "P-256", x: key, y: key },
      purposes: rng.next() < 0.5 ? ["support-reply", "order-lookup"] : ["support-reply"],
      noticeHash: "n".repeat(43),
      event: "drop",
      lane: LANES[Math.floor(rng.next() * LANES.length)] ?? "stream",
      clientContactId: key,
      clientMessageId: randomUUID(),
      text: `${question} \u{1F381}`,
      orderId: "D100003",
    },
    createHash("sha256").update(key).digest("base64url"),
    services.pops[0] ?? expect.fail("no PoP"),
  );
};

const EXPECTED_KINDS: readonly LogKind[] = [
  ...["consent.given", "consent.withdrawn", "contact.opened", "contact.handed-off", "contact.claimed"],
  ...["contact.resolved", "contact.reopened", "contact.left", "contact.released", "contact.transferred"],
  ...["contact.noted", "message.sent", "message.edited", "message.moderated", "signal.given", "agent.presence"],
] as LogKind[];
const AGENTS = ["anna", "ben", "chi", "dora"];

/** Customers open, write again and leave; agents do all that a desk lets them: seeded, and refused where it must be. */
const live = async (services: Services, rng: { next(): number }, acts: number): Promise<string[]> => {
  const opened: FastPathResponse[] = [];
  const oneOf = <T>(list: readonly T[]): T =>
    list[Math.floor(rng.next() * list.length)] ?? expect.fail("none is there");
  const any = (): FastPathResponse => oneOf(opened);
  const agent = (): string => oneOf(AGENTS);
  const { desk, consentDesk, handovers, changes, shifts } = services;
  /** A contact that is held, and by whom; any contact and agent when none is. */
  const held = (): { contactId: string; agentId: string } => {
    const pairs = shifts.list().flatMap(({ agentId, held: ids }) => ids.map((contactId) => ({ contactId, agentId })));
    return pairs.length === 0 ? { contactId: any().contactId, agentId: agent() } : oneOf(pairs);
  };
  const messageId = (contactId: string): string => oneOf(services.book.find(contactId)?.kept ?? []).message.id;
  const present = (agentId: string, state: "available" | "break" | "off") =>
    shifts.set({ agentId, state, slots: 6, lanes: [...LANES], groups: agentId < "c" ? ["payments"] : [] });
  for (const agentId of AGENTS) await present(agentId, "available");
  const moves: (() => Promise<unknown>)[] = [
    () => desk.claim(any().contactId),
    () => desk.claim(any().contactId, agent()),
    () => desk.claim(any().contactId, agent()),
    () => desk.agentMessage(any().contactId, randomUUID(), "It was charged once."),
    () => {
      const { contactId, agentId } = held();
      return desk.agentMessage(contactId, randomUUID(), "It is on its way.", agentId);
    },
    () => desk.customerMessage(any().contactId, randomUUID(), "And now?"),
    () => desk.resolve(any().contactId),
    () => desk.signal(any().contactId, rng.next() < 0.5 ? "helpful" : "left"),
    () => handovers.release(held().contactId, held().agentId),
    () => {
      const { contactId, agentId } = held();
      const to = rng.next() < 0.5 ? { lane: oneOf(LANES) } : { group: "payments" };
      return handovers.transfer(contactId, { to, reason: "Knows more." }, agentId);
    },
    () => handovers.note(any().contactId, randomUUID(), "Called twice.", agent()),
    () => {
      const said = opened.flatMap(({ contactId }) => services.book.find(contactId)?.kept ?? []);
      const { message } = oneOf(said.filter((kept) => kept.message.author === "agent"));
      return changes.edit(message.id, `Corrected ${rng.next()}`, "correction", message.agentId ?? agent());
    },
    () => changes.moderate(messageId(any().contactId), "personal-data", agent()),
    () => present(agent(), oneOf(["available", "break", "off"])),
    () => {
      const { consentId, sessionId } = any();
      return consentDesk.withdraw(consentId, sessionId);
    },
  ];
  for (let act = 0; act < acts; act += 1) {
    if (act < 20 || rng.next() < 0.2) opened.push(await openOne(services, rng));
    else
      await Promise.resolve()
        .then(oneOf(moves))
        .catch(() => {});
  }
  return opened.map(({ contactId }) => contactId);
};

describe.each(["memory", "sqlite"])("replay from %s", (engine) => {
  let folder: string;
  let store: EventStore;
  const path = (): string => join(folder, "events.sqlite");
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "fieldproof-replay-"));
    store = engine === "sqlite" ? await openSqliteStore(path()) : openMemoryStore();
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("rebuilds desk, consents, queue and what customers were shown, to the last field", async () => {
    const keys = newStackKeys();
    let now = 1_764_000_000_000;
    const clock = { now: () => now++ };
    const before = await testServices(store, { keys, clock });
    const contactIds = await live(before, seededRng(3), 600);
    const shown = seen(before, contactIds);
    const order = await queueOrder(before);
    before.islands.stop();
    const kinds = new Set((await store.read(0, store.size())).map(({ entry }) => entry.kind));
    // What the seeded day was to hold: else this proves little.
    expect([...kinds]).toEqual(expect.arrayContaining([...EXPECTED_KINDS]));
    expect(order.length).toBeGreaterThan(3);
    expect(new Set(shown.contacts.map(({ state }) => state)).size).toBeGreaterThan(2);
    expect(shown.consents.some(({ state }) => state === "withdrawn")).toBe(true);

    if (engine === "sqlite") {
      await store.close();
      store = await openSqliteStore(path());
    }
    const after = await testServices(store, { keys, clock });
    expect(seen(after, contactIds)).toEqual(shown);
    expect(await queueOrder(after)).toEqual(order);
    after.islands.stop();
  });
});
