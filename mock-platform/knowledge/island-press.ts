import { type KeyObject, sign } from "node:crypto";
import olpc from "@tufjs/canonical-json";
import type { Clock } from "../../core/contract/ports.ts";
import type { IslandEnvelope } from "../../core/schema/wire.ts";
import { keyIdOf } from "../../core/trust/island-key.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Ledger, Projection } from "../event-log/ledger.ts";
import { nodeChecks } from "../runtime/es256.ts";
import { publicPem } from "../runtime/stack-keys.ts";
import type { ApprovedIsland } from "./island-draft.ts";

export interface PressOptions {
  readonly clock: Clock;
  readonly key: KeyObject;
  readonly ledger: () => Ledger;
  /** Wall milliseconds that a signed island is good for. */
  readonly lifeMs: number;
}

export interface PublishedIsland {
  readonly version: number;
  readonly keyId: string;
  readonly expiresMs: number;
  /** The envelope as JSON text: the very bytes that every PoP fetches. */
  readonly text: string;
}

/** Whole seconds, UTC, the form of times in TUF metadata; never earlier than `ms`. */
const tufTime = (ms: number): string => new Date(Math.ceil(ms / 1000) * 1000).toISOString().replace(".000Z", "Z");

/** Signs approved islands, numbers them and keeps the newest of each event: the origin's side of the islands. */
export class IslandPress implements Projection {
  readonly #options: PressOptions;
  readonly #versions = new Map<string, number>();
  readonly #current = new Map<string, PublishedIsland>();

  constructor(options: PressOptions) {
    this.#options = options;
  }

  apply(event: EventDraft): void {
    const version = event.body["version"];
    if (event.kind === "island.published" && typeof version === "number") this.#versions.set(event.subject, version);
  }

  keyId(): Promise<string> {
    return keyIdOf(publicPem(this.#options.key), nodeChecks);
  }

  /** Signs and publishes the next version; it is logged before any PoP can fetch it. */
  async publish(island: ApprovedIsland): Promise<PublishedIsland> {
    const { clock, key, ledger, lifeMs } = this.#options;
    const version = (this.#versions.get(island.event) ?? 0) + 1;
    const expires = tufTime(clock.now() + lifeMs);
    const signed: IslandEnvelope["signed"] = {
      _type: "island",
      spec_version: "1.0",
      version,
      expires,
      event: island.event,
      approved_by: island.approvedBy,
      answers: island.answers,
    };
    const keyId = await this.keyId();
    const sig = sign("sha256", Buffer.from(olpc.canonicalize(signed), "utf8"), key).toString("hex");
    const envelope: IslandEnvelope = { signed, signatures: [{ keyid: keyId, sig }] };
    await ledger().commit([
      {
        at: clock.now(),
        kind: "island.published",
        subject: island.event,
        body: { version, keyId, expires, approvedBy: island.approvedBy },
      },
    ]);
    const published = { version, keyId, expiresMs: Date.parse(expires), text: JSON.stringify(envelope) };
    this.#current.set(island.event, published);
    return published;
  }

  current(event: string): PublishedIsland | null {
    return this.#current.get(event) ?? null;
  }
}
