import { SERIES_COLOURS } from "../chart-payload.ts";

/** The style sheet's own colours, so that canvas and drawing agree in light and in dark. */
export type Theme = {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly card: string;
  readonly limit: string;
  readonly bands: readonly [string, string];
  readonly series: readonly string[];
  readonly font: string;
};

export function readTheme(): Theme {
  const root = getComputedStyle(document.documentElement);
  const colour = (name: string): string => root.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"),
    soft: colour("soft"),
    line: colour("line"),
    card: colour("card"),
    limit: colour("limit"),
    bands: [colour("band-even"), colour("band-odd")],
    series: Array.from({ length: SERIES_COLOURS }, (_, at) => colour(`series-${at}`)),
    font: getComputedStyle(document.body).fontFamily,
  };
}
