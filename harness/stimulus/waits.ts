import { messageOf } from "../../core/errors/fieldproof-error.ts";
import type { Latch } from "./latch.ts";

/** Clock and timers, wall ms. The clock never steps, and a timer keeps the process alive: an undo must not be cut off. */
export interface StimulusTime {
  now(): number;
  /** Runs `task` once after `wallMs`; the returned function cancels it. */
  after(wallMs: number, task: () => void): () => void;
}

export const nodeStimulusTime: StimulusTime = {
  now: () => performance.now(),
  after: (wallMs, task) => {
    const timer = setTimeout(task, Math.max(0, Math.ceil(wallMs)));
    return () => clearTimeout(timer);
  },
};

/** A wait in wall ms, and what is left of it from the moment in which the user is in a hurry. */
export interface Span {
  readonly ms: number;
  readonly hurriedMs: number;
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  /** `late` settles with the call itself, which may still do what it was asked; it never rejects. */
  | { readonly ok: false; readonly reason: string; readonly error: unknown; readonly late: Promise<void> | null };

export interface Waits {
  now(): number;
  hurried(): boolean;
  /** What `span` is worth now. */
  worthMs(span: Span): number;
  /** Resolves after `span`, or when one of `sooner` is tripped. */
  pause(span: Span, sooner?: readonly Latch[]): Promise<void>;
  /** The call's answer, or why there is none: it threw, took longer than `span`, or one of `sooner` was tripped. */
  within<T>(span: Span, call: () => Promise<T>, sooner?: readonly Latch[]): Promise<Answer<T>>;
}

export function createWaits(time: StimulusTime, hurry: Latch): Waits {
  const worthMs = ({ ms, hurriedMs }: Span): number => (hurry.reason === null ? ms : Math.min(ms, hurriedMs));

  /** Calls `done` once with whether the time was over, and leaves no timer behind. */
  const arm = (span: Span, sooner: readonly Latch[], done: (timedOut: boolean) => void): (() => void) => {
    const startedAt = time.now();
    let offs: (() => void)[] = [];
    let over = false;
    const end = (): void => {
      over = true;
      for (const off of offs) off();
      offs = [];
    };
    const finish = (timedOut: boolean): void => {
      if (over) return;
      end();
      done(timedOut);
    };
    let cancel = time.after(worthMs(span), () => finish(true));
    offs.push(() => cancel());
    const keep = (off: () => void): void => void (over ? off() : offs.push(off));
    if (hurry.reason === null)
      keep(
        hurry.onTrip(() => {
          cancel();
          const left = Math.max(0, span.ms - (time.now() - startedAt));
          cancel = time.after(Math.min(left, span.hurriedMs), () => finish(true));
        }),
      );
    for (const latch of sooner) keep(latch.onTrip(() => finish(false)));
    return end;
  };

  return {
    now: () => time.now(),
    hurried: () => hurry.reason !== null,
    worthMs,
    pause: (span, sooner = []) => new Promise((resolve) => void arm(span, sooner, () => resolve())),
    within: (span, call, sooner = []) =>
      new Promise((resolve) => {
        const asked = called(call);
        const late = asked.then(
          () => {},
          () => {},
        );
        const off = arm(span, sooner, (timedOut) => {
          const reason = timedOut
            ? `no answer within ${Math.round(worthMs(span))} ms`
            : "it was not waited for any more";
          resolve({ ok: false, reason, error: null, late });
        });
        asked.then(
          (value) => {
            off();
            resolve({ ok: true, value });
          },
          (error: unknown) => {
            off();
            resolve({ ok: false, reason: messageOf(error), error, late: null });
          },
        );
      }),
  };
}

/** A call that throws before it returns a promise is one that failed, too. */
const called = async <T>(call: () => Promise<T>): Promise<T> => call();
