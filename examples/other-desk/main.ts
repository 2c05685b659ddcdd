import { randomBytes } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { FAULTS, type FaultName, isFaultName } from "./faults.ts";
import { openHouse } from "./house.ts";

const HELP = `other-desk: a small support desk that has nothing in common with Fieldproof but HTTP.

  --port N             port on 127.0.0.1; 0 for a free one (4100)
  --staff-pass FILE    the pass of staff; made with mode 0600 if it is not there (other-desk.pass)
  --limit N            answers 429 with Retry-After over N requests in any 60 s; no limit without it
  --catalogue FILE     what the house sells and knows (catalogue.json beside this program)
  --fault NAME         breaks it on purpose; may be given again
${Object.entries(FAULTS)
  .map(([name, what]) => `                         ${name.padEnd(18)}${what}`)
  .join("\n")}
  --help

It says how many requests came within any 60 s at GET /house/traffic, and when it is stopped (Ctrl-C).
`;

/** A whole number of a flag. @throws Error for anything else */
const count = (name: string, text: string, most: number): number => {
  const value = Number(text);
  if (!/^\d{1,7}$/.test(text) || value > most) throw new Error(`--${name} takes a whole number up to ${most}`);
  return value;
};

const faultNamed = (text: string): FaultName => {
  if (!isFaultName(text)) throw new Error(`there is no fault "${text}"; there are ${Object.keys(FAULTS).join(", ")}`);
  return text;
};

/** The pass in `path`, made if there is none. @throws Error for a file that others may read */
const passIn = (path: string): string => {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined)
    writeFileSync(path, `${randomBytes(18).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  else if ((there.mode & 0o077) !== 0) throw new Error(`${path} may be read by others; chmod 600 it`);
  const pass = readFileSync(path, "utf8").trim();
  if (pass === "") throw new Error(`${path} is empty`);
  return pass;
};

/** Runs the house until it is told to stop; the exit code. */
const main = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string", default: "4100" },
      "staff-pass": { type: "string", default: "other-desk.pass" },
      limit: { type: "string" },
      catalogue: { type: "string" },
      fault: { type: "string", multiple: true, default: [] },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const faults = values.fault.map(faultNamed);
  const house = await openHouse({
    port: count("port", values.port, 65_535),
    staffPass: passIn(values["staff-pass"]),
    limitPerMinute: values.limit === undefined ? null : count("limit", values.limit, 1_000_000),
    faults,
    ...(values.catalogue === undefined ? {} : { catalogue: values.catalogue }),
  });
  process.stdout.write(
    `other-desk on ${house.address} · staff pass in ${values["staff-pass"]} · faults: ${faults.join(", ") || "none"}\n`,
  );
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  const { requests, mostIn60s, refused } = house.traffic();
  process.stdout.write(`${requests} requests, at most ${mostIn60s} in any 60 s, ${refused} refused\n`);
  await house.close();
  return 0;
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`other-desk: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
