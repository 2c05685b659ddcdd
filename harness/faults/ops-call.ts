import type { HttpRequest, HttpResponse } from "../../core/contract/ports.ts";
import { readBearer } from "./bearer-file.ts";
import type { Reach } from "./reach.ts";

/** Where a target's operations port is, and the 0600 file with its bearer. */
export interface OpsPlace {
  readonly ops: string;
  readonly bearerFile: string;
}

export interface OpsCall {
  readonly method: HttpRequest["method"];
  readonly path: string;
  /** JSON text. */
  readonly body: string | null;
}

export const opsUrl = (ops: string, path: string): string => `${ops.replace(/\/+$/, "")}${path}`;

/**
 * One call of an operations port. Never throws for what the target does: an answer that did not come has status 0.
 * @throws FieldproofError of `readBearer`
 */
export const callOps = async (
  reach: Reach,
  { ops, bearerFile }: OpsPlace,
  { method, path, body }: OpsCall,
  timeoutMs: number,
): Promise<HttpResponse> => {
  const bearer = await readBearer(bearerFile);
  return reach.http.send({
    ...{ method, url: opsUrl(ops, path), timeoutMs },
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body === null ? {} : { "content-type": "application/json" }),
    },
    ...(body === null ? {} : { body }),
  });
};
