import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { ChainTools } from "../../core/trust/hash-chain.ts";

/** RFC 8785 and SHA-256, as journals and the target's log are chained. */
export const chainTools: ChainTools = {
  canonical: (value) => canonicalize(value) ?? "",
  sha256Hex: (text) => createHash("sha256").update(text).digest("hex"),
};
