import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { printable } from "../../core/text/printable.ts";
import { readBaseAddress } from "../../harness/target/base-address.ts";
import { parseTarget } from "../../harness/target/load-target.ts";
import { type Resolver, systemResolver } from "../../harness/target/pins.ts";
import { isOwnMachine } from "../../harness/target/target-findings.ts";
import { type TargetAnswers, targetTemplate } from "../../harness/target/target-template.ts";
import { type CliContext, inert } from "./context.ts";
import { type Ask, answerTo, type Question, terminalAsk } from "./questions.ts";

export interface TargetInitFlags {
  readonly yes?: boolean;
  readonly name?: string;
  readonly address?: string;
  readonly agentAddress?: string;
  readonly leadsTo?: string;
  readonly environment?: string;
  readonly perMinute?: string;
  readonly bodies?: string;
  readonly login?: string;
  readonly everyMs?: string;
  readonly approver?: string;
}

export const describeTargetInit = (target: Command): Command =>
  target
    .command("init")
    .description("ask a few questions and write a commented target file of a desk of yours")
    .argument("[file]", "where to; never replaces a file", "target.yaml")
    .option("--yes", "ask nothing: what no flag says is as usual")
    .option("--address <url>", "where customers go, such as https://desk.staging.example")
    .option("--agent-address <url>", "where agents go; the same without it")
    .option(
      "--leads-to <list>",
      "IP addresses or networks of hosts off this machine, with commas; looked up without it",
    )
    .option("--name <text>", "what the desk is called")
    .option("--environment <name>", "local, test, staging or production")
    .option("--per-minute <n>", "requests a minute that the desk publishes as its limit")
    .option("--bodies <kind>", "form or json")
    .option("--login <kind>", "how agents say who they are: cookie, bearer or none")
    .option("--every-ms <n>", "from one look for replies to the next, 200 to 60000")
    .option("--approver <name, role>", "who answers for drilling it");

const text =
  (most: number): Question<string>["read"] =>
  (said) =>
    said !== "" && said.length <= most ? { value: said } : { must: `must be a text of at most ${most} characters` };
const oneOf =
  <T extends string>(...words: readonly T[]): Question<T>["read"] =>
  (said) => {
    const value = words.find((word) => word === said);
    return value === undefined ? { must: `must be one of ${words.join(", ")}` } : { value };
  };
const whole =
  (least: number, most: number): Question<number>["read"] =>
  (said) =>
    /^\d{1,8}$/.test(said) && Number(said) >= least && Number(said) <= most
      ? { value: Number(said) }
      : { must: `must be a whole number from ${least} to ${most}` };
const base: Question<string>["read"] = (said) => {
  const spelling = readBaseAddress(said);
  return spelling.ok ? { value: said } : { must: spelling.must };
};
const person: Question<TargetAnswers["approver"]>["read"] = (said) => {
  const [name = "", ...rest] = said.split(",").map((one) => one.trim());
  const role = rest.join(", ");
  const fits = name !== "" && role !== "" && name.length <= 120 && role.length <= 120;
  return fits ? { value: { name, role } } : { must: "must be a name and a role with a comma between" };
};

const DAY_MS = 86_400_000;
const VALID_DAYS = 30;

/** Writes a target file from answers, flags and what is usual. @throws FieldproofError FP-FILE-004 when it is there */
export async function targetInit(path: string, flags: TargetInitFlags, context: CliContext): Promise<ExitCode> {
  const asks = flags.yes !== true && !context.json && process.stdin.isTTY === true;
  const terminal = asks ? terminalAsk(process.stdin, process.stderr) : null;
  const answers = await collectAnswers(flags, terminal?.ask ?? null, systemResolver, Date.now()).finally(() =>
    terminal?.close(),
  );
  const written = targetTemplate(answers);
  // What this version would refuse to read is not written.
  parseTarget(written, path);
  await writeFile(path, written, { flag: "wx" }).catch((cause: unknown) => {
    const shown = printable(path, 400);
    const taken = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw taken
      ? new FieldproofError("FP-FILE-004", { path: shown }, { cause })
      : new FieldproofError("FP-FILE-002", { path: shown, reason: fileReason(cause) }, { cause });
  });
  const secret = answers.login === "none" ? "" : "put the agents' secret into agent.key beside it (chmod 600), ";
  context.out(
    context.json
      ? JSON.stringify({ wrote: path })
      : inert(`wrote ${path}; next: ${secret}mend the lines marked CHANGE, and run fieldproof target check ${path}`),
  );
  return EXIT.ready;
}

/** @throws FieldproofError FP-CLI-001 for what cannot be, or is not said */
export async function collectAnswers(
  flags: TargetInitFlags,
  ask: Ask | null,
  resolve: Resolver,
  nowMs: number,
): Promise<TargetAnswers> {
  const customers = await answerTo(
    { flag: "--address", text: "Where do customers go (scheme, host, port; no path)?", usual: null, read: base },
    flags.address,
    ask,
  );
  const agents = await answerTo(
    { flag: "--agent-address", text: "Where do agents go?", usual: customers, read: base },
    flags.agentAddress,
    ask,
  );
  const leadsTo = await hostsOf([customers, agents], flags.leadsTo, resolve);
  const local = Object.keys(leadsTo).length === 0;
  return {
    ...{ customers, agents, leadsTo, expiresAt: new Date(nowMs + VALID_DAYS * DAY_MS).toISOString() },
    name: await answerTo(
      { flag: "--name", text: "What is the desk called?", usual: "support desk", read: text(120) },
      flags.name,
      ask,
    ),
    environment: await answerTo(
      {
        ...{ flag: "--environment", text: "Which environment is it: local, test, staging or production?" },
        ...{ usual: local ? "local" : "staging", read: oneOf("local", "test", "staging", "production") },
      },
      flags.environment,
      ask,
    ),
    perMinute: await answerTo(
      {
        flag: "--per-minute",
        text: "How many requests a minute does it allow?",
        usual: "100",
        read: whole(1, 10_000_000),
      },
      flags.perMinute,
      ask,
    ),
    bodies: await answerTo(
      { flag: "--bodies", text: "Does it read bodies as form or as json?", usual: "json", read: oneOf("form", "json") },
      flags.bodies,
      ask,
    ),
    login: await answerTo(
      {
        ...{
          flag: "--login",
          text: "How do agents say who they are: cookie (a login), bearer (a key in a header) or none?",
        },
        ...{ usual: "bearer", read: oneOf("cookie", "bearer", "none") },
      },
      flags.login,
      ask,
    ),
    everyMs: await answerTo(
      {
        flag: "--every-ms",
        text: "After how many milliseconds may a customer look for replies again?",
        usual: "2000",
        read: whole(200, 60_000),
      },
      flags.everyMs,
      ask,
    ),
    approver: await answerTo(
      {
        flag: "--approver",
        text: "Who answers for drilling it (name, role)?",
        usual: "nobody yet, to be named",
        read: person,
      },
      flags.approver,
      ask,
    ),
  };
}

/** Where each host off this machine may lead: as the flag says, else as it leads now. */
async function hostsOf(
  addresses: readonly string[],
  flag: string | undefined,
  resolve: Resolver,
): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const address of addresses) {
    const spelling = readBaseAddress(address);
    if (!spelling.ok || isOwnMachine(spelling.address.host)) continue;
    const { host, isLiteral } = spelling.address;
    if (isLiteral) found[host] = [host];
    else if (flag !== undefined) found[host] = flag.split(",").map((one) => one.trim());
    else
      found[host] = await resolve(host).catch((cause: unknown) => {
        const problem = `${host} cannot be looked up from here; give --leads-to ADDRESS,ADDRESS.`;
        throw new FieldproofError("FP-CLI-001", { problem }, { cause });
      });
  }
  return found;
}
