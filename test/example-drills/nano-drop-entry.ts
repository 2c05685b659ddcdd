import type { DrillStimulus } from "../../core/contract/stimulus.ts";
import { type CatalogEntry, findDrill } from "../../drills/catalog.ts";

/** Nano-drop with its judge and its load, and something done to the target on top. */
export function nanoDropEntry(stimulus: DrillStimulus): CatalogEntry {
  const nanoDrop = findDrill("nano-drop");
  if (nanoDrop === undefined) throw new Error("the catalogue has no nano-drop");
  return { ...nanoDrop, definition: { ...nanoDrop.definition, stimulus: stimulus.kind }, stimulus };
}
