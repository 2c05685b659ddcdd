import { expect, test } from "vitest";
import { pairedRounds } from "./paired-rounds.ts";

test("what slows both sides of a pair leaves their ratio as it is; the first pair is left out, the order changes", async () => {
  const order: string[] = [];
  const speeds = [1, 100, 10, 50, 20, 80, 30, 60, 40];
  const turns = { raw: 0, store: 0 };
  const side = (name: "raw" | "store", share: number) => async () => {
    order.push(name);
    const turn = turns[name]++;
    // The first pair would say another ratio.
    const rate = (speeds[turn] ?? 0) * (turn === 0 ? 1 : share);
    return { ratePerSec: rate, cpuUs: 1000 / rate };
  };
  const { rounds, rate, cpu, one, other } = await pairedRounds(8, side("raw", 1), side("store", 0.5));
  expect(rounds).toBe(8);
  expect(order.slice(0, 6)).toEqual(["raw", "store", "store", "raw", "raw", "store"]);
  expect(rate).toEqual({ median: 0.5, interval: [0.5, 0.5] });
  expect(cpu.median).toBeCloseTo(0.5);
  expect([one.ratePerSec, other.ratePerSec]).toEqual([45, 22.5]);
});

test("few rounds have no interval", async () => {
  const same = async () => ({ ratePerSec: 1, cpuUs: 1 });
  expect((await pairedRounds(3, same, same)).rate).toEqual({ median: 1, interval: [null, null] });
});
