import { LRUCache } from "lru-cache";
import type { Clock } from "../../core/contract/ports.ts";
import { caseCallbackSchema } from "../../core/schema/partner-wire.ts";
import type { CallbackResult } from "../../core/schema/promise-wire.ts";
import { Problem } from "../http/problems.ts";
import { checkWebhook } from "../partner/webhook-signature.ts";
import type { PartnerDesk } from "./partner-desk.ts";

const MOST_REMEMBERED = 50_000;

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    throw new Problem("bad-json");
  }
};

/**
 * Takes the partner's signed callbacks. One that was handled is not handled again under its id, also where it comes
 * twice at once; across a restart the state of its matter says the same.
 */
export class CallbackInbox {
  readonly #parts: { readonly desk: PartnerDesk; readonly clock: Clock; readonly secret: string };
  readonly #heard = new LRUCache<string, Promise<CallbackResult>>({ max: MOST_REMEMBERED });
  readonly #counts = new Map<string, number>();

  constructor(parts: { readonly desk: PartnerDesk; readonly clock: Clock; readonly secret: string }) {
    this.#parts = parts;
  }

  /** Throws `bad-webhook`: before this nothing of the body counts. */
  check(headers: Readonly<Record<string, unknown>>, body: string): void {
    const { clock, secret } = this.#parts;
    const verdict = checkWebhook(secret, headers, body, Math.floor(clock.now() / 1000));
    if (verdict === "good") return;
    this.#count(verdict);
    throw new Problem("bad-webhook", verdict);
  }

  /** A callback whose signature is good. Throws `bad-json`, `bad-request`, `not-found`. */
  async take(id: string, body: string): Promise<CallbackResult> {
    const before = this.#heard.get(id);
    if (before !== undefined) {
      this.#count("replayed");
      const result = await before;
      return result === "settled" ? "again" : result;
    }
    const result = this.#hear(body);
    this.#heard.set(id, result);
    // A failure is no hearing: the partner sends it again, under the same id.
    result.catch(() => this.#heard.delete(id));
    this.#count(await result);
    return result;
  }

  /** Callbacks by what became of them. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  async #hear(body: string): Promise<CallbackResult> {
    const { data, success } = caseCallbackSchema.safeParse(parsed(body));
    if (!success) throw new Problem("bad-request", "no callback about a case");
    return this.#parts.desk.hear(data);
  }

  #count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}
