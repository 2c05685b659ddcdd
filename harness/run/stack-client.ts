import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { z } from "zod";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { countersSchema, factsSchema, infoSchema } from "../../core/schema/wire.ts";

const REQUEST_LIMIT_MS = 10_000;
const EXPORT_LIMIT_MS = 120_000;

/** The operations and export ports of the reference stack, as the harness uses them. */
export interface StackClient {
  info(): Promise<z.infer<typeof infoSchema>>;
  facts(event: string): Promise<z.infer<typeof factsSchema>>;
  /** Null when the stack does not answer: a dead target is no fault of the reader. */
  counters(): Promise<Readonly<Record<string, number>> | null>;
  /** PEMs of the island keys that the operator trusts. */
  islandKeyPems(): Promise<readonly string[]>;
  /** Has every PoP fetch the event's current island. False when the target has no such call or refused it. */
  stageIslands(event: string): Promise<boolean>;
  /** Streams an export into `path`; the file appears only when the export came whole. */
  download(name: "contacts" | "consents" | "log" | "messages", path: string): Promise<void>;
}

/** @throws FieldproofError FP-STACK-005 from each call but `counters`. */
export function createStackClient(ops: string, bearer: string): StackClient {
  const get = async (path: string, limitMs: number): Promise<Response> => {
    const response = await fetch(`${ops}${path}`, {
      headers: { authorization: `Bearer ${bearer}` },
      redirect: "error",
      signal: AbortSignal.timeout(limitMs),
    }).catch((cause: unknown) => {
      throw new FieldproofError("FP-STACK-005", { what: path, status: "no answer" }, { cause });
    });
    if (!response.ok) throw new FieldproofError("FP-STACK-005", { what: path, status: response.status });
    return response;
  };
  const json = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const parsed = schema.safeParse(await (await get(path, REQUEST_LIMIT_MS)).json().catch(() => null));
    if (!parsed.success)
      throw new FieldproofError("FP-STACK-005", { what: path, status: "a body that is not of the wire contract" });
    return parsed.data;
  };
  return {
    info: () => json("/ops/v1/info", infoSchema),
    facts: (event) => json(`/ops/v1/facts?event=${encodeURIComponent(event)}`, factsSchema),
    counters: () => json("/ops/v1/counters", countersSchema).catch(() => null),
    islandKeyPems: async () => {
      const keys = await (await get("/ops/v1/island-keys", REQUEST_LIMIT_MS)).json();
      return pemsOf(keys);
    },
    stageIslands: async (event) => {
      const response = await fetch(`${ops}/ops/v1/islands/${encodeURIComponent(event)}/stage`, {
        method: "POST",
        headers: { authorization: `Bearer ${bearer}` },
        redirect: "error",
        signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
      }).catch(() => null);
      await response?.body?.cancel();
      return response?.ok === true;
    },
    download: async (name, path) => {
      const response = await get(`/export/v1/${name}`, EXPORT_LIMIT_MS);
      await mkdir(dirname(path), { recursive: true });
      const part = `${path}.part`;
      try {
        if (response.body === null) throw new Error("no body");
        await pipeline(
          Readable.fromWeb(response.body as import("node:stream/web").ReadableStream),
          createWriteStream(part, { flush: true }),
        );
        await rename(part, path);
      } catch (cause) {
        await rm(part, { force: true });
        throw new FieldproofError("FP-STACK-005", { what: `/export/v1/${name}`, status: "a cut answer" }, { cause });
      }
    },
  };
}

function pemsOf(value: unknown): string[] {
  const pems: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node === "string" && node.includes("BEGIN PUBLIC KEY")) pems.push(node);
    else if (Array.isArray(node)) node.forEach(visit);
    else if (typeof node === "object" && node !== null) Object.values(node).forEach(visit);
  };
  visit(value);
  return pems;
}
