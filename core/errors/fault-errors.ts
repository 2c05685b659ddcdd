import type { ErrorEntry } from "./error-entry.ts";

/** Stimuli and the parts of others that they reach: faults, the fault proxy, hooks. */
export const FAULT_ERRORS = {
  "FP-PROXY-001": {
    sentence: "Port {port} on {host} is in use; the fault proxy cannot listen there.",
    hint: "Stop what listens there, or leave the port out to get a free one.",
    exit: 2,
  },
  "FP-PROXY-002": {
    sentence: "The fault proxy cannot be started so: {problem}.",
    hint: "It takes an upstream address with its port, a mode (tcp or http) and a seed.",
    exit: 2,
  },
  "FP-PROXY-003": {
    sentence: "The fault proxy refused the whole order; it has {count} fault(s):\n{faults}",
    hint: "Nothing of the order is in force. Mend each line named.",
    exit: 2,
  },
  "FP-PROXY-004": {
    sentence: "The fault proxy does not forward to {upstream}: {reason}.",
    hint: "Give a loopback address, or an address that a signed target file allows.",
    exit: 2,
  },
  "FP-PROXY-005": {
    sentence: "The fault {name} is not in force: {how}.",
    hint: "A fault that lapsed while it should have been renewed makes its drill inconclusive; it is undone already.",
    exit: 3,
  },
  "FP-PROXY-006": {
    sentence: "The fault proxy at {control} did not do what it was asked: {reason}.",
    hint: "Its faults end by themselves when their leases lapse; ask for its status, or end the process.",
    exit: 3,
  },
  "FP-FAULT-001": {
    sentence: "The stimulus {stimulus} could not be put in place: {reason}.",
    hint: "Nothing was proved by it; see that the target's fault port, proxy or hook answers, and run the drill again.",
    exit: 3,
  },
  "FP-FAULT-002": {
    sentence: "A step that undoes {stimulus} failed: {reason}.",
    hint: "Run `fieldproof recover`; it takes the step again and proves it.",
    exit: 5,
  },
  "FP-FAULT-003": {
    sentence: "The lease of {stimulus} lapsed while it should have been in force: {reason}.",
    hint: "It is undone already; a fault that ended early proved nothing. Run the drill again on a machine with time to spare.",
    exit: 3,
  },
  "FP-FAULT-004": {
    sentence: "{stimulus} had no effect that could be proved: {reason}.",
    hint: "A fault that did nothing proved nothing; see whether it reaches the part that it should.",
    exit: 3,
  },
  "FP-FAULT-005": {
    sentence: "{stimulus} could not be proved undone at {target}. By hand: {byHand}",
    hint: "Run `fieldproof recover`, or take the step named and look at the target yourself.",
    exit: 5,
  },
  "FP-FAULT-006": {
    sentence: "The target was not well before {stimulus}: {reason}.",
    hint: "Nothing was done to it. Mend what the sentence names, then run the drill again.",
    exit: 3,
  },
  "FP-FAULT-007": {
    sentence: "{stimulus} was refused: the target does not end a {via} by itself, and no watchdog is on guard.",
    hint: "Nothing was done. A fault that nobody would take away after a kill is not put in place; give the run a watchdog.",
    exit: 3,
  },
  "FP-FAULT-008": {
    sentence: "{stimulus} of {drill} belongs to the phase {phase}, and this plan has none of that name.",
    hint: "Nothing was done. Give the phase a length in the plan's profile, or leave the drill out.",
    exit: 2,
  },
  "FP-HOOK-001": {
    sentence: "The hooks of {path} have {count} fault(s):\n{faults}",
    hint: "Mend each line named; nothing was run.",
    exit: 2,
  },
  "FP-HOOK-003": {
    sentence: "The secret file {path} cannot be used: {reason}.",
    hint: "A secret is a regular file of yours with mode 0600 and one line of text.",
    exit: 2,
  },
  "FP-HOOK-004": {
    sentence: "The hooks of {path} are not run here: {reason}.",
    hint: "In CI only hooks that stand on the default branch run; merge the file first, or run by hand.",
    exit: 2,
  },
  "FP-HOOK-005": {
    sentence: "The hook {hook} may not call {host}: {reason}.",
    hint: "Nothing was sent. Name the host and its address in the target file, or mend the hook.",
    exit: 2,
  },
  "FP-HOOK-006": {
    sentence: "The hook {hook} cannot be run: {reason}.",
    hint: "Nothing was started. Mend the hook or what it needs.",
    exit: 2,
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
