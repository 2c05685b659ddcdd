/** What a bench that compares says: figures by name, and the ratios with what they aim at. */
export interface Ratio {
  readonly name: string;
  readonly value: number;
  /** The aim: at least or at most so much. */
  readonly bound: "at least" | "at most";
  readonly aim: number;
  readonly unit?: string;
}

export interface Comparison {
  readonly figures: Readonly<Record<string, number | string>>;
  readonly ratios: readonly Ratio[];
}

export const reached = ({ value, bound, aim }: Ratio): boolean => (bound === "at least" ? value >= aim : value <= aim);

const digits = (value: number | string): string =>
  typeof value === "string" ? value : Number(value.toPrecision(4)).toLocaleString("en-US");

export const comparisonLines = ({ figures, ratios }: Comparison): string[] => [
  ...Object.entries(figures).map(([name, value]) => `  ${name.padEnd(46)} ${digits(value)}`),
  ...ratios.map((ratio) => {
    const { name, value, bound, aim, unit = "" } = ratio;
    return `  ${name.padEnd(46)} ${digits(value)}${unit}  (aim: ${bound} ${aim}${unit}) ${reached(ratio) ? "reached" : "MISSED"}`;
  }),
];

/** The middle one; of an even number the lower, so that it is one that was measured. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
