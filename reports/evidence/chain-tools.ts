import { hash } from "node:crypto";
import canonicalize from "canonicalize";
import type { ChainTools } from "../../core/trust/hash-chain.ts";
import { plainCanonical } from "../../core/trust/plain-canonical.ts";

/** RFC 8785 and SHA-256, as journals and the target's log are chained. */
export const chainTools: ChainTools = {
  canonical: (value) => plainCanonical(value) ?? canonicalize(value) ?? "",
  sha256Hex: (text) => hash("sha256", text),
};
