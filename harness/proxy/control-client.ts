import { z } from "zod";
import { FieldproofError, isFieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { isErrorCode } from "../../core/errors/error-table.ts";
import {
  type ProxyStatus,
  type ToxicInput,
  type ToxicState,
  proxyStatusSchema,
  toxicStateSchema,
} from "../../core/schema/toxic.ts";
import { printable } from "../../core/text/printable.ts";

const LIMIT_MS = 3000;

/** A proxy in another process. Every call throws FP-PROXY-006 when it cannot be reached or answers nonsense. */
export interface ProxyControl {
  status(): Promise<ProxyStatus>;
  /** Throws FP-PROXY-003 with every fault. */
  add(toxics: readonly ToxicInput[]): Promise<readonly ToxicState[]>;
  /** Throws FP-PROXY-005 when a named one has ended. */
  renew(ttlMs: number, names?: readonly string[]): Promise<readonly ToxicState[]>;
  remove(name: string): Promise<ToxicState>;
  reset(): Promise<readonly ToxicState[]>;
}

const errorSchema = z.object({
  code: z.string().refine(isErrorCode),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});
const sayingSchema = z.object({ message: z.string() });
const states = z.array(toxicStateSchema);

/** @param limitMs wall ms for each call */
export function createProxyControl(url: string, bearer: string, limitMs = LIMIT_MS): ProxyControl {
  const broken = (reason: string, cause?: unknown): FieldproofError =>
    new FieldproofError("FP-PROXY-006", { control: url, reason: printable(reason) }, { cause });

  const call = async <T>(method: string, path: string, schema: z.ZodType<T>, body?: unknown): Promise<T> => {
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${bearer}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: "error",
        signal: AbortSignal.timeout(limitMs),
      });
      const answer: unknown = await response.json();
      if (response.ok) return schema.parse(answer);
      const coded = errorSchema.safeParse(answer);
      if (coded.success) throw FieldproofError.fromJSON(coded.data);
      const said = sayingSchema.safeParse(answer);
      throw broken(`it answered ${response.status}${said.success ? `: ${said.data.message}` : ""}`);
    } catch (error) {
      throw isFieldproofError(error) ? error : broken(messageOf(error), error);
    }
  };
  return {
    status: () => call("GET", "/v1/status", proxyStatusSchema),
    add: (toxics) => call("POST", "/v1/toxics", states, { toxics }),
    renew: (ttlMs, names) => call("POST", "/v1/renew", states, names === undefined ? { ttlMs } : { ttlMs, names }),
    remove: (name) => call("DELETE", `/v1/toxics/${encodeURIComponent(name)}`, toxicStateSchema),
    reset: () => call("POST", "/v1/reset", states),
  };
}
