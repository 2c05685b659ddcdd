import { chiSquaredUpperTail } from "./chi-squared.ts";
import { requireFinite } from "./guard.ts";

/** People of one group: when each was last seen, and whether it happened then or they were lost from sight. */
export interface SurvivalGroup {
  readonly times: ArrayLike<number>;
  readonly happened: ArrayLike<boolean>;
}

export interface LogRank {
  /** 0 where nothing tells the groups apart. */
  readonly chiSquared: number;
  /** Groups that were at risk at any event, less one. */
  readonly df: number;
  /** Null: there was no event at which two groups were at risk, so nothing is compared. */
  readonly p: number | null;
  /** Events of each group, and as many as it would have had if all were alike. */
  readonly observed: readonly number[];
  readonly expected: readonly number[];
}

interface Person {
  readonly time: number;
  readonly happened: boolean;
  readonly group: number;
}

const peopleOf = (groups: readonly SurvivalGroup[]): Person[] =>
  groups.flatMap(({ times, happened }, group) => {
    if (times.length === 0) throw new RangeError(`group ${group} has nobody`);
    if (happened.length !== times.length)
      throw new RangeError(`group ${group} has ${times.length} times, but ${happened.length} endings`);
    return Array.from(times, (time, index) => {
      requireFinite(`time ${index} of group ${group}`, time);
      return { time, happened: happened[index] === true, group };
    });
  });

/** x with M x = v, by elimination with the largest pivot; a direction in which M is nothing adds nothing to x. */
const solve = (matrix: readonly (readonly number[])[], vector: readonly number[]): { x: number[]; rank: number } => {
  const size = vector.length;
  const rows = matrix.map((row, at) => [...row, vector[at] ?? 0]);
  const least = 1e-10 * Math.max(0, ...matrix.map((row, at) => Math.abs(row[at] ?? 0)));
  const pivots: number[] = [];
  for (let column = 0, at = 0; column < size; column++) {
    const best = rows.slice(at).reduce((top, row, index) => {
      return Math.abs(row[column] ?? 0) > Math.abs(rows[top]?.[column] ?? 0) ? at + index : top;
    }, at);
    const pivot = rows[best];
    if (pivot === undefined || !(Math.abs(pivot[column] ?? 0) > least)) continue;
    rows[best] = rows[at] ?? pivot;
    rows[at] = pivot;
    const scale = pivot[column] ?? 1;
    for (const [index, row] of rows.entries()) {
      const factor = (row[column] ?? 0) / scale;
      if (index !== at && factor !== 0)
        for (let k = column; k <= size; k++) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
    pivots.push(column);
    at += 1;
  }
  const x = new Array<number>(size).fill(0);
  for (const [at, column] of pivots.entries()) x[column] = (rows[at]?.[size] ?? 0) / (rows[at]?.[column] ?? 1);
  return { x, rank: pivots.length };
};

/**
 * Log-rank test that groups have one survival curve, with censoring: observed against expected events, variance of the
 * hypergeometric distribution, ties as they are (Mantel 1966; Peto and Peto 1972; R's survdiff with rho = 0). For curves
 * of which some members were lost from sight, where ranks alone would take a loss for an answer.
 *
 * @param groups two or more, nobody's times in any order; who is lost at the time of an event was still at risk for it
 * @throws RangeError for fewer than two groups, an empty one, lists of different length, or a time that is not finite
 */
export const logRank = (groups: readonly SurvivalGroup[]): LogRank => {
  if (groups.length < 2) throw new RangeError("there is nothing to compare one group with");
  const people = peopleOf(groups).sort((a, b) => a.time - b.time);
  const atRisk = groups.map(({ times }) => times.length);
  const observed = groups.map(() => 0);
  const expected = groups.map(() => 0);
  const variance = groups.map(() => groups.map(() => 0));
  for (let first = 0; first < people.length; ) {
    const leaving = groups.map(() => 0);
    const all = people.length - first;
    const { time } = people[first] ?? { time: Number.NaN };
    let events = 0;
    for (; people[first]?.time === time; first++) {
      const { group, happened } = people[first] ?? { group: 0, happened: false };
      leaving[group] = (leaving[group] ?? 0) + 1;
      if (!happened) continue;
      events += 1;
      observed[group] = (observed[group] ?? 0) + 1;
    }
    const spread = all > 1 ? (events * (all - events)) / (all - 1) : 0;
    for (const [i, here] of atRisk.entries()) {
      expected[i] = (expected[i] ?? 0) + (events * here) / all;
      const row = variance[i] ?? [];
      for (const [j, there] of atRisk.entries())
        row[j] = (row[j] ?? 0) + spread * (here / all) * ((i === j ? 1 : 0) - there / all);
    }
    for (const [group, gone] of leaving.entries()) atRisk[group] = (atRisk[group] ?? 0) - gone;
  }
  const gap = observed.map((seen, group) => seen - (expected[group] ?? 0));
  // The gaps sum to nothing: one group follows from the others.
  const { x, rank } = solve(
    variance.slice(1).map((row) => row.slice(1)),
    gap.slice(1),
  );
  const chiSquared = Math.max(
    0,
    x.reduce((sum, value, at) => sum + value * (gap[at + 1] ?? 0), 0),
  );
  return { chiSquared, df: rank, p: rank === 0 ? null : chiSquaredUpperTail(chiSquared, rank), observed, expected };
};
