import { expect, test } from "vitest";
import type { Chart } from "../../core/schema/verdict.ts";
import { thinChart, thinPoints } from "./chart-points.ts";
import { chartAxes } from "./chart-scale.ts";
import { chartSvg } from "./chart-svg.ts";
import { queueChart, replyChart } from "./verdict-builder.ts";

const bare = (over: Partial<Chart>): Chart => ({ ...queueChart(), bands: [], lines: [], ...over });

test("draws every series, band and limit with its name, told apart by dash", () => {
  const drawing = chartSvg(queueChart()).toString();
  for (const label of ["open contacts", "arrivals in 20 s", "prestage", "drain", "slots planned: 14"]) {
    expect(drawing).toContain(`>${label}</text>`);
  }
  const dashes = [...drawing.matchAll(/class="series series-\d+"[^>]*stroke-dasharray="([^"]*)"/g)].map(
    ([, dash]) => dash,
  );
  expect(new Set(dashes).size).toBe(3);
  expect(drawing).toContain('role="img"');
});

test("holds a step's value until the next point", () => {
  const steps = bare({
    kind: "steps",
    series: [
      {
        name: "a",
        points: [
          [0, 0],
          [1, 1],
          [2, 1],
        ],
      },
    ],
  });
  expect(chartSvg(steps).toString()).toMatch(/d="M[\d. ]+H[\d.]+V[\d.]+H/);
});

test("gives round ticks that hold peak, band and limit", () => {
  const { x, y } = chartAxes(queueChart());
  expect(x.ticks.slice(0, 3)).toEqual([0, 60, 120]);
  expect(y.to).toBeGreaterThan(19);
  expect(chartAxes(replyChart()).x.to).toBeGreaterThan(60);
});

test("draws one point, no points, equal values and hostile numbers without a NaN", () => {
  const odd: readonly (readonly [number, number][])[] = [
    [],
    [[3, 5]],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [Number.NaN, 1],
      [1, Number.POSITIVE_INFINITY],
      [2, 2],
    ],
    [
      [-5, -7],
      [-1, 1e12],
    ],
    [
      [0, 1e-9],
      [1e-9, 2e-9],
    ],
    [
      [1e300, 1e300],
      [0, 0],
    ],
  ];
  for (const points of odd) {
    const { chart } = thinChart(bare({ series: [{ name: "a", points: [...points] }] }), 300);
    expect(chartSvg(chart).toString()).not.toMatch(/NaN|Infinity|undefined/);
  }
});

test("keeps first, last and peak when points are thinned", () => {
  const points = Array.from({ length: 300 }, (_, at): [number, number] => [at, at === 137 ? 999 : at % 7]);
  const kept = thinPoints(points, 40);
  expect(kept.length).toBeLessThanOrEqual(40);
  expect(kept).toContainEqual([137, 999]);
  expect([kept[0], kept.at(-1)]).toEqual([
    [0, 0],
    [299, 5],
  ]);
});
