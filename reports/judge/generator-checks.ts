import { createHash } from "node:crypto";
import type { JudgeInput } from "../../core/contract/drill.ts";
import { createSamples } from "../../core/judging/samples.ts";
import { createScheduleDigest } from "../../core/judging/schedule-digest.ts";
import type {
  ContactRecord,
  HealthRecord,
  HeartbeatRecord,
  JournalEntry,
  OwnLimit,
} from "../../core/schema/evidence.ts";
import type { ValidityCheck } from "../../core/schema/verdict.ts";

/** Wall milliseconds (design, section 6). */
const MOST_LATENESS_P99_MS = 250;
const LEAST_IDLE = 0.1;
/** Samples in a row, one a wall second. */
const BUSY_SAMPLES = 5;
const MOST_CLOCK_STEP_MS = 250;
const MOST_HEARTBEAT_GAP_MS = 5000;
/** Samples come each second; what was not looked at for longer may have been as busy as it likes. */
const MOST_HEALTH_GAP_MS = 5000;

/**
 * Folds what tells whether the load itself was good: the planned one, lateness, idle CPU, signs of life, clock, dropped
 * contacts.
 */
export interface GeneratorChecks {
  journal(entry: JournalEntry): void;
  contact(record: ContactRecord): void;
  health(record: HealthRecord): void;
  heartbeat(record: HeartbeatRecord): void;
  finish(): ValidityCheck[];
}

const check = (
  id: string,
  ok: boolean,
  sentence: string,
  value: number | null,
  limit: number | null,
): ValidityCheck => ({ id, ok, sentence, value, limit });

/**
 * What people did at a desk with a published limit waited for room in it: so long the desk was not slow, our own patience
 * was. Allowed is what the desk itself may add.
 */
const ownLimitCheck = ({ longestActWaitMs }: OwnLimit, limitMs: number): ValidityCheck =>
  check(
    "own-limit",
    longestActWaitMs <= limitMs,
    `What people did waited at most ${longestActWaitMs.toFixed(0)} ms for room in the desk's published limit; ${limitMs} ms are allowed.`,
    longestActWaitMs,
    limitMs,
  );

/** Whether customers lived through exactly the contacts that were drawn; told only where none of them is missing. */
const scheduleCheck = (kept: boolean): ValidityCheck =>
  check(
    "schedule-kept",
    kept,
    kept
      ? "The contacts are those that were planned before the load began."
      : "The contacts are not those that were planned before the load began.",
    kept ? 0 : 1,
    0,
  );

export function createGeneratorChecks(input: JudgeInput): GeneratorChecks {
  const { replicate, missing } = input;
  const lateness = createSamples();
  const seen = new Uint8Array(replicate.plannedContacts);
  const lived = createScheduleDigest(replicate.plannedContacts, (content) =>
    createHash("sha256").update(content).digest(),
  );
  let planned: unknown = null;
  let contacts = 0;
  let doubled = 0;
  let outside = 0;
  let busyRow = 0;
  let longestBusy = 0;
  let healthSamples = 0;
  let lastHealth: number | null = replicate.t0;
  let longestUnseen = 0;
  let idleSamples = 0;
  // Drift counts from the sampler's own start: what the first sample has of it is a step that came before.
  let lastDrift = 0;
  let clockStep = 0;
  let lastBeat: number | null = replicate.t0;
  let longestGap = 0;
  let beats = 0;

  const loadEnd = (replicate.t0 ?? 0) + (replicate.phases.at(-1)?.toMs ?? 0);
  const idleCheck = (): ValidityCheck => {
    const unseenMs = Math.max(longestUnseen, loadEnd - (lastHealth ?? loadEnd));
    const seen = idleSamples > 0 && unseenMs <= MOST_HEALTH_GAP_MS && !missing.has("health");
    const sentence =
      idleSamples === 0
        ? "The machine's idle share is unknown."
        : unseenMs > MOST_HEALTH_GAP_MS
          ? `The machine's idle share is unknown for ${(unseenMs / 1000).toFixed(0)} s on end.`
          : longestBusy < BUSY_SAMPLES
            ? `The machine was below 10 % idle for at most ${longestBusy} s on end; ${BUSY_SAMPLES} s spoil a run.`
            : `The machine that made the load was below 10 % idle for ${longestBusy} s on end; ${BUSY_SAMPLES} s spoil a run.`;
    return check("idle-cpu", seen && longestBusy < BUSY_SAMPLES, sentence, longestBusy, BUSY_SAMPLES);
  };

  const heartbeatCheck = (): ValidityCheck => {
    const silentMs = Math.max(longestGap, loadEnd - (lastBeat ?? loadEnd));
    return check(
      "heartbeat",
      beats > 0 && silentMs <= MOST_HEARTBEAT_GAP_MS && !missing.has("heartbeat"),
      beats === 0
        ? "The generator gave no sign of life."
        : `Longest silence of the generator: ${silentMs.toFixed(0)} ms.`,
      silentMs,
      MOST_HEARTBEAT_GAP_MS,
    );
  };

  return {
    journal: ({ kind, data }) => {
      if (kind === "replicate.planned") planned = data["schedule"];
    },
    contact: (record) => {
      contacts++;
      const { index, clientContactId, phase, lane, intent, pop, delivery } = record;
      const arrivalOffsetMs = record.scheduledAt - (replicate.t0 ?? 0);
      lived.add({ index, clientContactId, phase, lane, intent, pop, delivery, arrivalOffsetMs });
      lateness.add(Math.max(0, record.startedAt - record.scheduledAt));
      if (record.index >= seen.length) outside++;
      else if (seen[record.index] === 1) doubled++;
      else seen[record.index] = 1;
    },
    health: (record) => {
      healthSamples++;
      if (lastHealth !== null) longestUnseen = Math.max(longestUnseen, record.at - lastHealth);
      lastHealth = record.at;
      if (record.hostIdle !== null) {
        idleSamples++;
        busyRow = record.hostIdle < LEAST_IDLE ? busyRow + 1 : 0;
        longestBusy = Math.max(longestBusy, busyRow);
      }
      clockStep = Math.max(clockStep, Math.abs(record.clockDriftMs - lastDrift));
      lastDrift = record.clockDriftMs;
    },
    heartbeat: (record) => {
      beats++;
      if (lastBeat !== null) longestGap = Math.max(longestGap, record.at - lastBeat);
      lastBeat = record.at;
    },
    finish: () => {
      const count = replicate.plannedContacts;
      const sorted = lateness.sorted();
      const p99 =
        sorted.length === 0 ? null : (sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.99) - 1)] ?? null);
      const unique = contacts - doubled - outside;
      const k6 = replicate.k6;
      const fault = replicate.faults.find(({ code }) => code.startsWith("FP-K6"));
      const ended = k6 !== null && k6.exitCode === 0 && k6.finished && fault === undefined;
      return [
        check(
          "load-started",
          replicate.t0 !== null && contacts > 0,
          contacts > 0 ? `${contacts} contacts were lived.` : "No contact was lived: there is nothing to judge.",
          contacts,
          1,
        ),
        check(
          "k6-finished",
          ended,
          ended
            ? "k6 ran to its end."
            : k6 === null
              ? "k6 was never started."
              : fault !== undefined && k6.exitCode === 0 && k6.finished
                ? fault.message
                : `k6 did not run to its end (${k6.signal ?? `exit ${k6.exitCode ?? "unknown"}`}).`,
          k6?.exitCode ?? null,
          0,
        ),
        check(
          "contacts-complete",
          count > 0 && unique === count && doubled === 0 && outside === 0,
          count === 0
            ? "No contact was ever planned."
            : unique === count && doubled + outside === 0
              ? "Every planned contact left exactly one record."
              : `${count - unique} of ${count} planned contacts left no record, ${doubled} left two, ${outside} are not of this schedule.`,
          unique,
          count,
        ),
        ...(count > 0 && unique === count ? [scheduleCheck(planned === lived.hex())] : []),
        check(
          "stray-lines",
          (k6?.strayLines ?? 0) === 0,
          `${k6?.strayLines ?? 0} lines of k6 could not be read.`,
          k6?.strayLines ?? 0,
          0,
        ),
        check(
          "lateness",
          p99 !== null && p99 <= MOST_LATENESS_P99_MS,
          p99 === null
            ? "Lateness of the generator is unknown."
            : `99 % of contacts began within ${p99.toFixed(0)} ms of their schedule; ${MOST_LATENESS_P99_MS} ms are allowed.`,
          p99,
          MOST_LATENESS_P99_MS,
        ),
        ...(replicate.ownLimit === undefined
          ? []
          : [ownLimitCheck(replicate.ownLimit, input.plan.budgets.systemDelayP95Ms)]),
        idleCheck(),
        heartbeatCheck(),
        check(
          "clock-steady",
          healthSamples > 0 && clockStep <= MOST_CLOCK_STEP_MS,
          healthSamples === 0
            ? "Whether the clock was stepped is unknown."
            : `Largest step of the harness's clock: ${clockStep.toFixed(0)} ms.`,
          clockStep,
          MOST_CLOCK_STEP_MS,
        ),
      ];
    },
  };
}
