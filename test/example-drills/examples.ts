import type { CatalogEntry } from "../../drills/catalog.ts";
import { nanoDropCachePurge } from "./cache-purge.ts";
import { nanoDropOriginSlow } from "./origin-slow.ts";
import { nanoDropOriginSlowByHook } from "./origin-slow-by-hook.ts";
import { nanoDropPartnerSlow } from "./partner-slow.ts";

/** Drills that do something to their target, for tests of what comes before, in and after it. */
export const EXAMPLES: Readonly<Record<string, CatalogEntry>> = {
  "origin-slow": nanoDropOriginSlow,
  "cache-purge": nanoDropCachePurge,
  "partner-slow": nanoDropPartnerSlow,
};

/** Those that need a served target with hooks: nothing that a run boots for itself has any. */
export const HOOKED_EXAMPLES: Readonly<Record<string, CatalogEntry>> = {
  "origin-slow-by-hook": nanoDropOriginSlowByHook,
};
