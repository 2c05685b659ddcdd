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
  "FP-RECOVER-001": {
    sentence: "{path}, line {line}, cannot be believed: {reason}.",
    hint: "Nothing of that run was touched. Look at the target and take by hand what the lines printed say, if they are right.",
    exit: 5,
  },
  "FP-RECOVER-002": {
    sentence: "{path}, line {line}, is of another run: {found} in the folder of {named}.",
    hint: "Nothing of that run was touched. Put the journal back where it belongs, then run `fieldproof recover` again.",
    exit: 5,
  },
  "FP-RECOVER-003": {
    sentence: "{path}, line {line}, is of a version that is not known here: {found}; this one reads {known}.",
    hint: "Use the version of Fieldproof that made the run; nothing of it was touched.",
    exit: 5,
  },
  "FP-RECOVER-004": {
    sentence: "{runDir} is still being run: process {pid} on {host} since {since}.",
    hint: "Wait until it ends, or end it with Ctrl-C there; it undoes what it did by itself.",
    exit: 2,
  },
  "FP-RECOVER-005": {
    sentence: "There is no run to recover in {path}: {reason}.",
    hint: "Give a folder runs/<id>, or leave it out to look at all runs below --runs.",
    exit: 2,
  },
  "FP-RECOVER-006": {
    sentence:
      "{runDir} was not begun by this user on this machine, as the state folder {stateDir} knows it, and {left} is left.",
    hint: "Steps of a journal from elsewhere are never taken: they name files and addresses. Recover where it was run, or take the lines by hand.",
    exit: 5,
  },
  "FP-RECOVER-007": {
    sentence: "The harness ended in the middle of the run, which was closed by `fieldproof recover`.",
    hint: "What was recorded is kept and marked as aborted; run again for a verdict.",
    exit: 4,
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
