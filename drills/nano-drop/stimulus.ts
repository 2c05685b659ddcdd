import type { DrillStimulus } from "../../core/contract/stimulus.ts";

/** Nano-drop does nothing to its target: the drop itself is the load. */
export const nanoDropStimulus: DrillStimulus = { kind: "none" };
