import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { RunRecord } from "../../core/schema/evidence.ts";

/** What ends a run before its end: whoever interrupts it, a STOP file, its watchdog, a guard. The first cause counts. */
export interface Halt {
  /** Its reason is the cause, a FieldproofError; whatever else stands there is an interrupt. */
  readonly signal: AbortSignal;
  stop(cause: FieldproofError): void;
}

/** A halt that `interrupt`, too, brings about. */
export function createHalt(interrupt: AbortSignal): Halt {
  const own = new AbortController();
  return { signal: AbortSignal.any([interrupt, own.signal]), stop: (cause) => own.abort(cause) };
}

/** The fault that halted the run; null while it goes on, and when somebody at the terminal interrupted it. */
export const haltFault = ({ aborted, reason }: AbortSignal): FieldproofError | null =>
  aborted && reason instanceof FieldproofError ? reason : null;

/** What run.json says of it. */
export function abortedOf(signal: AbortSignal): RunRecord["aborted"] {
  if (!signal.aborted) return null;
  const fault = haltFault(signal);
  return fault === null
    ? { code: "FP-RUN-001", message: "The run was interrupted before its end." }
    : { code: fault.code, message: fault.message };
}
