import type { ErrorEntry } from "./error-entry.ts";

/** Locks of targets, and what `fieldproof recover` may find. */
export const RECOVERY_ERRORS = {
  "FP-LOCK-001": {
    sentence: "{target} is in use: process {pid} on {host} has held {key} since {since} for {runDir}.",
    hint: "Wait until it ends, or end it with Ctrl-C there. Two runs at once on one target would spoil each other.",
    exit: 2,
  },
  "FP-LOCK-002": {
    sentence: "An earlier run left {target} with what it did to it: {left} ({runDir}).",
    hint: "Run `fieldproof recover {runDir}`; it undoes what is left and proves it. Then run again.",
    exit: 2,
  },
  "FP-LOCK-003": {
    sentence: "The lock {path} cannot be trusted: {reason}.",
    hint: "See that no run is at work on the target and that nothing is left on it, then delete that file.",
    exit: 2,
  },
  "FP-LOCK-004": {
    sentence: "The state folder {path} cannot be used: {reason}.",
    hint: "It holds the locks of targets. Make it a folder of yours alone, or name another in FIELDPROOF_STATE.",
    exit: 2,
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
