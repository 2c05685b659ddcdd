import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { HttpHook } from "../../core/schema/hook.ts";
import { printable } from "../../core/text/printable.ts";
import { type Pin, pinnedLookup, provePins } from "../target/pins.ts";
import { Capture } from "./capture.ts";
import type { HookContext } from "./hook-context.ts";
import type { HookResult } from "./hook-result.ts";
import { secretText } from "./hook-secrets.ts";
import { fillBody } from "./value-template.ts";

const pinOf = (name: string, url: URL, pins: readonly Pin[]): Pin => {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  const pin = pins.find((each) => each.host === host && each.port === port);
  if (pin !== undefined) return pin;
  const shown = printable(`${host}:${port}`, 200);
  throw new FieldproofError("FP-HOOK-005", {
    hook: name,
    host: shown,
    reason: "it is not among the hosts that may be called",
  });
};

type Ended = { readonly status: number } | { readonly sent: boolean; readonly late: boolean };

/**
 * Sends the hook's one request to its pinned address. A name is looked up once more before anything is sent, and one
 * that has moved is refused. Redirects are never followed. The body of the answer is evidence only: it is read up to
 * its cap, and the status decides.
 * @throws FieldproofError FP-HOOK-005, FP-HOOK-006, FP-TARGET-008, FP-TARGET-010 before a packet has left
 */
export async function runHttpHook(hook: HttpHook, context: HookContext): Promise<HookResult> {
  const { name, mask } = context;
  const url = new URL(hook.url);
  const pin = pinOf(name, url, context.pins);
  const body = hook.body === undefined ? null : fillBody(name, hook.body, context.values);
  const headers = Object.fromEntries(
    Object.entries(hook.headers).map(([key, value]) => [
      key,
      typeof value === "string" ? value : secretText(value, context.secrets),
    ]),
  );
  await provePins([pin], context.resolve);
  const capture = new Capture(mask);
  const from = performance.now();
  const ended = await new Promise<Ended>((resolve) => {
    let sent = false;
    let answer: IncomingMessage | null = null;
    const finish = (late: boolean): void => {
      clearTimeout(timer);
      request.destroy();
      resolve(answer === null ? { sent, late } : { status: answer.statusCode ?? 0 });
    };
    const send = url.protocol === "https:" ? tlsRequest : plainRequest;
    const request = send({
      ...{ protocol: url.protocol, host: pin.host, port: pin.port, path: `${url.pathname}${url.search}` },
      method: hook.method,
      headers: {
        ...headers,
        ...(body === null ? {} : { "content-length": Buffer.byteLength(body) }),
        connection: "close",
      },
      agent: false,
      lookup: pinnedLookup([pin]),
    });
    const timer = setTimeout(() => finish(true), hook.timeLimitMs);
    request.on("error", () => finish(false));
    request.once("socket", (socket) => {
      socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => {
        sent = true;
      });
    });
    request.once("response", (incoming) => {
      answer = incoming;
      incoming.on("data", (chunk: Buffer) => {
        capture.take(chunk);
        if (capture.full()) finish(false);
      });
      incoming.on("error", () => finish(false));
      incoming.once("end", () => finish(false));
    });
    request.end(body ?? undefined);
  });
  const evidence = {
    ...{ hook: name, durationMs: Math.round(performance.now() - from), exitCode: null, signal: null },
    status: "status" in ended ? ended.status : null,
    output: capture.shown(),
    errors: mask.show(Buffer.alloc(0), 0),
  };
  if ("status" in ended) {
    if (hook.expectStatus.includes(ended.status)) return { kind: "done", evidence };
    const redirect = ended.status >= 300 && ended.status < 400;
    return { kind: "not-done", reason: redirect ? "redirect" : "status", evidence };
  }
  if (!ended.sent) return { kind: "not-done", reason: "no-connection", evidence };
  return { kind: "unclear", reason: ended.late ? "time-limit" : "no-answer", evidence };
}
