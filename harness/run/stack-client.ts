import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { z } from "zod";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { countersSchema, factsSchema, infoSchema, rootMetadataSchema } from "../../core/schema/wire.ts";

const REQUEST_LIMIT_MS = 10_000;
/** Facts of two hundred thousand orders are a quarter of it. */
const MOST_ANSWER_BYTES = 256_000_000;

/** How long each export may take, and how many bytes it may have: a target must not hold up or fill the machine. */
export interface ExportLimits {
  readonly ms: number;
  readonly bytes: number;
}

/** Some twenty times what the reference stack writes about a contact. */
export const exportLimits = (contacts: number): ExportLimits => ({
  ms: 120_000,
  bytes: 50_000_000 + 200_000 * contacts,
});

export type ExportName = "contacts" | "consents" | "log" | "messages" | "promises" | "partner-visits";

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
  /**
   * Streams an export into `path`; the file appears only when the export came whole, within its limits. `hurry` ends
   * it.
   */
  download(name: ExportName, path: string, limits: ExportLimits, hurry?: AbortSignal): Promise<void>;
}

/** @throws FieldproofError FP-STACK-005 from each call but `counters`. */
export function createStackClient(ops: string, bearer: string): StackClient {
  const get = async (path: string, limitMs: number, hurry?: AbortSignal): Promise<Response> => {
    const limit = AbortSignal.timeout(limitMs);
    const response = await fetch(`${ops}${path}`, {
      headers: { authorization: `Bearer ${bearer}` },
      redirect: "error",
      signal: hurry === undefined ? limit : AbortSignal.any([limit, hurry]),
    }).catch((cause: unknown) => {
      throw new FieldproofError("FP-STACK-005", { what: path, status: "no answer" }, { cause });
    });
    if (!response.ok) throw new FieldproofError("FP-STACK-005", { what: path, status: response.status });
    return response;
  };
  const json = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const response = await get(path, REQUEST_LIMIT_MS);
    const body = await text(Readable.from(bounded(response, MOST_ANSWER_BYTES))).catch(() => "");
    const parsed = schema.safeParse(toJson(body));
    if (!parsed.success)
      throw new FieldproofError("FP-STACK-005", { what: path, status: "a body that is not of the wire contract" });
    return parsed.data;
  };
  return {
    info: () => json("/ops/v1/info", infoSchema),
    facts: (event) => json(`/ops/v1/facts?event=${encodeURIComponent(event)}`, factsSchema),
    counters: () => json("/ops/v1/counters", countersSchema).catch(() => null),
    islandKeyPems: async () => {
      const { keys } = await json("/ops/v1/island-keys", rootMetadataSchema);
      return Object.values(keys).map(({ keyval }) => keyval.public);
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
    download: async (name, path, limits, hurry) => {
      const response = await get(`/export/v1/${name}`, limits.ms, hurry);
      await mkdir(dirname(path), { recursive: true });
      const part = `${path}.part`;
      try {
        // Opened before anything can go wrong: a stream that opens by itself may make the file after it was removed.
        const file = await open(part, "w");
        await pipeline(bounded(response, limits.bytes), file.createWriteStream({ flush: true }));
        await rename(part, path);
      } catch (cause) {
        await rm(part, { force: true });
        const status = cause instanceof TooLong ? `more than ${cause.limitBytes} bytes` : "a cut answer";
        throw new FieldproofError("FP-STACK-005", { what: `/export/v1/${name}`, status }, { cause });
      }
    },
  };
}

class TooLong extends Error {
  readonly limitBytes: number;
  constructor(limitBytes: number) {
    super("the answer is too long");
    this.limitBytes = limitBytes;
  }
}

async function* bounded(response: Response, limitBytes: number): AsyncGenerator<Uint8Array> {
  if (response.body === null) throw new Error("no body");
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > limitBytes) throw new TooLong(limitBytes);
    yield chunk;
  }
}

function toJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
