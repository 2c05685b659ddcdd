import type { DrillDefinition } from "../../core/contract/drill.ts";
import { overloadedFulfilmentObjectives } from "./objectives.ts";

export const overloadedFulfilment: DrillDefinition = {
  meta: {
    id: "overloaded-fulfilment",
    title: "Promises were kept while the fulfilment partner was overloaded",
    failureTitle: "The overloaded fulfilment partner took the promises to customers with it",
    why: "A partner that slows down in a drop recovers only if the desk lets it; each retry without thought makes the outage longer.",
    tactic: "Bounded queues, a budget for retries, and promises with an owner and a due time in place of waiting.",
  },
  needs: ["customer", "agent", "operations", "export", "islands", "consent", "fulfilment"],
  stimulus: "reversible",
  expects: "must-degrade-gracefully",
  // Promises and the partner's visits first: a contact is looked up in them.
  evidence: ["handling", "promise", "partner-visit", "contact"],
  objectives: overloadedFulfilmentObjectives,
};
