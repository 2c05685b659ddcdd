import { expect, test } from "vitest";
import { createRng } from "../../harness/load/draws.ts";
import { beyond, emptyShareOf, type QueueModel, replyQuantileMin, replyTimesMin } from "./queue-model.ts";

const desk = (agents: number, utilisation: number): QueueModel => ({ agents, utilisation, arrivalsPerMin: 20 });

test("one agent's reply time is exponential: p95 = ln 20 / (mu - lambda)", () => {
  for (const busy of [0.1, 0.5, 0.8, 0.95])
    expect(replyQuantileMin(desk(1, busy), 0.95)).toBeCloseTo(Math.log(20) / (20 / busy - 20), 9);
  expect(emptyShareOf(desk(1, 0.8))).toBeCloseTo(0.2, 12);
});

test("where both rates are one the sum is a gamma, and near it the curve goes on", () => {
  const minutes = 0.3;
  const [just, beside] = [beyond(desk(2, 0.5), minutes), beyond(desk(2, 0.5 + 1e-7), minutes)];
  expect(just).toBeCloseTo(beside, 5);
  expect(beyond(desk(10, 0.9), 0)).toBeCloseTo(1, 12);
});

test.each([
  [1, 0.5],
  [3, 0.8],
  [10, 0.8],
] as const)("%i agents, busy %d: what is played is what is computed", (agents, busy) => {
  const model = desk(agents, busy);
  const limit = replyQuantileMin(model, 0.95);
  const rng = createRng(7, "model");
  let [late, all] = [0, 0];
  // Short drills: a start that were not steady would show.
  for (let drill = 0; drill < 12_000; drill++)
    for (const minutes of replyTimesMin(rng, model, 4)) {
      all += 1;
      if (minutes > limit) late += 1;
    }
  expect(Math.abs(late / all - 0.05)).toBeLessThan(0.006);
});
