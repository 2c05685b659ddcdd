import { rm, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { planSchema } from "../../core/schema/plan.ts";
import { printable } from "../../core/text/printable.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { loadPlan } from "../../harness/plan/load-plan.ts";
import { isLoopback } from "../../mock-platform/http/loopback.ts";
import { readPartnerSecrets } from "../../mock-platform/partner/partner-secrets.ts";
import { startStack } from "../../mock-platform/server.ts";
import type { StackOptions, StackPorts } from "../../mock-platform/stack-options.ts";
import type { CliContext } from "./context.ts";
import { wholeNumber } from "./flags.ts";
import { untilInterrupt } from "./interrupts.ts";
import { writeServedTarget } from "./served-target-file.ts";

export interface ServeFlags {
  readonly timeFactor: string;
  readonly seed: string;
  readonly event: string;
  readonly items: string;
  readonly ports?: string;
  readonly secretsFile: string;
  readonly partner?: string | true;
  readonly partnerAt?: string;
  readonly partnerSecrets?: string;
  readonly targetFile?: string;
  readonly defect: string[];
}

export const describeServe = (program: Command): Command =>
  program
    .command("serve")
    .description("serve the reference stack on loopback until Ctrl-C, to look at it or to drill it by hand")
    .option("--time-factor <k>", "simulated seconds per wall second", "1")
    .option("--seed <n>", "seed of its orders", "7")
    .option("--event <id>", "the event that it sells", "drop")
    .option("--items <n>", "items of the drop", "300")
    .option("--ports <list>", "ports of pop-a, pop-b, origin, operations and partner, with commas; 0 for a free one")
    .option(
      "--secrets-file <file>",
      "where the bearers of agents and operations go (mode 0600)",
      "fieldproof-secrets.json",
    )
    .option(
      "--partner [plan]",
      "the desk opens cases at the fulfilment partner for held and missing orders, both as this plan has them",
    )
    .option("--partner-at <url>", "the partner of `fieldproof serve-partner`, in place of one of the stack's own")
    .option("--partner-secrets <file>", "what is shared with it, as `serve-partner` says")
    .option("--target-file <file>", "also write a target file here, for `fieldproof run --target`")
    .option("--defect <name>", "a seeded defect", (name: string, names: string[]) => [...names, name], [] as string[]);

export async function serveCommand(flags: ServeFlags, context: CliContext): Promise<ExitCode> {
  if (!planSchema.shape.drop.shape.event.safeParse(flags.event).success)
    throw new FieldproofError("FP-CLI-001", {
      problem: `--event takes lower-case letters, digits and hyphens, not "${printable(flags.event, 40)}".`,
    });
  const timeFactor = wholeNumber("--time-factor", flags.timeFactor, 1, 50);
  const outsidePartner = await partnerOf(flags);
  const stack = await startStack({
    timeFactor,
    seed: wholeNumber("--seed", flags.seed, 0, 4_294_967_295),
    event: flags.event,
    items: wholeNumber("--items", flags.items, 1, 1_000_000),
    ports: portsOf(flags.ports),
    defects: flags.defect,
    ...(outsidePartner === null ? {} : { outsidePartner }),
    ...(await partnerSettings(flags.partner ?? outsidePartner !== null)),
  });
  const { agentBearer, opsBearer, partnerBearer, pops, origin, ops, partner } = stack;
  const written: (() => Promise<void>)[] = [stack.close];
  const undo = async (): Promise<void> => {
    for (const one of written) await one();
  };
  await writeFile(flags.secretsFile, `${JSON.stringify({ agentBearer, opsBearer, partnerBearer })}\n`, {
    mode: 0o600,
    flag: "wx",
  }).catch(async (cause: unknown) => {
    await undo();
    const taken = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw taken
      ? new FieldproofError("FP-FILE-004", { path: flags.secretsFile }, { cause })
      : new FieldproofError("FP-FILE-002", { path: flags.secretsFile, reason: fileReason(cause) }, { cause });
  });
  written.push(() => rm(flags.secretsFile, { force: true }));
  const { targetFile } = flags;
  try {
    if (targetFile !== undefined)
      written.push(
        await writeServedTarget(targetFile, { ...stack, timeFactor, hasPartner: outsidePartner === null }, Date.now()),
      );
  } catch (error) {
    await undo();
    throw error;
  }
  if (context.json)
    context.out(
      JSON.stringify({ pops, origin, ops, partner, secretsFile: flags.secretsFile, targetFile: targetFile ?? null }),
    );
  else {
    for (const [pop, address] of Object.entries(pops)) context.out(`${pop.padEnd(8)} ${address}/   the stream page`);
    context.out(`origin   ${origin}/desk   the agents' desk, for the bearer in that file`);
    context.out(`ops      ${ops}\npartner  ${partner}\nbearers in ${flags.secretsFile} · Ctrl-C ends it`);
    if (targetFile !== undefined) context.out(`drill it: fieldproof run --target ${targetFile}`);
  }
  await untilInterrupt(context.err, "closing the stack", undo);
  return EXIT.ready;
}

/** How the partner works and the desk lives with it, as the plan has it that a run will be judged by. */
async function partnerSettings(partner: string | boolean): Promise<Pick<StackOptions, "partnerPlan" | "deskPartner">> {
  if (partner === false) return { deskPartner: { asksPartner: false } };
  const { fulfilment } = typeof partner === "string" ? (await loadPlan(partner)).plan : defaultPlan();
  const { policy, promises } = fulfilment;
  return { partnerPlan: fulfilment.partner, deskPartner: { asksPartner: true, policy, plan: promises } };
}

/** The partner that is a process of its own, where one is named. */
async function partnerOf({
  partnerAt,
  partnerSecrets,
}: ServeFlags): Promise<NonNullable<StackOptions["outsidePartner"]> | null> {
  if (partnerAt === undefined && partnerSecrets === undefined) return null;
  if (partnerAt === undefined || partnerSecrets === undefined)
    throw new FieldproofError("FP-CLI-001", { problem: "--partner-at and --partner-secrets go together." });
  const url = URL.parse(partnerAt);
  if (url?.protocol !== "http:" || !isLoopback(url.hostname))
    throw new FieldproofError("FP-CLI-001", {
      problem: `--partner-at takes an http address on loopback, not "${printable(partnerAt, 80)}".`,
    });
  return { address: url.origin, ...(await readPartnerSecrets(partnerSecrets)) };
}

function portsOf(list: string | undefined): Required<StackPorts> {
  const ports = (list ?? "0,0,0,0").split(",").map((port) => wholeNumber("--ports", port.trim(), 0, 65_535));
  const [popA, popB, origin, ops, partner = 0] = ports;
  if (popA === undefined || popB === undefined || origin === undefined || ops === undefined || ports.length > 5) {
    throw new FieldproofError("FP-CLI-001", {
      problem: "--ports takes four ports with commas (pop-a, pop-b, origin, operations), or five with the partner's.",
    });
  }
  return { popA, popB, origin, ops, partner };
}
