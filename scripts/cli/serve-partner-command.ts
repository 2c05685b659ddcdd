import { resolve } from "node:path";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { loadPlan } from "../../harness/plan/load-plan.ts";
import { partnerSecretsFile } from "../../mock-platform/partner/partner-secrets.ts";
import { startPartner } from "../../mock-platform/partner-server.ts";
import type { CliContext } from "./context.ts";
import { wholeNumber } from "./flags.ts";
import { untilInterrupt } from "./interrupts.ts";

export interface ServePartnerFlags {
  readonly data: string;
  readonly port: string;
  readonly timeFactor: string;
  readonly seed: string;
  readonly plan?: string;
  readonly defect: string[];
}

export const describeServePartner = (program: Command): Command =>
  program
    .command("serve-partner")
    .description("serve the fulfilment partner alone, with its own listener and disk, until Ctrl-C")
    .requiredOption(
      "--data <dir>",
      "keeps its account and its secrets here; the same folder brings the same partner back",
    )
    .option("--port <n>", "where it listens; 0 for a free one", "0")
    .option("--time-factor <k>", "simulated seconds per wall second", "1")
    .option("--seed <n>", "seed of its service times", "7")
    .option("--plan <file>", "a plan whose `fulfilment.partner` it works by; the built-in one without")
    .option("--defect <name>", "a seeded defect", (name: string, names: string[]) => [...names, name], [] as string[]);

/** Kill it at any instant and start it again on the same folder: what it settled is settled, and it calls back. */
export async function servePartnerCommand(flags: ServePartnerFlags, context: CliContext): Promise<ExitCode> {
  const dataDir = resolve(flags.data);
  const partner = await startPartner({
    dataDir,
    port: wholeNumber("--port", flags.port, 0, 65_535),
    timeFactor: wholeNumber("--time-factor", flags.timeFactor, 1, 50),
    seed: wholeNumber("--seed", flags.seed, 0, 4_294_967_295),
    plan: (flags.plan === undefined ? defaultPlan() : (await loadPlan(flags.plan)).plan).fulfilment.partner,
    defects: flags.defect,
  });
  const { address, settled } = partner;
  const secretsFile = partnerSecretsFile(dataDir);
  if (context.json) context.out(JSON.stringify({ address, settled, secretsFile }));
  else {
    context.out(`partner  ${address} · ${settled} cases settled before`);
    context.out(`its desk: fieldproof serve --partner-at ${address} --partner-secrets ${secretsFile}`);
  }
  await untilInterrupt(context.err, "closing the partner", () => partner.close());
  return EXIT.ready;
}
