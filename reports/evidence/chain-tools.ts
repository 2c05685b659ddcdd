import { hash } from "node:crypto";
import type { ChainTools } from "../../core/trust/hash-chain.ts";
import { canonicalText } from "./canonical-json.ts";

/** RFC 8785 and SHA-256, as journals and the target's log are chained. */
export const chainTools: ChainTools = {
  canonical: canonicalText,
  sha256Hex: (text) => hash("sha256", text),
};
