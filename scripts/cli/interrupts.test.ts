import { expect, onTestFinished, test } from "vitest";
import { listenForInterrupt } from "./interrupts.ts";

/** Signals as Node hands them on, at times of the test's choosing. */
function listening() {
  const notes: string[] = [];
  let now = 0;
  const words = { first: "first", second: "second", later: "later" };
  const interrupt = listenForInterrupt(
    (text) => notes.push(text),
    words,
    () => now,
  );
  onTestFinished(interrupt.stop);
  const press = (name: "SIGINT" | "SIGTERM", afterMs: number): void => {
    now += afterMs;
    process.emit(name, name);
  };
  const asked = (): [boolean, boolean] => [interrupt.signal.aborted, interrupt.hurry.aborted];
  return { interrupt, notes, press, asked };
}

test("the first stops, the second hurries, more change nothing", () => {
  const { notes, press, asked } = listening();
  expect(asked()).toEqual([false, false]);
  press("SIGINT", 1000);
  expect(asked()).toEqual([true, false]);
  press("SIGTERM", 1000);
  expect(asked()).toEqual([true, true]);
  press("SIGINT", 1000);
  expect(notes).toEqual(["SIGINT: first", "SIGTERM: second", "SIGINT: later"]);
});

test("one press that comes twice is one", () => {
  const { notes, press, asked } = listening();
  press("SIGINT", 1000);
  press("SIGINT", 20);
  expect([asked(), notes]).toEqual([[true, false], ["SIGINT: first"]]);
});

test("another signal is never the same press", () => {
  const { press, asked } = listening();
  press("SIGINT", 1000);
  press("SIGTERM", 1);
  expect(asked()).toEqual([true, true]);
});

test("nobody listens any more once it is stopped", () => {
  const before = process.listenerCount("SIGINT");
  const { interrupt } = listening();
  expect(process.listenerCount("SIGINT")).toBe(before + 1);
  interrupt.stop();
  expect(process.listenerCount("SIGINT")).toBe(before);
});
