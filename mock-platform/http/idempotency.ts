import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { LRUCache } from "lru-cache";
import { Problem } from "./problems.ts";

interface Done {
  readonly digest: string;
  readonly result: Promise<unknown>;
}

const MOST_KEYS = 50_000;
const LONGEST_KEY = 128;

/** A body that the parser took may still be nested too deeply to be written again. */
const textOf = (body: unknown): string => {
  try {
    return JSON.stringify(body ?? null);
  } catch {
    throw new Problem("bad-request", "the body is nested too deeply");
  }
};

/**
 * Results by `Idempotency-Key`, for the life of the process. The client ids inside the bodies give the same
 * promise across a restart; the header is for requests that have none.
 */
export class IdempotencyKeys {
  readonly #done = new LRUCache<string, Done>({ max: MOST_KEYS });

  /** Runs `act` once per scope and key; a repeat waits for the first result. Another body is refused. */
  async once<T>(request: FastifyRequest, scope: string, act: () => Promise<T>): Promise<T> {
    const key = request.headers["idempotency-key"];
    if (typeof key !== "string") return act();
    if (key === "" || key.length > LONGEST_KEY)
      throw new Problem("bad-request", "the Idempotency-Key is empty or too long");
    const name = `${scope} ${key}`;
    const digest = createHash("sha256")
      .update(`${request.method} ${request.url} ${textOf(request.body)}`)
      .digest("base64url");
    const before = this.#done.get(name);
    if (before !== undefined) {
      if (before.digest !== digest) throw new Problem("key-reused");
      return (await before.result) as T;
    }
    const result = act();
    this.#done.set(name, { digest, result });
    // A failure is no result: the next try runs again.
    result.catch(() => this.#done.delete(name));
    return result;
  }
}
