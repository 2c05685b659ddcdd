import { z } from "zod";
import type { Clock, Crypto, EcPublicJwk, Http } from "../../core/contract/ports.ts";
import type { TargetView } from "../../core/contract/stimulus.ts";
import { stackFaultsSchema } from "../../core/schema/stack-fault.ts";
import { countersSchema, edgeStatusSchema } from "../../core/schema/wire.ts";
import { createReferenceIslands } from "../../drills/targets/reference/islands.ts";
import { nodeClock, nodeCrypto, nodeHttp } from "../ports/node-ports.ts";

export interface TargetViewOptions {
  readonly event: string;
  readonly addresses: {
    readonly pops: Readonly<Record<string, string>>;
    readonly origin: string;
    readonly ops: string;
  };
  readonly opsBearer: string;
  /** Of agents and PoPs, who may read at the origin. */
  readonly agentBearer: string;
  /** Trusted island keys by TUF key id. */
  readonly trusted: ReadonlyMap<string, EcPublicJwk>;
  readonly requestTimeoutMs: number;
  readonly http?: Http;
  readonly clock?: Clock;
  readonly crypto?: Crypto;
}

const parsed = <T>(schema: z.ZodType<T>, body: string): T | null => {
  try {
    const result = z.safeParse(schema, JSON.parse(body));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
};

/**
 * The reference stack as proofs of stimuli look at it, over its public wire. No call throws; an answer that is not of the
 * wire contract is none. A bearer goes to the listener that it is for, and to no other.
 */
export function createTargetView(options: TargetViewOptions): TargetView {
  const { event, addresses, requestTimeoutMs } = options;
  const { http = nodeHttp, clock = nodeClock, crypto = nodeCrypto } = options;
  const islands = createReferenceIslands({
    ...{ http, clock, crypto, pops: addresses.pops, event, trusted: options.trusted, requestTimeoutMs },
  });
  const ofOps = { authorization: `Bearer ${options.opsBearer}` };
  const ofOrigin = { authorization: `Bearer ${options.agentBearer}` };
  const get = (url: string, headers: Readonly<Record<string, string>> = {}) =>
    http.send({ method: "GET", url, headers, timeoutMs: requestTimeoutMs });
  const read = async <T>(url: string, schema: z.ZodType<T>, headers?: Readonly<Record<string, string>>) => {
    const response = await get(url, headers);
    return response.status === 200 ? parsed(schema, response.body) : null;
  };
  return {
    event,
    pops: Object.keys(addresses.pops),
    readIsland: (pop) => islands.read(pop, true),
    edgeStatus: (pop) => read(`${addresses.pops[pop] ?? ""}/edge/v1/status`, edgeStatusSchema),
    counters: () => read(`${addresses.ops}/ops/v1/counters`, countersSchema, ofOps),
    faults: () => read(`${addresses.ops}/ops/v1/faults`, stackFaultsSchema, ofOps),
    timed: async (where, path) => {
      const [base, headers] =
        where === "ops"
          ? [addresses.ops, ofOps]
          : where === "origin"
            ? [addresses.origin, ofOrigin]
            : [addresses.pops[where.pop] ?? "", {}];
      const startedAt = performance.now();
      const { status } = await get(`${base}${path}`, headers);
      return { status, ms: performance.now() - startedAt };
    },
  };
}
