import type { Chart } from "../../core/schema/verdict.ts";

export type Point = readonly [number, number];

const finite = (point: Point): boolean => Number.isFinite(point[0]) && Number.isFinite(point[1]);

/** At most `most` points: the first, the last, and of each bucket between them the highest, so that peaks stay. */
export function thinPoints(points: readonly Point[], most: number): Point[] {
  const first = points[0];
  const last = points.at(-1);
  if (points.length <= most || first === undefined || last === undefined) return [...points];
  if (most < 3) return [first, last].slice(0, most);
  const inner = points.slice(1, -1);
  const buckets = most - 2;
  const kept: Point[] = [];
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const part = inner.slice(
      Math.floor((bucket * inner.length) / buckets),
      Math.floor(((bucket + 1) * inner.length) / buckets),
    );
    const peak = part.reduce<Point | null>((best, point) => (best === null || point[1] > best[1] ? point : best), null);
    if (peak !== null) kept.push(peak);
  }
  return [first, ...kept, last];
}

/** A chart that can be drawn: only finite points, bands and lines, each series thinned to `most` points. */
export function thinChart(chart: Chart, most: number): { chart: Chart; omitted: number } {
  let omitted = 0;
  const series = chart.series.map(({ name, points }) => {
    const sound = points.filter(finite);
    const kept = thinPoints(sound, most);
    omitted += points.length - kept.length;
    return { name, points: kept.map(([x, y]): [number, number] => [x, y]) };
  });
  const bands = chart.bands.filter(({ from, to }) => Number.isFinite(from) && Number.isFinite(to));
  const lines = chart.lines.filter(({ at }) => Number.isFinite(at));
  return { chart: { ...chart, series, bands, lines }, omitted };
}
