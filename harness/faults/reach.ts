import type { ErrorCode } from "../../core/errors/error-table.ts";
import type { Http } from "../../core/contract/ports.ts";
import { readBaseAddress } from "../target/base-address.ts";
import { exchange } from "../target/exchange.ts";
import { pinnedLookup, type Pin, type Resolver, systemResolver } from "../target/pins.ts";
import { isOwnMachine } from "../target/target-findings.ts";

/** How far the adapters reach: this machine, and where a signed target file leads. */
export interface Reach {
  readonly http: Http;
  /** For hooks, which go to pinned hosts only, and for what a person is told to type. */
  readonly pins: readonly Pin[];
  readonly resolve: Resolver;
}

export interface ReachOptions {
  /** `createPinnedHttp` of an admitted target; null reaches this machine alone. */
  readonly pinned?: Http | null;
  readonly pins?: readonly Pin[];
  readonly resolve?: Resolver;
}

const STRAY: ErrorCode = "FP-TARGET-018";
/** A backslash is a slash to some readers of URLs and a letter to others. */
const baseOf = (url: string): string => /^([a-z]+:\/\/[^/?#\\]*)(?:[/?][\x21-\x5b\x5d-\x7e]*)?$/.exec(url)?.[1] ?? "";

/** A loopback address as such. A name, be it localhost, leads where the machine's own files say. */
export const isLoopbackLiteral = (url: string): boolean => {
  const spelling = readBaseAddress(baseOf(url));
  return spelling.ok && spelling.address.isLiteral && isOwnMachine(spelling.address.host);
};

/** The address that localhost stands for where no target file has pinned it; any other name is returned as it is. */
const literal = (url: string): string => url.replace(/^(https?:\/\/)localhost(?=[:/?#]|$)/, "$1127.0.0.1");

/** A literal address is looked up by nobody. */
const noLookup = pinnedLookup([]);

/**
 * Requests to loopback addresses go out as they are, each on a connection of its own, so that a target that has ended is
 * seen as refused at once. All others go to the pins of the target file, or nowhere: status 0 and FP-TARGET-018.
 */
export const reachOf = ({ pinned = null, pins = [], resolve = systemResolver }: ReachOptions = {}): Reach => ({
  pins,
  resolve,
  http: {
    send: async (request) => {
      if (pinned !== null && !isLoopbackLiteral(request.url)) return pinned.send(request);
      const url = literal(request.url);
      if (!isLoopbackLiteral(url)) return { status: 0, headers: {}, body: "", error: STRAY };
      return exchange({ ...request, url }, { lookup: noLookup, headers: request.headers, agent: false });
    },
  },
});

/** How an exchange without an answer ended, in words. */
export const noAnswer = (error: string | undefined, limitMs: number): string => {
  if (error === "ECONNREFUSED") return "nobody listens at its address";
  if (error === STRAY) return "its address is neither on this machine nor pinned by a target file";
  return error === "ABORT_ERR" ? `no answer within ${Math.round(limitMs)} ms` : `no answer (${error ?? "unknown"})`;
};

/**
 * Whether nobody listens at a loopback address any more: what the process there held has ended with it. Elsewhere a
 * refusal may come from what stands between.
 */
export const isGone = async ({ http }: Reach, base: string, limitMs: number): Promise<boolean> => {
  const url = literal(base);
  if (!isLoopbackLiteral(url)) return false;
  const { status, error } = await http.send({ method: "GET", url, headers: {}, timeoutMs: limitMs });
  return status === 0 && error === "ECONNREFUSED";
};
