import type { ErrorEntry } from "./error-entry.ts";
import { FAULT_ERRORS } from "./fault-errors.ts";
import { RECOVERY_ERRORS } from "./recovery-errors.ts";
import { TARGET_ERRORS } from "./target-errors.ts";
import { VALIDITY_ERRORS } from "./validity-errors.ts";

/**
 * The closed table of errors. A code is never reused. `sentence` says what happened with the evidence in
 * braces, `hint` what to do, `exit` how the command ends. docs/errors.md is made from it and held in step.
 */
export const ERROR_TABLE = {
  "FP-CLI-001": { sentence: "{problem}", hint: "Run the command with --help to see what it takes.", exit: 2 },
  "FP-CLI-002": {
    sentence: "No such error code: {code}.",
    hint: "Codes look like FP-PLAN-001; docs/errors.md lists them all.",
    exit: 2,
  },
  "FP-FILE-001": {
    sentence: "{path} cannot be read: {reason}.",
    hint: "Check the path and that you may read it.",
    exit: 2,
  },
  "FP-FILE-002": {
    sentence: "{path} cannot be written: {reason}.",
    hint: "Choose a place that you may write to; `run` takes --runs DIR, `report` --out FILE.",
    exit: 2,
  },
  "FP-FILE-003": {
    sentence: "{path} is {sizeMb} MB; the limit for this kind of file is {limitMb} MB.",
    hint: "Check that it is the file you meant.",
    exit: 2,
  },
  "FP-FILE-004": {
    sentence: "{path} exists already.",
    hint: "Choose another name, or remove it first; `init` replaces it with --force.",
    exit: 2,
  },
  "FP-FILE-005": {
    sentence: "The disk under {path} has {freeMb} MB free; a run needs {needMb} MB.",
    hint: "Free some space, or choose another disk with --runs DIR.",
    exit: 2,
  },
  "FP-PLAN-001": {
    sentence: "{path} has {count} fault(s):\n{faults}",
    hint: "Mend each line named; `fieldproof init` writes a commented plan to compare with.",
    exit: 2,
  },
  "FP-PLAN-002": {
    sentence: "The arrivals file {path} has {count} fault(s):\n{faults}",
    hint: "One arrival a line under a header with the column `at`: seconds, or ISO 8601 times.",
    exit: 2,
  },
  "FP-SLA-001": {
    sentence: "{path} has {count} fault(s):\n{faults}",
    hint: "Mend each line named. Read are Zendesk's SLA policies (JSON) and OpenSLO v1 (YAML).",
    exit: 2,
  },
  "FP-SLA-002": {
    sentence: "Nothing in {path} became a budget of a plan.",
    hint: "The list says why of each; choose another --priority or --policy, or name an SLO's budget with --as.",
    exit: 2,
  },
  "FP-K6-001": {
    sentence: "No k6 {range} was found.",
    hint: "`fieldproof run` of the installed package and `npm run drill` of a checkout get one; or set K6_BIN to a k6 binary.",
    exit: 2,
  },
  "FP-K6-002": {
    sentence: "{path} is k6 {version}; this project needs {range}.",
    hint: "Unset K6_BIN to use the pinned k6, or point it at a fitting one.",
    exit: 2,
  },
  "FP-K6-003": {
    sentence: "The scenario could not be bundled for k6: {reason}.",
    hint: "This is a fault of Fieldproof or of an edited scenario; the message names the file.",
    exit: 70,
  },
  "FP-K6-004": {
    sentence: "k6 ended early: {reason}.",
    hint: "See k6.stderr.log in the run folder. Nothing recorded was lost; the run cannot be judged as a success.",
    exit: 3,
  },
  "FP-K6-005": {
    sentence: "k6 said nothing for {seconds} s and was stopped.",
    hint: "Is the machine overloaded or suspended? See k6.stderr.log in the run folder, then run again.",
    exit: 3,
  },
  "FP-K6-006": {
    sentence: "{path} cannot be run as k6: {reason}.",
    hint: "Unset K6_BIN to use the pinned k6, or point it at a fitting one.",
    exit: 2,
  },
  "FP-STACK-001": {
    sentence: "The reference stack did not start: {reason}.",
    hint: "See stack.log in the run folder.",
    exit: 3,
  },
  "FP-STACK-002": {
    sentence: "Port {port} on {host} is in use.",
    hint: "Stop what listens there, or leave the port out to get a free one.",
    exit: 2,
  },
  "FP-STACK-003": {
    sentence: "The reference stack died during the run: {reason}.",
    hint: "See stack.log in the run folder.",
    exit: 3,
  },
  "FP-STACK-004": {
    sentence: "The island was not ready at every PoP before T0: {detail}.",
    hint: "Stage and prove the island at each PoP before the drop opens.",
    exit: 3,
  },
  "FP-STACK-005": {
    sentence: "The stack answered {what} with {status}.",
    hint: "The answer is not what the wire contract says. What a bundled stack says itself is in stack.log of the run folder.",
    exit: 3,
  },
  "FP-STACK-006": {
    sentence: "The event log {path} refused a write: {reason}.",
    hint: "Nothing was acknowledged that is not on disk. Free some space or mend the disk, then try again.",
    exit: 3,
  },
  "FP-STACK-007": {
    sentence: "The event log {path} cannot be opened: {reason}.",
    hint: "Give a data folder of your own with --data DIR, or leave it out for a fresh one.",
    exit: 2,
  },
  "FP-STACK-008": {
    sentence: "The reference stack cannot be started so: {problem}.",
    hint: "See `fieldproof serve --help` for the options.",
    exit: 2,
  },
  "FP-STACK-009": {
    sentence: "The event log {path} cannot be read: {reason}.",
    hint: "Look at the disk under it; the stack checks the whole log when it starts again.",
    exit: 3,
  },
  "FP-RUN-001": {
    sentence: "The run was interrupted by {signal}.",
    hint: "What was recorded is kept and marked as aborted; run again for a verdict.",
    exit: 4,
  },
  "FP-RUN-002": {
    sentence: "Evidence could not be written to {path}: {reason}.",
    hint: "Free some disk space and run again; what was written before is kept.",
    exit: 3,
  },
  "FP-RUN-003": {
    sentence: "The drill {drill} is not built yet, but the plan requires it.",
    hint: "Leave it out of `required` until it is there.",
    exit: 2,
  },
  "FP-WATCH-001": {
    sentence: "The watchdog of the run ended before the run did: {reason}.",
    hint: "Without it nothing would end the load if Fieldproof died, so the load was stopped and all was undone. Find out what ended it, then run again.",
    exit: 4,
  },
  "FP-WATCH-002": {
    sentence: "Fieldproof stood still for {seconds} s; its watchdog ended the load.",
    hint: "It was stopped (SIGSTOP, Ctrl-Z, a suspended machine) or starved. What was recorded is kept; run again without pausing it.",
    exit: 4,
  },
  "FP-STOP-001": {
    sentence: "The run was stopped by the file {path}.",
    hint: "What was recorded is kept and marked as aborted; run again for a verdict.",
    exit: 4,
  },
  "FP-STOP-002": {
    sentence: "No run may start below {dir}: there is a file STOP, of {since}.",
    hint: "Find out who asked for it. When runs may go on, remove {path}.",
    exit: 2,
  },
  "FP-STOP-003": {
    sentence: "Nothing runs below {dir}{which}.",
    hint: "Give the folder of the runs with --runs DIR; `fieldproof stop` without a run stops all that go on there.",
    exit: 2,
  },
  "FP-STOP-004": {
    sentence: "The run {run} was asked to stop and has not ended within {seconds} s.",
    hint: "It stops as soon as it looks at {path}. If its process is dead, its watchdog has ended the load; `fieldproof recover` undoes what is left.",
    exit: 3,
  },
  "FP-GUARD-001": {
    sentence: "The guard {guard} tripped: {signal} was {value}, above {limit}, since {since}.",
    hint: "The load was stopped and all was undone. Look at the target before you run again; the plan's `guards` say what trips.",
    exit: 4,
  },
  "FP-GUARD-002": {
    sentence: "The guard {guard} is blind: {signal} could not be read {reads} times on end, since {since}.",
    hint: "The load was stopped and all was undone. See whether the target still tells its signals; `whenBlind: ignore` lets a run go on without them.",
    exit: 4,
  },
  "FP-EVID-001": {
    sentence: "{path} is not a run folder: {reason}.",
    hint: "Give the folder runs/<id> that `fieldproof run` wrote.",
    exit: 2,
  },
  "FP-EVID-002": {
    sentence: "Evidence is missing: {path}.",
    hint: "Nothing can be told from a folder with holes; run again, or restore the file.",
    exit: 3,
  },
  "FP-EVID-003": {
    sentence: "{path} does not match the digest in the manifest.",
    hint: "The file was changed or cut after the run; trust nothing in this folder until you know why.",
    exit: 3,
  },
  "FP-EVID-004": {
    sentence: "{path} is of schema {found}; this version reads {known}.",
    hint: "Use the Fieldproof version that wrote it, or a newer one.",
    exit: 2,
  },
  "FP-EVID-005": {
    sentence: "{path} line {line} cannot be read: {reason}.",
    hint: "The file is truncated or damaged; the run cannot be judged as a success.",
    exit: 3,
  },
  "FP-EVID-006": {
    sentence: "The hash chain of {path} breaks at line {line}.",
    hint: "The journal was changed after the run; trust nothing in this folder until you know why.",
    exit: 3,
  },
  "FP-EVID-007": {
    sentence: "{path} is in the folder but not in the manifest.",
    hint: "A file was added after the run; remove it, or find out where it came from.",
    exit: 3,
  },
  "FP-EVID-008": {
    sentence: "{path} is {kind}; evidence is made of regular files only.",
    hint: "Nothing that points elsewhere can be sealed or trusted; remove it, or find out where it came from.",
    exit: 3,
  },
  "FP-EVID-009": {
    sentence: "The manifest names {path}, which is no plain path inside the run folder.",
    hint: "Fieldproof never writes such a manifest; trust nothing in this folder until you know why.",
    exit: 3,
  },
  "FP-EVID-010": {
    sentence: "{path} is not the plan that run.json names: its digest is {found}, not {named}.",
    hint: "The plan was exchanged after the run; trust nothing in this folder until you know why.",
    exit: 3,
  },
  "FP-EVID-011": {
    sentence: "{path} is not the file that the journal of its replicate recorded.",
    hint: "It was changed, added or removed after the run and the folder sealed again; trust nothing in it.",
    exit: 3,
  },
  "FP-EVID-012": {
    sentence: "{path} gives {what} as {found}, {other} as {named}.",
    hint: "The folder was put together or edited after the run and sealed again; trust nothing in it.",
    exit: 3,
  },
  "FP-JUDGE-001": {
    sentence: "The judge of {drill} failed on this evidence: {reason}.",
    hint: "This is a fault of Fieldproof; please report it with the run folder.",
    exit: 70,
  },
  "FP-REPORT-001": {
    sentence: "The report could not be drawn from {path}: {reason}.",
    hint: "Check that the file is a verdict.json; `fieldproof judge` makes one.",
    exit: 2,
  },
  ...TARGET_ERRORS,
  ...RECOVERY_ERRORS,
  ...FAULT_ERRORS,
  ...VALIDITY_ERRORS,
  "FP-HOOK-007": {
    sentence:
      "The hooks file {path} is no more the one that was pinned: its SHA-256 is {found}, and {wanted} was meant.",
    hint: "No hook was run. Put the file back as it was, or undo by hand what the journal names.",
    exit: 2,
  },
  "FP-INTERNAL-001": {
    sentence: "Something went wrong inside Fieldproof: {reason}.",
    hint: "Please report it with the command you ran; FIELDPROOF_DEBUG=1 shows the stack trace.",
    exit: 70,
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

export type ErrorCode = keyof typeof ERROR_TABLE;

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(ERROR_TABLE, text);
