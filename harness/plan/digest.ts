import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Plan } from "../../core/schema/plan.ts";

/** SHA-256, hex, of the RFC 8785 form of the plan with its defaults: comments, order and layout do not change it. */
export const planDigest = (plan: Plan): string =>
  createHash("sha256")
    .update(canonicalize(plan) ?? "")
    .digest("hex");
