/**
 * Ports: what neutral code needs of the world. Node, k6 and the browser each bring their own; the same
 * adapters and actors then run in all of them.
 */

/** Epoch milliseconds; may carry a fraction. */
export interface Clock {
  now(): number;
}

/** Uniform in [0, 1), from a seed. Never `Math.random`. */
export interface Rng {
  next(): number;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Wall milliseconds after which the port gives up and answers with `status: 0`. */
  readonly timeoutMs: number;
}

/** `status` 0 means that no answer came: refused, reset or timed out; `error` then says which. */
export interface HttpResponse {
  readonly status: number;
  /** Header names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly error?: string;
}

/** Sends one request and never throws: a failed exchange is a response with status 0. Redirects are not followed. */
export interface Http {
  send(request: HttpRequest): Promise<HttpResponse>;
}

export interface SocketHandlers {
  onOpen(): void;
  onMessage(text: string): void;
  /** Called once, also after an error. */
  onClose(reason: string): void;
}

export interface Socket {
  close(): void;
  /** Sends a text, once the socket is open. */
  send?(text: string): void;
}

/** Opens a WebSocket, its opening request with these headers; failures arrive through `onClose`. */
export interface Sockets {
  open(url: string, handlers: SocketHandlers, headers?: Readonly<Record<string, string>>): Socket;
}

/** Timers. `wait` resolves after `ms` of wall time; it never blocks the event loop. */
export interface Timers {
  wait(ms: number): Promise<void>;
  /** Resolves when `ms` have passed or `other` has resolved, and leaves no timer behind. */
  waitOr(ms: number, other: Promise<void>): Promise<void>;
}

export interface EcPublicJwk {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
}

/** A session's own key pair; the private half never leaves the port. */
export interface SessionKey {
  readonly publicJwk: EcPublicJwk;
  /** ECDSA P-256 with SHA-256 over `bytes`; raw r||s, 64 bytes (RFC 7518 section 3.4). */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** The little cryptography that neutral code needs; k6 has ES256 only. */
export interface Crypto {
  newSessionKey(): Promise<SessionKey>;
  sha256(bytes: Uint8Array): Promise<Uint8Array>;
  hmacSha256Hex(keyHex: string, text: string): string;
  /** True when raw r||s `signature` over `bytes` is good under `publicJwk`. Never throws on bad input. */
  verifyEs256(publicJwk: EcPublicJwk, signature: Uint8Array, bytes: Uint8Array): Promise<boolean>;
  utf8(text: string): Uint8Array;
  /** Base64url without padding (RFC 4648 section 5); native, since a loop over bytes is what costs a k6 VU most. */
  base64url(bytes: Uint8Array): string;
}
