import { createHash, createHmac, webcrypto } from "node:crypto";
import { WebSocket } from "ws";
import type { Clock, Crypto, Http, HttpResponse, Sockets, Timers } from "../../core/contract/ports.ts";

/** The ports over Node, for adapters that run in the harness and in tests: the same code as in k6. */
export const nodeClock: Clock = { now: () => performance.timeOrigin + performance.now() };

export const nodeTimers: Timers = {
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms))),
  waitOr: (ms, other) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, ms));
      void other.then(() => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return error instanceof Error ? error.name : "request-failed";
};

export const nodeHttp: Http = {
  send: async (request): Promise<HttpResponse> => {
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: "manual",
        signal: AbortSignal.timeout(Math.max(1, Math.round(request.timeoutMs))),
      });
      const headers = Object.fromEntries(response.headers);
      // The one header whose several values an object would lose.
      const cookies = response.headers.getSetCookie();
      if (cookies.length > 0) headers["set-cookie"] = cookies.join(", ");
      return { status: response.status, headers, body: await response.text() };
    } catch (error) {
      return { status: 0, headers: {}, body: "", error: reasonOf(error) };
    }
  },
};

export const nodeSockets: Sockets = {
  open: (url, handlers, headers = {}) => {
    const socket = new WebSocket(url, { followRedirects: false, headers: { ...headers } });
    let reason = "closed";
    socket.on("open", () => handlers.onOpen());
    socket.on("message", (data) => handlers.onMessage(data.toString()));
    socket.on("error", (error) => {
      reason = error.message;
    });
    socket.on("close", () => handlers.onClose(reason));
    return { close: () => socket.close(), send: (text) => socket.send(text) };
  },
};

const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
const ES256 = { name: "ECDSA", hash: "SHA-256" } as const;

export const nodeCrypto: Crypto = {
  utf8: (text) => new TextEncoder().encode(text),
  base64url: (bytes) => Buffer.from(bytes).toString("base64url"),
  newSessionKey: async () => {
    const pair = await webcrypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
    const jwk = await webcrypto.subtle.exportKey("jwk", pair.publicKey);
    return {
      publicJwk: { kty: "EC", crv: "P-256", x: jwk.x ?? "", y: jwk.y ?? "" },
      sign: async (bytes) => new Uint8Array(await webcrypto.subtle.sign(ES256, pair.privateKey, bytes)),
    };
  },
  sha256: async (bytes) => createHash("sha256").update(bytes).digest(),
  hmacSha256Hex: (keyHex, text) => createHmac("sha256", keyHex).update(text).digest("hex"),
  verifyEs256: async (publicJwk, signature, bytes) => {
    try {
      const key = await webcrypto.subtle.importKey("jwk", publicJwk, CURVE, false, ["verify"]);
      return await webcrypto.subtle.verify(ES256, key, signature, bytes);
    } catch {
      return false;
    }
  },
};
