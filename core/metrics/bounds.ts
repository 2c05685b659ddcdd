/** A share of which some members are not known yet. */
export interface Bounds {
  readonly n: number;
  readonly yes: number;
  readonly unknown: number;
  /** As if all unknown were no; null without members. */
  readonly lower: number | null;
  /** As if all unknown were yes; null without members. */
  readonly upper: number | null;
}

export interface BoundsFold {
  /** One member; null: not known. */
  add(outcome: boolean | null): void;
  bounds(): Bounds;
}

/** Counts members of a share, so that what is not known widens it instead of being guessed. */
export const createBounds = (): BoundsFold => {
  let n = 0;
  let yes = 0;
  let unknown = 0;
  return {
    add: (outcome) => {
      n++;
      if (outcome === true) yes++;
      if (outcome === null) unknown++;
    },
    bounds: () => ({
      n,
      yes,
      unknown,
      lower: n === 0 ? null : yes / n,
      upper: n === 0 ? null : (yes + unknown) / n,
    }),
  };
};
