import type {
  Clock,
  Crypto,
  Http,
  HttpRequest,
  HttpResponse,
  SessionKey,
  Sockets,
  Timers,
} from "../../../core/contract/ports.ts";
import type { Fault, Outcome } from "../../../core/contract/target.ts";
import type { HttpMapping, SessionMapping } from "../../../core/schema/http-mapping.ts";
import type { CallMapping, IdempotencyMapping } from "../../../core/schema/http-request-mapping.ts";
import { createDpopProof } from "../../../core/trust/dpop-proof.ts";
import { readAnswer, readValues } from "./answer.ts";
import { type CookieJar, createCookieJar } from "./cookie-jar.ts";
import type { Limiter, Urgency } from "./limiter.ts";
import { createMask, type Mask } from "./mask.ts";
import { proofNames } from "./proof-names.ts";
import { type BuiltRequest, buildRequest } from "./request-builder.ts";
import { type Value, type Values, valueText } from "./template.ts";

/** What a customer or an agent of a mapped desk needs of the world. */
export interface HttpTargetOptions {
  readonly http: Http;
  readonly sockets: Sockets;
  readonly timers: Timers;
  readonly crypto: Crypto;
  readonly clock: Clock;
  /** The `http` section of the target file, checked and with its defaults. */
  readonly mapping: HttpMapping;
  /** Base address of the customers' PoP or of the agents' origin, without a slash at its end. */
  readonly base: string;
  readonly event: string;
  readonly noticeHash: string;
  /** By their ids in the target file. They go into headers and bodies, and never into anything that is kept. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The header on every request, by which the desk knows made-up contacts. */
  readonly marker: { readonly header: string; readonly value: string };
  /** Shared by all that speak to the desk from this process. */
  readonly limiter: Limiter;
  readonly requestTimeoutMs: number;
}

export interface CallOptions {
  /** Names that are of this call only. */
  readonly values?: Values;
  readonly urgency?: Urgency;
  /** Wall milliseconds that the desk is asked to wait before it answers. */
  readonly holdMs?: number;
  /** The client's own id of what is done, for calls that must not happen twice. */
  readonly once?: { readonly id: string; readonly mapping: IdempotencyMapping | undefined };
  /** How long room in the desk's limit is waited for, when not as long as such calls commonly are; wall milliseconds. */
  readonly patienceMs?: number;
  /** Whether nobody waits for this any more: then it is not sent. */
  readonly gone?: () => boolean;
  /** Something is read from the body beside `read`. */
  readonly wantsJson?: boolean;
}

export interface Answered {
  readonly status: number;
  readonly document: Value | undefined;
  readonly read: Readonly<Record<string, Value>>;
}

/** One person's exchange with the desk: session, cookies, proofs, and the values that were read so far. */
export interface Dialogue {
  readonly mask: Mask;
  /** By their names in templates. */
  readonly secrets: Values;
  /** Names that every later template may use. */
  keep(values: Values): void;
  value(name: string): Value | undefined;
  /** All that was read or kept so far. */
  values(): Values;
  /** Does one call, and the session before the first. Never throws. */
  call(where: string, call: CallMapping, options?: CallOptions): Promise<Outcome<Answered>>;
  /** Headers that a socket to this path may carry. */
  socketHeaders(path: string): Readonly<Record<string, string>>;
}

/** Room in the desk's limit is waited for at most this long before a look is given up; an act has its own deadline. */
const MOST_LOOK_WAIT_MS = 30_000;
/** The connection was not taken: nothing can have happened. */
const NOTHING_SENT: ReadonlySet<string> = new Set([
  ...["ECONNREFUSED", "k6-1212", "limit-reached", "unsafe-value", "no-value", "not-repeated"],
]);

const fail = (where: string, status: number, code: string): { ok: false; fault: Fault } => ({
  ok: false,
  fault: { where, status, code },
});

export function createDialogue(
  options: HttpTargetOptions,
  part: {
    headers?: Readonly<Record<string, string>> | undefined;
    session?: SessionMapping | undefined;
    proof?: boolean;
  },
  given: Values,
): Dialogue {
  const { clock, crypto, mapping, base, limiter } = options;
  const mask = createMask(Object.values(options.secrets));
  const isProof = proofNames(mapping);
  const secrets = Object.fromEntries(Object.entries(options.secrets).map(([id, secret]) => [`secret:${id}`, secret]));
  const jar: CookieJar | null = part.session?.cookies === true ? createCookieJar() : null;
  const lost = new Set<string>();
  let known: Values = { event: options.event, noticeHash: options.noticeHash, ...given };
  let key: SessionKey | null = null;
  let session: Promise<Outcome<Answered>> | null = null;
  let proofs = 0;
  let made = 0;

  /** Whether the desk says that the session came to its end: then nothing was carried out. */
  const expired = (status: number): boolean => part.session?.expired.status.includes(status) === true;

  const proven = async (built: BuiltRequest): Promise<Readonly<Record<string, string>>> => {
    if (part.proof !== true || key === null) return {};
    proofs++;
    const token = known["accessToken"];
    const proof = await createDpopProof(
      {
        ...{ key, method: built.method, url: `${base}${built.path}`, issuedAtSec: Math.floor(clock.now() / 1000) },
        jti: `${key.publicJwk.x.slice(0, 22)}.${proofs}`,
        ...(typeof token === "string" ? { accessToken: token } : {}),
      },
      crypto,
    );
    return { dpop: proof };
  };

  const cookies = (path: string): Readonly<Record<string, string>> => {
    const header = jar?.header(path, clock.now()) ?? null;
    return header === null ? {} : { cookie: header };
  };
  const marker = { [options.marker.header.toLowerCase()]: options.marker.value };

  const heard = (response: HttpResponse): void => {
    for (const value of jar?.store(response.headers["set-cookie"], clock.now()) ?? []) mask.add(value);
  };
  const remember = (where: string, read: Readonly<Record<string, Value>>): void => {
    known = { ...known, ...read };
    for (const [name, value] of Object.entries(read))
      if (typeof value === "string" && isProof(where, name)) mask.add(value);
  };

  const exchange = async (where: string, call: CallMapping, more: CallOptions): Promise<Outcome<Answered>> => {
    const { urgency = "act", holdMs = 0, once } = more;
    if (part.proof === true) key ??= await crypto.newSessionKey();
    const publicJwk = key === null ? {} : { publicJwk: { ...key.publicJwk } };
    made++;
    const so: Values = { ...known, ...more.values };
    const newId = `${valueText(so, "clientContactId") ?? valueText(so, "agent") ?? "one"}-n${made}`;
    const values: Values = { newId, ...publicJwk, ...so, ...secrets };
    const idempotency = once === undefined ? {} : { idempotency: once };
    const built = buildRequest(call.request, values, { headers: part.headers, ...idempotency });
    if (!built.ok) return fail(where, 0, built.code);
    if (once !== undefined && once.mapping === undefined && lost.has(`${where} ${once.id}`))
      return fail(where, 0, "not-repeated");
    const patienceMs = more.patienceMs ?? (urgency === "act" ? options.requestTimeoutMs : MOST_LOOK_WAIT_MS);
    if (!(await limiter.take(urgency, clock.now() + patienceMs, more.gone))) return fail(where, 0, "limit-reached");
    const { request } = built;
    const headers = { ...request.headers, ...(await proven(request)), ...cookies(request.path), ...marker };
    const sent: HttpRequest = {
      ...request,
      url: `${base}${request.path}`,
      headers,
      timeoutMs: options.requestTimeoutMs + holdMs,
    };
    const response = await options.http.send(sent);
    heard(response);
    const reads = Object.keys(call.read ?? {}).length > 0;
    const answer = readAnswer(response, mapping.errors, reads || more.wantsJson === true);
    const read = answer.ok ? readValues(call, answer.document, response.headers) : null;
    if (answer.ok && read !== null) {
      remember(where, read);
      return { ok: true, value: { status: response.status, document: answer.document, read } };
    }
    const code = answer.ok ? "missing-value" : mask.clean(answer.code);
    const { status } = response;
    const unclear = (status === 0 || status >= 500 || status < 400) && !expired(status);
    if (once !== undefined && unclear && !NOTHING_SENT.has(code)) lost.add(`${where} ${once.id}`);
    const pause = answer.ok ? undefined : answer.retryAfterMs;
    const fault = { where, status: response.status, code };
    return { ok: false, fault: pause === undefined ? fault : { ...fault, retryAfterMs: pause } };
  };

  /** One session for all calls that need it; one that failed is tried anew by the next. */
  const ready = async (values: Values): Promise<Outcome<Answered> | null> => {
    if (part.session === undefined) return null;
    session ??= exchange("session", part.session, { values });
    const done = await session;
    if (!done.ok) session = null;
    return done;
  };

  return {
    mask,
    secrets,
    keep: (values) => {
      known = { ...known, ...values };
    },
    value: (name) => known[name],
    values: () => known,
    call: async (where, call, more = {}) => {
      const first = await ready(more.values ?? {});
      if (first !== null && !first.ok) return first;
      const done = await exchange(where, call, more);
      if (done.ok || !expired(done.fault.status)) return done;
      // The session came to its end; a request that was refused for that was not carried out.
      session = null;
      const again = await ready(more.values ?? {});
      return again !== null && !again.ok ? again : exchange(where, call, more);
    },
    socketHeaders: (path) => ({ ...cookies(path), ...marker }),
  };
}
