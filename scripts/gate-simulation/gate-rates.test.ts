import { expect, test } from "vitest";
import { type GateRates, gateRates } from "./gate-rates.ts";
import { ratesTable } from "./rates-table.ts";

/**
 * How often the gate is wrong, at a desk that is exactly as good as asked, beside the table of the notes (3.9). It holds
 * the rule in place: a confidence interval over the contacts of one drill is no forecast, since they wait on each other.
 */
const DRILLS = 1500;
const at = (agents: number, utilisation: number, budgetFactor = 1): GateRates =>
  gateRates({ agents, utilisation, arrivalsPerMin: 20 }, { drills: DRILLS, budgetFactor, ks: [5] });
const fiveOfFive = ({ replicated }: GateRates) => replicated[0]?.shares ?? { ready: 1, cantTell: 0, notReady: 0 };
/** Three standard errors of a share of so many runs. */
const slack = (share: number, runs: number): number => 3 * Math.sqrt((share * (1 - share)) / runs);

// The notes: false READY of 5 of 5, and of the binomial test over contacts.
test.each([
  [10, 0.5, 0.07, 0.036],
  [10, 0.8, 0.13, 0.115],
  [1, 0.8, 0.22, 0.64],
] as const)(
  "%i agents, busy %d: 5 of 5 is ready no more often than %d, a test over contacts some %d",
  (agents, busy, five, each) => {
    const rates = at(agents, busy);
    const { ready } = fiveOfFive(rates);
    expect(ready).toBeLessThanOrEqual(five + slack(five, DRILLS / 5));
    expect(Math.abs(rates.perContact.ready - each)).toBeLessThan(0.03 + slack(each, DRILLS));
  },
);

test("contacts of one agent wait on each other, and those of ten idle ones do not", () => {
  expect(at(10, 0.5).designEffect).toBeLessThan(1.3);
  expect(at(1, 0.8).designEffect).toBeGreaterThan(30);
});

test("a desk that is too slow is ready less often than one that is quick enough, by every rule", () => {
  const [slow, just, quick] = [at(1, 0.5, 0.8), at(1, 0.5), at(1, 0.5, 1.5)];
  for (const of of [(one: GateRates) => one.one, (one: GateRates) => one.perContact, fiveOfFive]) {
    expect(of(slow).ready).toBeLessThan(of(just).ready);
    expect(of(just).ready).toBeLessThan(of(quick).ready);
    expect(of(slow).notReady).toBeGreaterThan(of(quick).notReady);
  }
  expect(fiveOfFive(slow).ready).toBeLessThan(0.02);
});

test("the same seed plays the same drills, and the table has a row for each", () => {
  const once = gateRates({ agents: 2, utilisation: 0.5, arrivalsPerMin: 20 }, { drills: 100 });
  expect(gateRates({ agents: 2, utilisation: 0.5, arrivalsPerMin: 20 }, { drills: 100 })).toEqual(once);
  const table = ratesTable([once]);
  expect(table).toHaveLength(3);
  expect(table[2]).toMatch(/^\| 2 agents, 50 % busy +\| 1 /);
});
