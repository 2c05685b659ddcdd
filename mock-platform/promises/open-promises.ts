import type { CallPolicy } from "../../core/schema/call-policy.ts";
import type { ExportedPromise, PromisePlan } from "../../core/schema/promise-wire.ts";
import type { DeskParts } from "../desk/desk-parts.ts";
import type { Handovers } from "../desk/handovers.ts";
import { PartnerClient, type PartnerLine } from "../partner-calls/partner-client.ts";
import type { Rng } from "../../core/contract/ports.ts";
import type { Scheduler } from "../runtime/scheduler.ts";
import { CallbackInbox } from "./callback-inbox.ts";
import { FollowUpTokens } from "./follow-up-token.ts";
import { HandOffs } from "./hand-offs.ts";
import { promiseOf } from "./matter.ts";
import { MatterBook } from "./matter-book.ts";
import { Matters } from "./matters.ts";
import { PartnerDesk } from "./partner-desk.ts";

/** Ten simulated minutes to keep a word in; three follow-ups at once, one every two seconds. */
export const PROMISE_DEFAULTS: PromisePlan = { dueSec: 600, paceSec: 2, atOnce: 3, againSec: 20 };

export interface PromiseSettings {
  readonly policy: CallPolicy;
  readonly plan: PromisePlan;
  /** Whether the desk opens cases by itself for order trouble. */
  readonly asksPartner: boolean;
  readonly rng: Rng;
  readonly webhookSecret: string;
  readonly tokenKey: Uint8Array;
  readonly onTrouble: (error: unknown) => void;
}

type WatchParts = Pick<DeskParts, "clock" | "timeFactor" | "defects"> & {
  readonly scheduler: Scheduler;
  readonly contacts: DeskParts["book"];
};

/** Promises and the calls behind them, put together: the two projections first, the commands once there is a ledger. */
export class OpenPromises {
  readonly book = new MatterBook();
  readonly desk: PartnerDesk;
  readonly client: PartnerClient;
  readonly inbox: CallbackInbox;
  readonly tokens: FollowUpTokens;
  readonly #settings: PromiseSettings;
  readonly #contacts: DeskParts["book"];
  #matters: Matters | null = null;
  #handOffs: HandOffs | null = null;

  constructor(settings: PromiseSettings, parts: WatchParts) {
    this.#settings = settings;
    this.#contacts = parts.contacts;
    this.client = new PartnerClient({ ...parts, policy: settings.policy, rng: settings.rng });
    this.desk = new PartnerDesk({
      ...parts,
      ...settings,
      book: this.book,
      client: this.client,
      matters: () => this.matters,
    });
    this.inbox = new CallbackInbox({ desk: this.desk, clock: parts.clock, secret: settings.webhookSecret });
    this.tokens = new FollowUpTokens(settings.tokenKey);
  }

  /** With what came after the ledger. */
  begin(desk: DeskParts, handovers: Handovers): void {
    const parts = { ...desk, contacts: desk.book, matters: this.book };
    this.#matters = new Matters(parts);
    this.#handOffs = new HandOffs({
      ...{ desk, handovers, book: this.book, plan: this.#settings.plan },
      matters: this.#matters,
    });
  }

  /** The partner can be reached from now on: what was begun before goes on. */
  connect(line: PartnerLine): void {
    this.client.connect(line);
    this.desk.goLive();
  }

  get matters(): Matters {
    if (this.#matters === null) throw new Error("begin comes first");
    return this.#matters;
  }

  get handOffs(): HandOffs {
    if (this.#handOffs === null) throw new Error("begin comes first");
    return this.#handOffs;
  }

  *export(): Generator<ExportedPromise> {
    for (const matter of this.book.all()) {
      const { resolutions, owners } = matter;
      const clientContactId = this.#contacts.find(matter.contactId)?.clientContactId ?? null;
      yield { ...promiseOf(matter), clientContactId, resolutions, owners };
    }
  }

  counters(): Record<string, number> {
    const matters = [...this.book.all()];
    const of = (state: string): number => matters.filter((matter) => matter.state === state).length;
    const named = (prefix: string, counts: Readonly<Record<string, number>>): [string, number][] =>
      Object.entries(counts).map(([name, count]) => [`${prefix}.${name}`, count]);
    return {
      promises: of("promised"),
      "promises.resolved": of("resolved"),
      "promises.expired": of("expired"),
      "promises.abandoned": of("abandoned"),
      "partner-calls.breaker-is-open": this.client.isCutOff() ? 1 : 0,
      ...Object.fromEntries([
        ...named("partner-calls", this.client.counts.all()),
        ...named("callbacks", this.inbox.counts()),
      ]),
    };
  }
}
