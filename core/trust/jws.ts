import type { Crypto, SessionKey } from "../contract/ports.ts";

/**
 * Compact JWS (RFC 7515) signed with ES256 by `key`. `header` gets `alg` in front; both objects must be plain JSON.
 */
export const signCompactJws = async (
  header: Readonly<Record<string, unknown>>,
  payload: Readonly<Record<string, unknown>>,
  key: Pick<SessionKey, "sign">,
  crypto: Pick<Crypto, "utf8" | "base64url">,
): Promise<string> => {
  const part = (value: unknown): string => crypto.base64url(crypto.utf8(JSON.stringify(value)));
  const input = `${part({ alg: "ES256", ...header })}.${part(payload)}`;
  return `${input}.${crypto.base64url(await key.sign(crypto.utf8(input)))}`;
};
