import { CALL_POLICIES } from "../../core/contract/call-policies.ts";
import type { Clock, Http, HttpRequest, HttpResponse } from "../../core/contract/ports.ts";
import type { CallPolicy } from "../../core/schema/call-policy.ts";
import type { PartnerPlan } from "../../core/schema/partner-wire.ts";
import type { PromisePlan } from "../../core/schema/promise-wire.ts";
import type { LogEntry, RoutingContext } from "../../core/schema/wire.ts";
import { seededDefects } from "../defects.ts";
import { messageAct, openedAct, plainAct } from "../desk/acts.ts";
import { AgentRoster } from "../desk/agent-roster.ts";
import { ContactBook } from "../desk/contact-book.ts";
import { Desk } from "../desk/desk.ts";
import type { DeskParts } from "../desk/desk-parts.ts";
import { deskQueue } from "../desk/desk-queue.ts";
import { Handovers } from "../desk/handovers.ts";
import { Shifts } from "../desk/shifts.ts";
import type { EventStore } from "../event-log/event-store.ts";
import { Ledger } from "../event-log/ledger.ts";
import { openMemoryStore } from "../event-log/memory-store.ts";
import { isProblem } from "../http/problems.ts";
import type { FulfilmentPartner } from "../partner/fulfilment-partner.ts";
import { OpenPromises, PROMISE_DEFAULTS } from "../promises/open-promises.ts";
import { Relay } from "../relay/relay.ts";
import { KeyedLock } from "../runtime/keyed-lock.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import { streamRng } from "../runtime/seeded-rng.ts";
import { partnerHttp, TEST_SECRET, testPartner } from "./test-partner.ts";

export interface StageOptions {
  readonly time: { readonly clock: Clock; readonly scheduler: Scheduler };
  readonly partnerPlan?: Partial<PartnerPlan>;
  readonly policy?: CallPolicy;
  readonly promises?: Partial<PromisePlan>;
  readonly defects?: readonly string[];
  readonly seed?: number;
  readonly timeFactor?: number;
  readonly asksPartner?: boolean;
  /** Of a desk that starts again: the log and the partner of the one before. */
  readonly store?: EventStore;
  readonly partner?: FulfilmentPartner;
  /** Changes what passes between desk and partner. */
  readonly line?: (http: Http) => Http;
}

const contextOf = (orderId: string | null): RoutingContext => ({
  ...{ orderWindow: "6 to 10 December", partner: "northline-fulfilment", riskFlags: [], facts: {} },
  order:
    orderId === null
      ? null
      : { orderId, sku: "DROP-01", state: orderId.startsWith("H") ? "held" : "missing", charged: true },
});

/** A desk with its partner and nothing else: no consent, no keys, no network; so that virtual time can carry it. */
export const partnerStage = async (options: StageOptions) => {
  const { time, seed = 7, timeFactor = 10, asksPartner = true, store = openMemoryStore() } = options;
  const { clock, scheduler } = time;
  const defects = seededDefects(options.defects ?? []);
  const ids = Array.from({ length: 100_000 }, (_, n) => n).values();
  const newId = (prefix: string): string => `${prefix}_${store.size()}x${ids.next().value}`;
  const contacts = new ContactBook(contextOf);
  const roster = new AgentRoster();
  const queue = deskQueue({ scheduler, clock, book: contacts, roster, defects, ledger: () => ledger });
  const troubles: unknown[] = [];
  const promises = new OpenPromises(
    {
      ...{ policy: options.policy ?? CALL_POLICIES.default, asksPartner, rng: streamRng(seed, "back-off") },
      ...{ plan: { ...PROMISE_DEFAULTS, ...options.promises }, webhookSecret: TEST_SECRET, tokenKey: Buffer.alloc(32) },
      onTrouble: (error) => troubles.push(error),
    },
    { clock, timeFactor, defects, scheduler, contacts },
  );
  const ledger: Ledger = new Ledger(store, [roster, contacts, queue, promises.book, promises.desk]);
  await ledger.replay();
  const withdrawn = new Set<string>();
  const parts: DeskParts = {
    ...{ clock, ledger, book: contacts, queue, roster, newId, timeFactor, defects, lock: new KeyedLock() },
    relay: new Relay(newId, defects, scheduler),
    isWithdrawn: (consentId) => withdrawn.has(consentId),
    leaving: (agentId, at) => promises.matters.leavingActs(agentId, at),
  };
  const handovers = new Handovers(parts);
  promises.begin(parts, handovers);
  const partner =
    options.partner ??
    testPartner(time, {
      seed,
      timeFactor,
      defects,
      ...(options.partnerPlan === undefined ? {} : { plan: options.partnerPlan }),
    });

  const callbacks: HttpRequest[] = [];
  const deliver = async (request: HttpRequest): Promise<HttpResponse> => {
    callbacks.push(request);
    try {
      promises.inbox.check(request.headers, request.body ?? "");
      const result = await promises.inbox.take(String(request.headers["webhook-id"]), request.body ?? "");
      return { status: 200, headers: {}, body: JSON.stringify({ result }) };
    } catch (error) {
      return { status: isProblem(error) ? error.status : 500, headers: {}, body: String(error) };
    }
  };
  partner.connect({ url: "http://desk.test/callbacks", http: { send: deliver } });
  const { line = (http: Http) => http } = options;
  promises.connect({ http: line(partnerHttp(partner)), address: "http://partner.test", bearer: "b" });

  /** A contact with order trouble that waits for a person; `orderId` H… is held, M… missing, null none. */
  const open = async (contactId: string, orderId: string | null = `H${contactId}`): Promise<void> => {
    const at = clock.now();
    const decision = { decisionId: newId("d"), route: "human", intent: null, score: 0, reason: "personal" } as const;
    const message = { contactId, at };
    await ledger.commit([
      openedAct(at, {
        ...{ contactId, clientContactId: `c-${contactId}`, consentId: `k-${contactId}`, sessionId: `s-${contactId}` },
        ...{ event: "drop", lane: "stream", decision, orderId, hasContext: true, requestDigest: "" },
      }),
      messageAct({ ...message, id: newId("m"), seq: 1, author: "customer", text: "where is it" }),
      messageAct({ ...message, id: newId("m"), seq: 2, author: "system", text: "A person will answer." }),
      plainAct(at, "contact.handed-off", contactId),
    ]);
  };
  return {
    ...{ promises, partner, roster, contacts, callbacks, troubles, deliver, open, ledger, store },
    desk: new Desk(parts),
    shifts: new Shifts(parts),
    withdraw: (contactId: string): void => void withdrawn.add(`k-${contactId}`),
    log: async (): Promise<LogEntry[]> => (await store.read(0, store.size())).map(({ entry }) => entry),
    stop: (): void => {
      promises.desk.stop();
      partner.stop();
      queue.stop();
    },
  };
};

export type PartnerStage = Awaited<ReturnType<typeof partnerStage>>;
