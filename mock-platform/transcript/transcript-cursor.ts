import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { Problem } from "../http/problems.ts";

const placeSchema = z.tuple([z.string(), z.number().nonnegative(), z.number().int().nonnegative()]);

/** Where a reader is in one transcript. */
export interface TranscriptPlace {
  readonly event: string;
  readonly asOf: number;
  /** Lines to pass over. */
  readonly position: number;
}

const MAC_BYTES = 16;

/** Opaque cursors: sealed, so that nobody can make one, and bound to event and asOf. */
export class TranscriptCursors {
  readonly #key: Uint8Array;

  /** `key`: 32 secret bytes that outlive a restart. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  seal({ event, asOf, position }: TranscriptPlace): string {
    const body = Buffer.from(JSON.stringify([event, asOf, position]), "utf8");
    return Buffer.concat([this.#mac(body), body]).toString("base64url");
  }

  /** Throws `bad-cursor`. */
  open(cursor: string): TranscriptPlace {
    const bytes = Buffer.from(cursor, "base64url");
    const body = bytes.subarray(MAC_BYTES);
    const mac = this.#mac(body);
    const sealed = bytes.subarray(0, MAC_BYTES);
    if (sealed.length !== MAC_BYTES || !timingSafeEqual(sealed, mac) || bytes.toString("base64url") !== cursor)
      throw new Problem("bad-cursor");
    const [event, asOf, position] = placeSchema.parse(JSON.parse(body.toString("utf8")));
    return { event, asOf, position };
  }

  /** The name of a contact in public: the same in every transcript of this stack, and not its id. */
  thread(contactId: string): string {
    return createHmac("sha256", this.#key).update(`thread ${contactId}`).digest("base64url").slice(0, 16);
  }

  #mac(body: Uint8Array): Buffer {
    return createHmac("sha256", this.#key).update("cursor ").update(body).digest().subarray(0, MAC_BYTES);
  }
}
