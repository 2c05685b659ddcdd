import type { DrillDefinition } from "../../core/contract/drill.ts";
import { MAPPED_OBJECTIVES, nanoDropObjectives } from "./objectives.ts";

export const nanoDrop: DrillDefinition = {
  meta: {
    id: "nano-drop",
    title: "Fans were answered in time during the drop",
    failureTitle: "Fans were not answered in time during the drop",
    why: "A drop brings hundreds of questions within minutes; each one unanswered is an order at risk.",
    tactic: "Signed FAQ islands at the edge answer the general questions, a fast-path lane of people the rest.",
  },
  needs: ["customer", "agent"],
  stimulus: "none",
  expects: "must-absorb",
  // What was done beside the load first: it says which contacts are its own.
  evidence: [
    "browser",
    "access",
    "contact",
    "handling",
    "probe",
    "desk-contact",
    "account",
    "consent",
    "log",
    "journal",
  ],
  objectives: nanoDropObjectives,
  mappedObjectives: MAPPED_OBJECTIVES,
};
