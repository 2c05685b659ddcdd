import { hkdfSync, type KeyObject } from "node:crypto";
import type { Clock, Rng } from "../core/contract/ports.ts";
import { CALL_POLICIES } from "../core/contract/call-policies.ts";
import type { PartnerPlan } from "../core/schema/partner-wire.ts";
import { islandKeyOf, keyIdOf, spkiPemToJwk } from "../core/trust/island-key.ts";
import { AttachmentBook } from "./attachments/attachment-book.ts";
import { type AttachmentFiles, attachmentMemory } from "./attachments/attachment-files.ts";
import { Attachments } from "./attachments/attachments.ts";
import { createCatalogue } from "./catalogue/catalogue.ts";
import { ConsentBook } from "./consent/consent-book.ts";
import { consentKeys } from "./consent/consent-keys.ts";
import { Consents } from "./consent/consents.ts";
import { FastPath } from "./consent/fast-path.ts";
import { Openings } from "./consent/openings.ts";
import { ProofCheck } from "./consent/proof-check.ts";
import { Receipts } from "./consent/receipts.ts";
import { SessionAuth } from "./consent/session-auth.ts";
import { Sessions } from "./consent/sessions.ts";
import { ConsentTokens } from "./consent/token.ts";
import type { Defects } from "./defects.ts";
import { DeliveryHub } from "./delivery/hub.ts";
import { Tickets } from "./delivery/tickets.ts";
import { AgentRoster } from "./desk/agent-roster.ts";
import { ContactBook } from "./desk/contact-book.ts";
import { Desk } from "./desk/desk.ts";
import { DeskNews } from "./desk/desk-news.ts";
import type { DeskParts } from "./desk/desk-parts.ts";
import { Handovers } from "./desk/handovers.ts";
import { deskQueue } from "./desk/desk-queue.ts";
import { MessageChanges } from "./desk/message-changes.ts";
import { Shifts } from "./desk/shifts.ts";
import type { LaneQueue } from "./desk/lane-queue.ts";
import { routingContext } from "./desk/routing-context.ts";
import { Pop } from "./edge/pop.ts";
import { PurgeDesk } from "./edge/purge-desk.ts";
import type { EventStore } from "./event-log/event-store.ts";
import { Ledger } from "./event-log/ledger.ts";
import { HttpMeter } from "./http/http-meter.ts";
import { IdempotencyKeys } from "./http/idempotency.ts";
import { approve, draftIsland } from "./knowledge/island-draft.ts";
import { IslandDesk } from "./knowledge/island-desk.ts";
import { IslandPress } from "./knowledge/island-press.ts";
import { KnowledgeOrigin } from "./knowledge/knowledge-origin.ts";
import { FaultBook } from "./operations/faults/fault-book.ts";
import { partnerFaults } from "./operations/faults/partner-faults.ts";
import { OpenPromises, PROMISE_DEFAULTS, type PromiseSettings } from "./promises/open-promises.ts";
import { FulfilmentPartner } from "./partner/fulfilment-partner.ts";
import { PARTNER_DEFAULTS } from "./partner/partner-defaults.ts";
import { newBearer, newWebhookSecret, type PartnerSecrets } from "./partner/partner-secrets.ts";
import { Relay } from "./relay/relay.ts";
import { nodeChecks } from "./runtime/es256.ts";
import { type NewId, randomId } from "./runtime/ids.ts";
import { KeyedLock } from "./runtime/keyed-lock.ts";
import type { Scheduler } from "./runtime/scheduler.ts";
import { streamRng } from "./runtime/seeded-rng.ts";
import { publicPem } from "./runtime/stack-keys.ts";
import type { ServiceKeys, Services } from "./services.ts";
import { MessageStore } from "./transcript/message-store.ts";
import { openRecordList, type RecordFile } from "./transcript/record-file.ts";
import { TranscriptCursors } from "./transcript/transcript-cursor.ts";
import { Transcript } from "./transcript/transcript.ts";

export type DeskPartner = Partial<Pick<PromiseSettings, "policy" | "plan" | "asksPartner">>;

export interface ServiceOptions {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly scheduler: Scheduler;
  readonly store: EventStore;
  readonly keys: ServiceKeys;
  readonly defects: Defects;
  readonly timeFactor: number;
  readonly event: string;
  readonly items: number;
  readonly orders: number;
  readonly version: string;
  /** The person who answers for the island. */
  readonly approvedBy: string;
  readonly onTrouble: (error: unknown) => void;
  /** Where the desk's message store keeps its records; in memory when left out. */
  readonly records?: RecordFile;
  /** Where customers' files are kept; in memory when left out. */
  readonly attachmentFiles?: AttachmentFiles;
  readonly newId?: NewId;
  /** For leases of faults and the rate of purges; the machine's own when left out. */
  readonly monotonic?: Clock;
  readonly partnerPlan?: PartnerPlan;
  /** The partner's own draws: what it does moves nothing of the catalogue. */
  readonly partnerRng?: Rng;
  readonly partnerBearer?: string;
  /** What is shared with a partner that is a process of its own; with it the stack has none. */
  readonly outsidePartner?: PartnerSecrets;
  /** How the desk lives with its partner; it asks nothing of it unless `asksPartner` says so. */
  readonly deskPartner?: DeskPartner;
}

export const POP_NAMES = ["pop-a", "pop-b"] as const;

/** Of the back-off between calls, and of a partner that is given no draws of its own. */
const DEFAULT_SEED = 7;

/** Of the seeded defect `clock-off`; wall milliseconds. */
const CLOCK_OFF_MS = 90_000;
/** Of the benign control `old-proofs`; wall milliseconds, half of what a proof may be off. */
const OLD_PROOFS_MS = 30_000;
const HOUR_MS = 3_600_000;
/** Simulated lives; divided by the time factor, down to a floor that the network and the machine need. */
export const islandLifeMs = (timeFactor: number): number => Math.max(HOUR_MS / timeFactor, 5000);
export const sessionWaitMs = (timeFactor: number): number => Math.max(HOUR_MS / 4 / timeFactor, 60_000);
export const tokenLifeMs = (timeFactor: number): number => Math.max((2 * HOUR_MS) / timeFactor, 60_000);

/** 32 secret bytes that stay the same while the key does (RFC 5869). */
const derivedKey = (key: KeyObject, use: string): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", key.export({ type: "pkcs8", format: "der" }), "", `fieldproof ${use}`, 32));

/** Puts the stack together, replays its log, publishes the event's island and stages it at every PoP. */
export const createServices = async (options: ServiceOptions): Promise<Services> => {
  const { clock, rng, scheduler, store, keys, defects, timeFactor, event, newId = randomId } = options;
  const monotonic = options.monotonic ?? performance;
  const faults = new FaultBook({ monotonic, scheduler });
  const catalogue = createCatalogue({ event, items: options.items, orders: options.orders }, rng);
  const pem = publicPem(keys.island);
  const keyId = await keyIdOf(pem, nodeChecks);
  const jwk = spkiPemToJwk(pem);
  const trusted = new Map(jwk === null ? [] : [[keyId, jwk]]);

  const deskClock = defects.strikes("clock-off") ? { now: () => clock.now() + CLOCK_OFF_MS } : clock;
  const proofClock = defects.strikes("old-proofs") ? { now: () => clock.now() + OLD_PROOFS_MS } : clock;
  const book = new ContactBook((orderId) => routingContext(catalogue, orderId));
  const consents = new ConsentBook();
  const roster = new AgentRoster();
  const queue: LaneQueue = deskQueue({ scheduler, clock: deskClock, book, roster, defects, ledger: () => ledger });
  const attachmentBook = new AttachmentBook();
  const hub = new DeliveryHub(defects, scheduler);
  const messageStore = new MessageStore(options.records ?? openRecordList(), (contactId) => book.find(contactId));
  const press: IslandPress = new IslandPress({
    clock,
    key: keys.island,
    ledger: () => ledger,
    lifeMs: islandLifeMs(timeFactor),
  });
  const news = new DeskNews(scheduler);
  const webhookSecret = options.outsidePartner?.webhookSecret ?? newWebhookSecret();
  const promises = new OpenPromises(
    {
      ...{ policy: CALL_POLICIES.default, plan: PROMISE_DEFAULTS, asksPartner: false, ...options.deskPartner },
      ...{ webhookSecret, tokenKey: derivedKey(keys.token, "follow-up"), onTrouble: options.onTrouble },
      rng: streamRng(DEFAULT_SEED, "back-off"),
    },
    { clock: deskClock, timeFactor, defects, scheduler, contacts: book },
  );
  const ledger = new Ledger(store, [
    ...[consents, attachmentBook, roster, book, queue, hub, messageStore, press],
    ...[promises.book, promises.desk, news],
  ]);
  await ledger.replay();
  hub.goLive();
  messageStore.goLive();

  const origin = new KnowledgeOrigin(press, faults);
  const pops = POP_NAMES.map((name) => {
    const cutOff = name === "pop-b" && defects.strikes("island-missing");
    return new Pop({ name, clock, trusted, origin: (wanted) => origin.envelope(wanted), cutOff });
  });
  const islands = new IslandDesk({
    press,
    pops,
    scheduler,
    lifeMs: islandLifeMs(timeFactor),
    onTrouble: options.onTrouble,
  });
  const wrong = defects.strikes("wrong-answer") ? { "shipping-window": "24 to 28 January" } : {};
  await islands.accept(approve(draftIsland(catalogue.facts, wrong), options.approvedBy));

  const relay = new Relay(newId, defects, scheduler);
  const lock = new KeyedLock();
  const isWithdrawn = (consentId: string): boolean => consents.find(consentId)?.withdrawn === true;
  const parts: DeskParts = {
    ...{ clock: deskClock, ledger, book, queue, roster, relay, newId, lock, timeFactor, isWithdrawn, defects },
    leaving: (agentId, at) => promises.matters.leavingActs(agentId, at),
  };
  const handovers = new Handovers(parts);
  promises.begin(parts, handovers);
  const desk = new Desk(parts);
  const tokenKeyId = await keyIdOf(publicPem(keys.token), nodeChecks);
  const tokens = new ConsentTokens(keys.token, tokenKeyId, clock);
  const sessions = new Sessions({ clock, consents, newId, waitMs: sessionWaitMs(timeFactor) });
  const consentDesk = new Consents({
    ...{ clock: deskClock, ledger, consents, book, sessions, tokens, defects, newId, lock },
    receipts: new Receipts(keys.token, tokenKeyId),
    tokenLifeMs: tokenLifeMs(timeFactor),
  });
  const opening = { clock: deskClock, ledger, consents, book, desk, relay, defects, newId, lock };
  const openings = new Openings(opening);
  const partnerPlan = options.partnerPlan ?? PARTNER_DEFAULTS;
  const ownPartner = (): FulfilmentPartner => {
    const made: FulfilmentPartner = new FulfilmentPartner({
      ...{ clock, scheduler, timeFactor, newId, defects, secrets: () => [webhookSecret] },
      onAsked: partnerFaults(faults, () => made, partnerPlan.servers),
      plan: partnerPlan,
      rng: options.partnerRng ?? streamRng(DEFAULT_SEED, "partner"),
    });
    return made;
  };
  const partner = options.outsidePartner === undefined ? ownPartner() : null;
  return {
    ...{
      clock,
      scheduler,
      timeFactor,
      event,
      version: options.version,
      defects,
      catalogue,
      store,
      islands,
      pops,
      purges: new PurgeDesk(pops, monotonic),
      origin,
      faults,
    },
    ...{ partner, partnerBearer: options.outsidePartner?.partnerBearer ?? options.partnerBearer ?? newBearer() },
    ...{ book, queue, desk, news, consents, consentDesk, sessions, openings, hub, messageStore },
    fastPath: new FastPath({ ...opening, sessions, consentDesk, openings }),
    consentKeys: consentKeys(keys.token, tokenKeyId),
    transcript: new Transcript({
      ...{ clock, timeFactor, event, store: messageStore, book, consents },
      cursors: new TranscriptCursors(derivedKey(keys.token, "transcript")),
    }),
    attachments: new Attachments({
      ...{ clock, ledger, lock, book: attachmentBook, files: options.attachmentFiles ?? attachmentMemory() },
    }),
    ...{ handovers, promises },
    changes: new MessageChanges(parts),
    shifts: new Shifts(parts),
    trustedKeys: { [keyId]: islandKeyOf(pem) },
    auth: new SessionAuth(tokens, new ProofCheck(proofClock), consents, defects),
    tickets: new Tickets(clock),
    meter: new HttpMeter(),
    idempotency: new IdempotencyKeys(),
    endWaits: () => {
      queue.stop();
      news.stop();
      hub.end("closing");
      faults.stop();
      promises.desk.stop();
      partner?.stop();
    },
  };
};
