import { parseArgs } from "node:util";
import { EXIT } from "../core/errors/exit-codes.ts";
import { FieldproofError, isFieldproofError, messageOf } from "../core/errors/fieldproof-error.ts";
import { wholeNumber } from "./cli/flags.ts";
import { CONTACTS } from "./gate-simulation/gate-rates.ts";
import { ratesTable, simulate } from "./gate-simulation/rates-table.ts";

/** `npm run gate:simulate`: how often the gate is wrong, on desks whose truth is known. Deterministic by its seed. */
const HELP = `Usage: npm run gate:simulate -- [--drills 20000] [--seed 7] [--json]

Plays drills of ${CONTACTS} contacts on M/M/c desks whose true p95 is known, and says how often each rule calls them ready.
`;

const run = (): number => {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values } = (() => {
    try {
      return parseArgs({ options: { drills: text, seed: text, json: flag, help: flag } });
    } catch (error) {
      throw new FieldproofError("FP-CLI-001", { problem: messageOf(error) });
    }
  })();
  if (values.help === true) {
    process.stdout.write(HELP);
    return EXIT.ready;
  }
  const drills = wholeNumber("--drills", values.drills ?? "20000", 100, 1_000_000);
  const seed = wholeNumber("--seed", values.seed ?? "7", 0, 4_294_967_295);
  const rates = simulate(drills, seed);
  const lines =
    values.json === true ? [JSON.stringify({ drills, seed, contacts: CONTACTS, rates })] : ratesTable(rates);
  process.stdout.write(`${lines.join("\n")}\n`);
  return EXIT.ready;
};

try {
  process.exitCode = run();
} catch (error) {
  const known = isFieldproofError(error) ? error : new FieldproofError("FP-INTERNAL-001", { reason: messageOf(error) });
  process.stderr.write(`${known.message} [${known.code}]\n${known.hint}\n`);
  process.exitCode = known.exitCode;
}
