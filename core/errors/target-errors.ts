import type { ErrorEntry } from "./error-entry.ts";

/** Target files: what may be drilled, and by whose leave. */
export const TARGET_ERRORS = {
  "FP-TARGET-001": {
    sentence: "{path} has {count} fault(s):\n{faults}",
    hint: "Mend each line named, then have the file signed again with `fieldproof target sign`.",
    exit: 2,
  },
  "FP-TARGET-002": {
    sentence: "{path} is of schema {found}; this version reads {known}.",
    hint: "Use the version of Fieldproof that the file was written for, or write the file anew.",
    exit: 2,
  },
  "FP-TARGET-003": {
    sentence: "{path} leads off this machine and is not signed: there is no {signature}.",
    hint: "Have the operator look at it and run `fieldproof target sign {path} --key KEYFILE`.",
    exit: 2,
  },
  "FP-TARGET-004": {
    sentence: "{signature} is no signature of a target file: {reason}.",
    hint: "Have the operator sign the target file again with `fieldproof target sign`.",
    exit: 2,
  },
  "FP-TARGET-005": {
    sentence: "{path} was changed after it was signed: its SHA-256 is {found}, signed was {signed}.",
    hint: "Look at what was changed; if it is right, have the operator sign the file again.",
    exit: 2,
  },
  "FP-TARGET-006": {
    sentence: "{path} carries no good signature by the trusted key {trusted}; its signature names {found}.",
    hint: "Check that --trust names the operator's public key; else have that operator sign the file.",
    exit: 2,
  },
  "FP-TARGET-007": {
    sentence: "{path} expired at {expiresAt}; it is {now} now.",
    hint: "Have the approver set a new date and the operator sign the file again.",
    exit: 2,
  },
  "FP-TARGET-008": {
    sentence: "The host {host} cannot be resolved: {reason}.",
    hint: "Check the name in the target file and this machine's resolver.",
    exit: 2,
  },
  "FP-TARGET-009": {
    sentence: "{host} leads to {address}, which {reason}.",
    hint: "If it belongs to the target, list it under `hosts` and have the file signed again; else find out who answered for that name.",
    exit: 2,
  },
  "FP-TARGET-010": {
    sentence: "{host} led to {pinned} when it was checked and leads to {found} now.",
    hint: "Somebody changed the name in between, or it answers differently each time; nothing was sent there. Check the name, then plan again.",
    exit: 2,
  },
  "FP-TARGET-011": {
    sentence: "{path} may be read by others than its owner (mode {mode}); it holds a secret.",
    hint: "Make it yours alone with chmod 600, and think of replacing the secret.",
    exit: 2,
  },
  "FP-TARGET-012": {
    sentence: "{path} is no Ed25519 {kind} key: {reason}.",
    hint: "`fieldproof target keygen` makes a pair: the private key stays with the operator, the .pub goes to --trust.",
    exit: 2,
  },
  "FP-TARGET-013": {
    sentence: "{path} leads off this machine and nobody says whose signature counts.",
    hint: "Give the operator's public key with --trust FILE, or its path in FIELDPROOF_TRUST.",
    exit: 2,
  },
  "FP-TARGET-014": {
    sentence: "{target} is off this machine, and no plan of this run was approved.",
    hint: "Run `fieldproof plan` with the same plan and target, look at what it prints, and give its digest as --plan-digest.",
    exit: 2,
  },
  "FP-TARGET-015": {
    sentence: "Approved was the plan {given}; this run would be {found}.",
    hint: "Plan, target, addresses, profile or replicates are others than when the digest was made. Run `fieldproof plan` again and look.",
    exit: 2,
  },
  "FP-TARGET-016": {
    sentence: "The run would exceed {what}: {planned}, allowed are {allowed}.",
    hint: "Make the drop smaller or slower, or have the limit changed by those who own it and the target file signed again.",
    exit: 2,
  },
  "FP-TARGET-017": {
    sentence:
      "{target} cannot be drilled: its target file names no adapter, or the bundled stack's at an address off this machine.",
    hint: "Write `adapter: http` and map the desk's requests; the bundled stack is drilled on this machine alone.",
    exit: 2,
  },
  "FP-TARGET-019": {
    sentence: "{target} cannot be taken up: its target file has no {missing}.",
    hint: "`fieldproof serve --target-file FILE` writes one that is whole.",
    exit: 2,
  },
  "FP-TARGET-020": {
    sentence: "{drill} would do {stimulus} to {target}, and its target file does not allow that.",
    hint: "Nothing was sent. Leave the drill out, or have the stimulus put under `allowedStimuli` and the file signed again.",
    exit: 2,
  },
  "FP-TARGET-018": {
    sentence: "A request to {address} was stopped: it is no place of the target file.",
    hint: "Nothing was sent. The target led there by its own answer or the adapter is wrong; look at what it answered.",
    exit: 3,
  },
  "FP-TARGET-021": {
    sentence: "{runDir} was a run at {found}, and {target} is not that.",
    hint: "Give the target file that the run was drilled with.",
    exit: 2,
  },
  "FP-TARGET-022": {
    sentence: "{target} has no way to remove contacts by itself: its target file maps no `delete`.",
    hint: "`cleanup.csv` of each replicate says by what they are found; remove them by hand, or map the desk's own call.",
    exit: 2,
  },
  "FP-TARGET-023": {
    sentence: "{count} of this run's contacts are still at {target}: {first}.",
    hint: "Run `fieldproof cleanup` again later; it goes on where it stopped. cleanup.ndjson has each with what the target said.",
    exit: 5,
  },
  "FP-TARGET-030": {
    sentence: "{path} does not fit the desk in {count} place(s):\n{faults}",
    hint: "Mend each line named, then check again. `--record FILE` keeps the dialogue, `--replay FILE` checks against it.",
    exit: 2,
  },
  "FP-TARGET-031": {
    sentence: "{path} is no record of a dialogue: {reason}.",
    hint: "`fieldproof target check FILE --record RECORD` writes one.",
    exit: 2,
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
