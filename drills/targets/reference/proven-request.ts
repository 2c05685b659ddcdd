import type { Clock, Crypto, HttpRequest, SessionKey } from "../../../core/contract/ports.ts";
import { createDpopProof } from "../../../core/trust/dpop-proof.ts";

export interface ProvenRequest {
  readonly key: SessionKey;
  /** Unique for each proof of the key. */
  readonly jti: string;
  /** The token that goes along; goes into a header, nowhere else. */
  readonly token: string | null;
  readonly method: HttpRequest["method"];
  /** Without query. */
  readonly url: string;
  readonly query?: string;
  readonly body?: unknown;
  readonly timeoutMs: number;
}

/** A request with its proof of possession (RFC 9449), as the reference stack wants it of customers. */
export async function provenRequest(
  request: ProvenRequest,
  world: { clock: Clock; crypto: Crypto },
): Promise<HttpRequest> {
  const { key, jti, token, method, url, query = "", body, timeoutMs } = request;
  const issuedAtSec = Math.floor(world.clock.now() / 1000);
  const proof = await createDpopProof(
    { key, method, url, issuedAtSec, jti, ...(token === null ? {} : { accessToken: token }) },
    world.crypto,
  );
  return {
    method,
    url: query === "" ? url : `${url}?${query}`,
    headers: {
      dpop: proof,
      ...(token === null ? {} : { authorization: `DPoP ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    timeoutMs,
  };
}
