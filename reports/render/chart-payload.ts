/**
 * What the server hands to the script in the page, as JSON: the chart's data, its axes and its look, so that the
 * canvas shows the same picture as the drawing that it replaces. Neutral: read by the page's script as well.
 */
export type ChartPayload = {
  readonly id: string;
  readonly description: string;
  readonly stepped: boolean;
  readonly x: AxisPayload;
  readonly y: AxisPayload;
  readonly series: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[];
  readonly bands: readonly { readonly label: string; readonly from: number; readonly to: number }[];
  readonly lines: readonly { readonly label: string; readonly axis: "x" | "y"; readonly at: number }[];
};

export type AxisPayload = {
  readonly title: string;
  readonly unit: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly (readonly [number, string])[];
};

/** The id of the element that holds the payloads, and the prefix of a chart's box. */
export const PAYLOAD_ELEMENT = "chart-data";

/** Dashes that tell series apart without colour; the first is solid. */
export const DASHES: readonly (readonly number[])[] = [[], [9, 4], [2, 3], [10, 3, 2, 3], [5, 2], [14, 4], [1, 4]];

/** How many colours the style sheet names (`--series-0` and on). */
export const SERIES_COLOURS = 6;
