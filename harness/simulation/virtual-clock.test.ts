import fc from "fast-check";
import { expect, test } from "vitest";
import { createVirtualClock } from "./virtual-clock.ts";

test("fires in order of time, and of setting at the same time, whatever the order of setting", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), async (delays) => {
      const virtual = createVirtualClock();
      const fired: [number, number][] = [];
      for (const [index, ms] of delays.entries()) virtual.after(ms, () => fired.push([virtual.clock.now(), index]));
      await virtual.runDry();
      const expected = delays.map((ms, index): [number, number] => [ms, index]);
      expect(fired).toEqual(expected.sort((a, b) => a[0] - b[0] || a[1] - b[1]));
    }),
  );
});

test("what was called off does not fire, and a wait that ended early leaves no trace", async () => {
  const virtual = createVirtualClock(1000);
  const { clock, timers } = virtual;
  const cancel = virtual.after(50, () => expect.unreachable());
  cancel();
  let wake = (): void => {};
  const woken = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const ended: number[] = [];
  void timers.waitOr(500, woken).then(() => ended.push(clock.now()));
  void timers.waitOr(30, new Promise(() => {})).then(() => ended.push(clock.now()));
  virtual.after(20, wake);
  await virtual.runDry();
  expect(ended).toEqual([1020, 1030]);
  expect(clock.now()).toBe(1030);
});

test("one event has its whole effect before the next", async () => {
  const virtual = createVirtualClock();
  const seen: string[] = [];
  virtual.after(10, () => {
    let chain = Promise.resolve();
    for (let link = 0; link < 50; link++) chain = chain.then(() => {});
    void chain.then(() => seen.push("first"));
  });
  virtual.after(10, () => seen.push("second"));
  await virtual.runDry();
  expect(seen).toEqual(["first", "second"]);
});

test("work is run until it has settled and no further, and work that waits for nothing is told", async () => {
  const virtual = createVirtualClock(1000);
  virtual.after(500, () => expect.unreachable());
  expect(await virtual.run(virtual.timers.wait(40).then(() => virtual.clock.now()))).toBe(1040);
  await expect(virtual.run(virtual.timers.wait(10).then(() => Promise.reject(new Error("broke"))))).rejects.toThrow(
    "broke",
  );
  await expect(createVirtualClock().run(new Promise(() => {}))).rejects.toThrow("nothing is due");
});
