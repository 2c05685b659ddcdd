import type { Clock, Crypto, EcPublicJwk, Http } from "../../../core/contract/ports.ts";
import type { IslandPort } from "../../../core/contract/target.ts";
import { verifyIsland } from "../../../core/trust/island-signature.ts";
import { parseObject } from "./exchange.ts";

export interface ReferenceIslandsOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly pops: Readonly<Record<string, string>>;
  readonly event: string;
  /** Trusted keys by TUF key id. */
  readonly trusted: ReadonlyMap<string, EcPublicJwk>;
  readonly requestTimeoutMs: number;
}

/** Characters of a target's own words that a probe keeps. */
const LONGEST_NOTE = 200;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Reads the event's island at a PoP, as a page of a fan would, and checks its signature when asked to. */
export function createReferenceIslands(options: ReferenceIslandsOptions): IslandPort {
  return {
    read: async (pop, verify) => {
      const response = await options.http.send({
        method: "GET",
        url: `${options.pops[pop] ?? ""}/edge/v1/islands/${encodeURIComponent(options.event)}`,
        headers: {},
        timeoutMs: options.requestTimeoutMs,
      });
      const envelope = response.status === 200 ? parseObject(response.body) : null;
      const signed = envelope?.["signed"];
      const found = isRecord(signed) ? signed["version"] : null;
      const version = typeof found === "number" && Number.isSafeInteger(found) ? found : null;
      const signatures = envelope?.["signatures"];
      const first: unknown = Array.isArray(signatures) ? signatures[0] : undefined;
      const keyId =
        isRecord(first) && typeof first["keyid"] === "string" ? first["keyid"].slice(0, LONGEST_NOTE) : null;
      const checked =
        verify && envelope !== null
          ? await verifyIsland(envelope, options.trusted, options.clock.now(), options.crypto, { event: options.event })
          : null;
      return {
        status: response.status,
        version,
        keyId: checked?.result === "good" ? checked.keyId : keyId,
        cacheStatus: response.headers["cache-status"]?.slice(0, LONGEST_NOTE) ?? null,
        signatureGood: verify ? checked?.result === "good" : null,
        ...(checked?.result === "good" ? { island: checked.island } : {}),
      };
    },
  };
}
