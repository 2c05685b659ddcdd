import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { FieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import type { FulfilmentPlan } from "../../core/schema/fulfilment-plan.ts";
import { idSchema } from "../../core/schema/wire-primitives.ts";
import { printable } from "../../core/text/printable.ts";
import { type Child, startChild } from "./child.ts";

/** The load goes where the stack says: nowhere but on this machine, whatever it says. */
const loopbackUrl = z.url({ protocol: /^http$/, hostname: /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/ });
const readySchema = z.object({
  ready: z.literal(true),
  pops: z.record(idSchema, loopbackUrl),
  origin: loopbackUrl,
  ops: loopbackUrl,
  /** The fulfilment partner; a stack of one's own may have none. */
  partner: loopbackUrl.optional(),
  version: z.string().max(100),
});
const secretsSchema = z.object({ agentBearer: z.string().min(16), opsBearer: z.string().min(16) });

export type StackAddresses = z.infer<typeof readySchema>;
export type StackSecrets = z.infer<typeof secretsSchema>;

/** How to start the stack: program and first arguments; the harness adds what the run decides. */
export interface StackCommand {
  readonly command: string;
  readonly args: readonly string[];
}

export interface StackProcess {
  readonly child: Child;
  readonly addresses: StackAddresses;
  readonly secrets: StackSecrets;
}

const START_LIMIT_MS = 30_000;

/**
 * Starts the reference stack as a process of its own and waits until it says that it is ready. Its stderr goes to
 * `logFile`; its secrets come by a 0600 file in `privateDir`, never by argument or environment.
 * @throws FieldproofError FP-STACK-001 with what the stack said last.
 */
export async function startStack(
  stack: StackCommand,
  options: {
    timeFactor: number;
    seed: number;
    event: string;
    items: number;
    privateDir: string;
    logFile: string;
    defects: readonly string[];
    benign: readonly string[];
    /** How the partner works and the desk lives with it; null for a desk that asks nothing of it. */
    fulfilment?: FulfilmentPlan | null;
  },
): Promise<StackProcess> {
  const secretsFile = join(options.privateDir, "stack-secrets.json");
  const log = openSync(options.logFile, "a");
  const args = [
    ...stack.args,
    ...["--time-factor", String(options.timeFactor), "--seed", String(options.seed), "--event", options.event],
    ...[
      "--items",
      String(options.items),
      "--data",
      join(options.privateDir, "stack-data"),
      "--secrets-file",
      secretsFile,
    ],
    "--exit-with-parent",
    ...partnerFlags(options.fulfilment),
    ...options.defects.flatMap((name) => ["--defect", name]),
    ...options.benign.flatMap((name) => ["--benign", name]),
  ];
  const child = startChild(stack.command, args, { env: ownNodeEnv(), stdio: ["pipe", "pipe", log] });
  closeSync(log);
  try {
    const addresses = await firstLine(child, options.logFile);
    const secrets = secretsSchema.parse(JSON.parse(await readFile(secretsFile, "utf8")));
    return { child, addresses, secrets };
  } catch (error) {
    await child.stop(2000);
    if (error instanceof FieldproofError) throw error;
    throw new FieldproofError("FP-STACK-001", { reason: messageOf(error) }, { cause: error });
  }
}

const partnerFlags = (plan: FulfilmentPlan | null | undefined): string[] =>
  plan === null || plan === undefined
    ? []
    : [
        ...["--partner", "on", "--partner-plan", JSON.stringify(plan.partner)],
        ...["--call-policy", JSON.stringify(plan.policy), "--promise-plan", JSON.stringify(plan.promises)],
      ];

/** What a child needs to run at all, and nothing that the user's environment may hold beside it. */
export function minimalEnv(): NodeJS.ProcessEnv {
  const kept = ["PATH", "HOME", "TMPDIR", "TZ", "LANG", "SystemRoot", "TEMP"];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** The same for a program of the project's own, which finds what Node compiled before. */
export function ownNodeEnv(): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE } = process.env;
  return { ...minimalEnv(), ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }) };
}

async function firstLine(child: Child, logFile: string): Promise<StackAddresses> {
  const { stdout } = child.process;
  if (stdout === null) throw new FieldproofError("FP-STACK-001", { reason: "it has no output" });
  const lines = createInterface({ input: stdout });
  const said = new Promise<string>((resolve) => lines.once("line", resolve));
  const limit = new AbortController();
  const line = await Promise.race([
    said,
    child.exited.then(async (exit) => {
      const said = await lastWords(logFile);
      return new FieldproofError("FP-STACK-001", {
        reason: `it exited with ${exit.code ?? exit.signal ?? "no code"}${said === "" ? "" : `: ${said}`}`,
      });
    }),
    wait(START_LIMIT_MS, limit.signal).then(
      () => new FieldproofError("FP-STACK-001", { reason: `it was not ready within ${START_LIMIT_MS / 1000} s` }),
    ),
  ]);
  limit.abort();
  if (line instanceof FieldproofError) throw line;
  stdout.resume();
  const parsed = readySchema.safeParse(JSON.parse(line));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = printable(`${issue?.path.join(".")}: ${issue?.message}`, 200);
  throw new FieldproofError("FP-STACK-001", {
    reason: `the line in which it says where it is, is not of the wire contract (${where})`,
  });
}

/** The first line that the stack wrote to its log, without what could steer a terminal. */
async function lastWords(logFile: string): Promise<string> {
  const text = await readFile(logFile, "utf8").catch(() => "");
  return printable(text.split("\n").find((line) => line.trim() !== "") ?? "", 200);
}

const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
