import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Follow-up tokens: the promise's id and a MAC over it under a key of the stack's own. Nothing of one needs to be kept,
 * so nothing of one can leak from the log; a repeat of the hand-off gets the same token.
 */
export class FollowUpTokens {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  make(matterId: string): string {
    return `${matterId}.${this.#mac(matterId).toString("base64url")}`;
  }

  /** The promise's id; null for a token that was not made here. */
  read(token: string): string | null {
    const [matterId = "", mac = "", more] = token.split(".");
    const given = Buffer.from(mac, "base64url");
    const wanted = this.#mac(matterId);
    return more === undefined && given.length === wanted.length && timingSafeEqual(given, wanted) ? matterId : null;
  }

  #mac(matterId: string): Buffer {
    return createHmac("sha256", this.#key).update(matterId).digest();
  }
}
