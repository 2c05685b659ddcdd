import type { Command } from "commander";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { loadTarget } from "../../harness/target/load-target.ts";
import { makeOperatorKey, readSigningKey } from "../../harness/target/operator-key.ts";
import { checkExpiry, signTarget } from "../../harness/target/target-signature.ts";
import { type CliContext, inert } from "./context.ts";
import { describeTargetInit, type TargetInitFlags } from "./target-init-command.ts";
import { describeTargetCheck, type TargetCheckFlags } from "./target-check-command.ts";

export interface TargetFlags {
  readonly key?: string;
  readonly out?: string;
}

type Act = (file: string | undefined, flags: TargetFlags) => Promise<void>;

/** Registers `fieldproof target keygen | sign | check`. */
export const describeTarget = (
  program: Command,
  acts: {
    keygen: Act;
    sign: Act;
    check: (file: string, flags: TargetCheckFlags) => Promise<void>;
    init: (file: string, flags: TargetInitFlags) => Promise<void>;
  },
): void => {
  const target = program.command("target").description("sign and check the file that says what may be drilled");
  describeTargetInit(target).action((file: string, flags: TargetInitFlags) => acts.init(file, flags));
  target
    .command("keygen")
    .description("make an operator's key pair: FILE (0600) and FILE.pub")
    .option("--out <file>", "where the private key goes", "operator.key")
    .action((flags: TargetFlags) => acts.keygen(undefined, flags));
  target
    .command("sign")
    .description("sign a target file, after it was checked: FILE.sig beside it")
    .argument("<file>", "the target file")
    .requiredOption("--key <keyfile>", "the operator's private key, mode 0600")
    .action((file: string, flags: TargetFlags) => acts.sign(file, flags));
  describeTargetCheck(target).action((file: string, flags: TargetCheckFlags) => acts.check(file, flags));
};

const say = (context: CliContext, value: Readonly<Record<string, unknown>>, text: string): ExitCode => {
  context.out(context.json ? JSON.stringify(value) : inert(text));
  return EXIT.ready;
};

export async function targetKeygen(flags: TargetFlags, context: CliContext): Promise<ExitCode> {
  const path = flags.out ?? "operator.key";
  const { publicPath, id } = await makeOperatorKey(path);
  return say(
    context,
    { key: path, publicKey: publicPath, keyId: id },
    `wrote ${path} (private: it stays with the operator) and ${publicPath} · key ${id.slice(0, 16)}`,
  );
}

export async function targetSign(file: string, flags: TargetFlags, context: CliContext): Promise<ExitCode> {
  // Whoever signs sees all faults first: a signature on a broken file would only look like leave.
  const target = await loadTarget(file);
  checkExpiry(target, Date.now());
  const signer = await readSigningKey(flags.key ?? "");
  const signature = await signTarget(target, signer);
  return say(
    context,
    { signature, keyId: signer.id, sha256: target.sha256 },
    `signed ${file} (sha256:${target.sha256.slice(0, 16)}) with key ${signer.id.slice(0, 16)}: ${signature}`,
  );
}
