import { encodeBase64url } from "../../../../core/trust/base64url.ts";

/** An id of this page's making: 128 random bits, fit for the wire. */
export const clientId = (): string =>
  // Without hyphens: what stands in front of an id ends in one, and can be told from it.
  encodeBase64url(crypto.getRandomValues(new Uint8Array(16))).replaceAll("-", ".");
