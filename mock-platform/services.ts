import type { KeyObject } from "node:crypto";
import type { Clock } from "../core/contract/ports.ts";
import type { ConsentKeys } from "../core/schema/session-wire.ts";
import type { IslandKey } from "../core/schema/wire.ts";
import type { Attachments } from "./attachments/attachments.ts";
import type { Catalogue } from "./catalogue/catalogue.ts";
import type { ConsentBook } from "./consent/consent-book.ts";
import type { Consents } from "./consent/consents.ts";
import type { FastPath } from "./consent/fast-path.ts";
import type { Openings } from "./consent/openings.ts";
import type { SessionAuth } from "./consent/session-auth.ts";
import type { Sessions } from "./consent/sessions.ts";
import type { Defects } from "./defects.ts";
import type { DeliveryHub } from "./delivery/hub.ts";
import type { Tickets } from "./delivery/tickets.ts";
import type { ContactBook } from "./desk/contact-book.ts";
import type { Desk } from "./desk/desk.ts";
import type { DeskNews } from "./desk/desk-news.ts";
import type { Handovers } from "./desk/handovers.ts";
import type { LaneQueue } from "./desk/lane-queue.ts";
import type { MessageChanges } from "./desk/message-changes.ts";
import type { Shifts } from "./desk/shifts.ts";
import type { Pop } from "./edge/pop.ts";
import type { PurgeDesk } from "./edge/purge-desk.ts";
import type { EventStore } from "./event-log/event-store.ts";
import type { HttpMeter } from "./http/http-meter.ts";
import type { IdempotencyKeys } from "./http/idempotency.ts";
import type { KnowledgeOrigin } from "./knowledge/knowledge-origin.ts";
import type { IslandDesk } from "./knowledge/island-desk.ts";
import type { FaultBook } from "./operations/faults/fault-book.ts";
import type { Scheduler } from "./runtime/scheduler.ts";
import type { OpenPromises } from "./promises/open-promises.ts";
import type { FulfilmentPartner } from "./partner/fulfilment-partner.ts";
import type { MessageStore } from "./transcript/message-store.ts";
import type { Transcript } from "./transcript/transcript.ts";

/** Everything that the routes stand on, put together by `createServices`. */
export interface Services {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly timeFactor: number;
  readonly event: string;
  readonly version: string;
  readonly defects: Defects;
  readonly catalogue: Catalogue;
  readonly store: EventStore;
  readonly islands: IslandDesk;
  readonly origin: KnowledgeOrigin;
  readonly faults: FaultBook;
  /** The keys that every PoP trusts, by TUF key id. */
  readonly trustedKeys: Readonly<Record<string, IslandKey>>;
  readonly pops: readonly Pop[];
  readonly purges: PurgeDesk;
  readonly book: ContactBook;
  readonly queue: LaneQueue;
  readonly desk: Desk;
  readonly news: DeskNews;
  readonly handovers: Handovers;
  readonly changes: MessageChanges;
  readonly shifts: Shifts;
  readonly consents: ConsentBook;
  readonly consentDesk: Consents;
  readonly sessions: Sessions;
  readonly openings: Openings;
  readonly fastPath: FastPath;
  /** The public keys that tokens and receipts are signed with. */
  readonly consentKeys: ConsentKeys;
  readonly auth: SessionAuth;
  readonly hub: DeliveryHub;
  readonly attachments: Attachments;
  readonly messageStore: MessageStore;
  readonly transcript: Transcript;
  readonly tickets: Tickets;
  readonly meter: HttpMeter;
  readonly idempotency: IdempotencyKeys;
  readonly promises: OpenPromises;
  /** Null where the partner is a process of its own. */
  readonly partner: FulfilmentPartner | null;
  /** What the desk shows the partner. */
  readonly partnerBearer: string;
  /** Ends every feed, long poll and queue wait, so that listeners can close. */
  endWaits(): void;
}

export interface ServiceKeys {
  readonly island: KeyObject;
  readonly token: KeyObject;
}
