import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { RunRecord } from "../../core/schema/evidence.ts";

/** What ends a run before its end: whoever interrupts it, a STOP file, its watchdog, a guard. The first cause counts. */
export interface Halt {
  /** Its reason is the cause, a FieldproofError; whatever else stands there is an interrupt. */
  readonly signal: AbortSignal;
  stop(cause: FieldproofError): void;
  /** Listens to the interrupt no more. */
  end(): void;
}

/** A halt that `interrupt`, too, brings about. Not by AbortSignal.any, which was seen to take a later reason over. */
export function createHalt(interrupt: AbortSignal): Halt {
  const own = new AbortController();
  const abort = (cause?: FieldproofError): void => {
    if (!own.signal.aborted) own.abort(cause);
  };
  const interrupted = (): void => abort();
  if (interrupt.aborted) abort();
  else interrupt.addEventListener("abort", interrupted, { once: true });
  return { signal: own.signal, stop: abort, end: () => interrupt.removeEventListener("abort", interrupted) };
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
