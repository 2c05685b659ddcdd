import type { CatalogEntry } from "../../drills/catalog.ts";
import { nanoDropCachePurge } from "./cache-purge.ts";
import { nanoDropOriginSlow } from "./origin-slow.ts";

/** Drills that do something to their target, for tests of what comes before, in and after it. */
export const EXAMPLES: Readonly<Record<string, CatalogEntry>> = {
  "origin-slow": nanoDropOriginSlow,
  "cache-purge": nanoDropCachePurge,
};
