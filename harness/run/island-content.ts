import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Island } from "../../core/schema/wire.ts";

/**
 * SHA-256, hex, of the RFC 8785 form of what an island says to customers, for which event, and who answers for it. Version
 * and expiry are left out: an island lives for minutes and is signed anew with the next version while nothing in it has
 * changed, and a rehearsal need not be repeated for that. `_type` and `spec_version` are fixed.
 */
export const islandContentSha256 = ({ event, answers, approved_by }: Island): string =>
  createHash("sha256")
    .update(canonicalize({ event, answers, approved_by }) ?? "")
    .digest("hex");
