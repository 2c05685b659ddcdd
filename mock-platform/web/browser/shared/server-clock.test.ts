import { expect, test } from "vitest";
import { ServerClock } from "./server-clock.ts";

const at = Date.parse("2026-11-24T10:00:00Z");
const header = (ms: number): string => new Date(ms).toUTCString();

test("takes the stack's time over when this device is five minutes off", () => {
  const device = at - 300_000;
  const clock = new ServerClock(() => device + 40);
  clock.learn(header(at), device);
  expect(Math.abs(clock.now() - (at + 500))).toBeLessThan(1000);
  expect(clock.offsetMs()).toBeGreaterThan(299_000);
});

test("leaves a clock alone that is as good as the header", () => {
  const clock = new ServerClock(() => at);
  clock.learn(header(at - 1000), at);
  expect(clock.now()).toBe(at);
});

test.each([null, "", "soon"])("learns nothing from %o", (text) => {
  const clock = new ServerClock(() => at);
  clock.learn(text, at);
  expect(clock.offsetMs()).toBe(0);
});

test("forgets an offset when the device's clock is set right", () => {
  let device = at - 300_000;
  const clock = new ServerClock(() => device);
  clock.learn(header(at), device);
  device = at;
  clock.learn(header(at), device);
  expect(clock.offsetMs()).toBe(0);
});
