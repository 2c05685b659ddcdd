import { text } from "node:stream/consumers";
import { ORIGIN_DELAY_MS } from "./origin-slow.ts";

/**
 * A command hook: `inject|undo|prove OPS FAULT-ID`, the bearer by standard input. Exits with 0 when it is done, with 1
 * when it is surely not, and `prove` with 0 when the fault is gone.
 */
const [verb = "", ops = "", faultId = ""] = process.argv.slice(2);
/** Far longer than any test: this target, unlike a fault port of ours, heals nothing by itself. */
const TTL_MS = 500_000;

const call = (method: string, path: string, body?: unknown): Promise<Response> =>
  bearer.then((token) =>
    fetch(`${ops}/ops/v1/faults${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token.trim()}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(2000),
    }),
  );
const bearer = text(process.stdin);

const fault = { kind: "origin-slow", delayMs: ORIGIN_DELAY_MS };
const done: Readonly<Record<string, () => Promise<boolean>>> = {
  inject: async () => (await call("POST", "", { id: faultId, ttlMs: TTL_MS, fault })).ok,
  undo: async () => [200, 404].includes((await call("DELETE", `/${faultId}`)).status),
  // To a renewal an ended fault answers 409, one that never was 404.
  prove: async () => [404, 409].includes((await call("PUT", `/${faultId}/lease`, { ttlMs: TTL_MS })).status),
};
process.exitCode = (await done[verb]?.()) === true ? 0 : 1;
