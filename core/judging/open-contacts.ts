import { createSamples } from "./samples.ts";

type Point = [number, number];

/** Most points of a chart's series (core/schema/verdict.ts). */
const MOST_POINTS = 300;

/** Keeps the highest value of each stretch, so that a thinned line never hides a peak. */
export function thin(points: readonly Point[]): Point[] {
  if (points.length <= MOST_POINTS) return [...points];
  const width = Math.ceil(points.length / MOST_POINTS);
  const kept: Point[] = [];
  for (let index = 0; index < points.length; index += width) {
    const stretch = points.slice(index, index + width);
    const highest = stretch.reduce((best, point) => (point[1] > best[1] ? point : best));
    kept.push(highest);
  }
  return kept;
}

/** Steps of a count over time: +1 and -1 at given moments (simulated milliseconds from T0). */
export interface CountOverTime {
  up(atMs: number): void;
  down(atMs: number): void;
  /** Points in simulated seconds, one a second, with the highest count of that second. */
  points(untilMs: number): Point[];
}

export function createCountOverTime(): CountOverTime {
  const ups = createSamples();
  const downs = createSamples();
  return {
    up: (atMs) => ups.add(atMs),
    down: (atMs) => downs.add(atMs),
    points: (untilMs) => {
      const up = ups.sorted();
      const down = downs.sorted();
      // As `thin` does it, without holding a point for each second of a long drop.
      const width = Math.max(1, Math.ceil((Math.floor(untilMs / 1000) + 1) / MOST_POINTS));
      const points: Point[] = [];
      let count = 0;
      for (let second = 0, u = 0, d = 0; second * 1000 <= untilMs; second++) {
        let most = count;
        const end = (second + 1) * 1000;
        for (;;) {
          const nextUp = up[u] ?? Number.POSITIVE_INFINITY;
          const nextDown = down[d] ?? Number.POSITIVE_INFINITY;
          if (Math.min(nextUp, nextDown) >= end) break;
          if (nextDown <= nextUp) {
            count--;
            d++;
          } else {
            count++;
            u++;
          }
          most = Math.max(most, count);
        }
        const point: Point = [second, Math.max(0, most)];
        const best = points.at(-1);
        if (second % width === 0 || best === undefined) points.push(point);
        else if (point[1] > best[1]) points[points.length - 1] = point;
      }
      return points;
    },
  };
}

/** Events per `widthSec` simulated seconds, as points at each stretch's start. */
export function ratePoints(atMs: Float64Array, untilMs: number, widthSec: number): Point[] {
  const counts = new Array<number>(Math.max(1, Math.ceil(untilMs / 1000 / widthSec))).fill(0);
  for (const at of atMs) {
    const index = Math.floor(at / 1000 / widthSec);
    if (index >= 0 && index < counts.length) counts[index] = (counts[index] ?? 0) + 1;
  }
  return thin(counts.map((count, index): Point => [index * widthSec, count]));
}

/** The share of `n` answered by each time; `sorted` holds the times of those that were, ascending. */
export function ecdfPoints(sorted: Float64Array, n: number): Point[] {
  if (n === 0) return [];
  const step = Math.max(1, Math.ceil(sorted.length / (MOST_POINTS - 2)));
  const points: Point[] = [[0, 0]];
  for (let index = 0; index < sorted.length; index += step) points.push([(sorted[index] ?? 0) / 1000, (index + 1) / n]);
  const last = sorted.at(-1);
  if (last !== undefined) points.push([last / 1000, sorted.length / n]);
  return points.slice(0, MOST_POINTS);
}
