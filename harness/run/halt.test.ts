import { expect, test } from "vitest";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { abortedOf, createHalt, haltFault } from "./halt.ts";

const stopped = new FieldproofError("FP-STOP-001", { path: "STOP" });
const guarded = new FieldproofError("FP-WATCH-002", { seconds: 4 });

test("a run that goes on is not halted", () => {
  const { signal } = createHalt(new AbortController().signal);
  expect([signal.aborted, haltFault(signal), abortedOf(signal)]).toEqual([false, null, null]);
});

test("the first cause counts", () => {
  const interrupt = new AbortController();
  const { signal, stop } = createHalt(interrupt.signal);
  stop(stopped);

  stop(guarded);
  interrupt.abort();
  expect(haltFault(signal)).toBe(stopped);
  expect(abortedOf(signal)).toEqual({ code: "FP-STOP-001", message: "The run was stopped by the file STOP." });
});

test("an interrupt is no fault of anything", () => {
  const interrupt = new AbortController();
  const { signal, stop } = createHalt(interrupt.signal);
  interrupt.abort();
  stop(stopped);
  expect(haltFault(signal)).toBeNull();
  expect(abortedOf(signal)).toEqual({ code: "FP-RUN-001", message: "The run was interrupted before its end." });
});

test("one that was interrupted before, and one that listens no more", () => {
  expect(createHalt(AbortSignal.abort()).signal.aborted).toBe(true);
  const interrupt = new AbortController();
  const { signal, end } = createHalt(interrupt.signal);
  end();
  interrupt.abort();
  expect(signal.aborted).toBe(false);
});
