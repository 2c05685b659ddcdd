import { parseArgs } from "node:util";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { wholeNumber } from "../cli/flags.ts";

export interface BenchOptions {
  readonly name: string;
  readonly connections: number;
  /** Of the run that is judged. */
  readonly contacts: number;
  /** How long replies flow and connections break, wall seconds. */
  readonly seconds: number;
  readonly repliesPerSec: number;
  readonly seed: number;
  /** Seeded defects of the stack: what a bench says of a stack that is known to be broken. */
  readonly defects: readonly string[];
  readonly json: boolean;
  readonly help: boolean;
}

/** Each from one address to two ports of the stack; beyond this the machine's own ports run out. */
const MOST_CONNECTIONS = 40_000;

export const BENCH_HELP = `Usage: npm run bench -- [NAME] [options]

Benches (the first one without a NAME):
  open-customers       customers held open at once by WebSocket while 1 % reconnect each second and agents reply

  judge                judge and render of a large run against merely reading and parsing its files
  store                durable appends of the event store against SQLite alone
  pipeline             k6's whole pipeline against the same k6 script that records nothing

  --contacts 200000    of the run that is judged; a million need 7 GB of disk
  --connections 10000  customers at once
  --seconds 30         how long replies flow and connections break; of store: of all turns
  --replies 200        agents' replies a second
  --seed 7             who reconnects, and who gets a reply
  --defect NAME        run against a stack that is broken in one known way; may be repeated
  --json               figures as one JSON value

Exit code 0: every limit kept and every aim reached; 1: one was not; 2: it cannot run here so.
`;

const BENCHES = ["open-customers", "judge", "store", "pipeline"];
const MOST_CONTACTS = 5_000_000;

const refuse = (problem: string): never => {
  throw new FieldproofError("FP-CLI-001", { problem });
};

/** Throws FP-CLI-001 with what is wrong. */
export const readBenchOptions = (argv: readonly string[]): BenchOptions => {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const parsed = (() => {
    try {
      return parseArgs({
        args: [...argv],
        allowPositionals: true,
        options: {
          ...{ connections: text, contacts: text, seconds: text, replies: text, seed: text, json: flag, help: flag },
          defect: { type: "string", multiple: true },
        },
      });
    } catch (error) {
      return refuse(messageOf(error));
    }
  })();
  const { values, positionals } = parsed;
  const [name = "open-customers", more] = positionals;
  if (!BENCHES.includes(name) || more !== undefined)
    refuse(`There is no bench "${more ?? name}"; there are ${BENCHES.join(", ")}.`);
  return {
    name,
    connections: wholeNumber("--connections", values.connections ?? "10000", 1, MOST_CONNECTIONS),
    contacts: wholeNumber("--contacts", values.contacts ?? "200000", 52, MOST_CONTACTS),
    seconds: wholeNumber("--seconds", values.seconds ?? "30", 1, 3600),
    repliesPerSec: wholeNumber("--replies", values.replies ?? "200", 1, 5000),
    seed: wholeNumber("--seed", values.seed ?? "7", 0, 4_294_967_295),
    defects: values.defect ?? [],
    json: values.json === true,
    help: values.help === true,
  };
};
