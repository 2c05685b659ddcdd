import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Plan } from "../../core/schema/plan.ts";

/** SHA-256, hex, of the RFC 8785 form of the plan with its defaults: comments, order and layout do not change it. */
export const planDigest = (plan: Plan): string =>
  createHash("sha256")
    .update(canonicalize(plan) ?? "")
    .digest("hex");

/** SHA-256, hex, of the arrivals of a former drop as they are replayed: the plan itself names no more than their file. */
export const arrivalsSha256 = (offsetsSec: readonly number[]): string =>
  createHash("sha256")
    .update(canonicalize(offsetsSec) ?? "")
    .digest("hex");

/** What the run's record and its journal say of them; nothing where the plan draws its own. */
export const arrivalsOf = ({
  arrivalsSec,
}: {
  readonly arrivalsSec: readonly number[] | null;
}): { readonly arrivalsSha256?: string } =>
  arrivalsSec === null ? {} : { arrivalsSha256: arrivalsSha256(arrivalsSec) };
