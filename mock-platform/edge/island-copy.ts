import { createHash } from "node:crypto";
import type { Island } from "../../core/schema/wire.ts";

/** One verified island as a PoP keeps it. */
export interface IslandCopy {
  readonly text: string;
  readonly etag: string;
  readonly envelope: unknown;
  readonly island: Island;
  readonly keyId: string;
  readonly verifiedAt: number;
  /** Since when, by the PoP's clock, it is stale by a soft purge; null while it is fresh. */
  staleSince: number | null;
  /** Purged: whoever still holds it must not serve it. */
  dropped: boolean;
}

/** Short and strong: the same bytes have the same tag (RFC 9110 section 8.8.3). */
export const etagOf = (text: string): string =>
  `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;

/** JSON, or null for what is none: no signature holds over that. */
export const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
