import type { ErrorEntry } from "./error-entry.ts";

/** Why a READY may not be relied on any more, or was never one: what `fieldproof valid` finds. */
export const VALIDITY_ERRORS = {
  "FP-VALID-001": {
    sentence: "The run was judged {label}: {sentence}",
    hint: "Do what its report names, and drill again.",
    exit: 1,
  },
  "FP-VALID-002": {
    sentence: "The run was judged {label}: {sentence}",
    hint: "Mend what kept it from a verdict, and drill again.",
    exit: 3,
  },
  "FP-VALID-003": {
    sentence: "It was a smoke run: it proved the plumbing and never promised anything.",
    hint: "Run the plan with --profile rehearsal or drop.",
    exit: 3,
  },
  "FP-VALID-004": {
    sentence: "It expired at {validUntil}; it is {now} now.",
    hint: "Drill again. How long a READY holds is `readyForDays` of the plan.",
    exit: 3,
  },
  "FP-VALID-005": {
    sentence: "It ended at {endedAt}, and this machine's clock says {now}.",
    hint: "Set this machine's clock right, then ask again.",
    exit: 3,
  },
  "FP-VALID-006": {
    sentence: "{path} is not the plan that was drilled: {differences}.",
    hint: "Drill the plan as it is now. What the run was given by --seed, --agents, --all or --stretch is given here, too.",
    exit: 3,
  },
  "FP-VALID-007": {
    sentence: "Arrivals come from {csv}, and the run's evidence does not hold what stood in it.",
    hint: "If nobody can vouch for that file, drill again before the drop.",
    exit: 3,
  },
  "FP-VALID-008": {
    sentence: "What the island says is not what it said when it was drilled: {where}.",
    hint: "If the new words are meant, drill again; else have the approved island staged again, and ask again.",
    exit: 3,
  },
  "FP-VALID-009": {
    sentence: "The island is signed by a key that was not drilled: {where}.",
    hint: "If the key was changed on purpose, drill again; else find out who signs.",
    exit: 3,
  },
  "FP-VALID-010": {
    sentence: "It cannot be told whether it is as it was drilled: {reason}.",
    hint: "Have the island staged at every PoP and ask again; where the evidence does not tell, drill again.",
    exit: 3,
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
