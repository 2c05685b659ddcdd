import type { Command } from "commander";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { HttpMapping } from "../../core/schema/http-mapping.ts";
import { printable } from "../../core/text/printable.ts";
import { faultsError } from "../../harness/plan/fault.ts";
import { parseYaml } from "../../harness/plan/yaml-source.ts";
import { nodeClock, nodeCrypto, nodeSockets, nodeTimers } from "../../harness/ports/node-ports.ts";
import { admitTarget } from "../../harness/target/admit-target.ts";
import { type LoadedTarget, loadTarget } from "../../harness/target/load-target.ts";
import { readTrustedKey } from "../../harness/target/operator-key.ts";
import { createPinnedHttp } from "../../harness/target/pinned-http.ts";
import { systemResolver } from "../../harness/target/pins.ts";
import { readSecrets } from "../../harness/target/secret-files.ts";
import { checkExpiry, checkSignature } from "../../harness/target/target-signature.ts";
import { readRecord, recordOf, requireFree, writeRecord } from "../../harness/target/walk/dialogue-file.ts";
import { MASKED } from "../../harness/target/walk/masked-dialogue.ts";
import { createReplayTime } from "../../harness/target/walk/replay-time.ts";
import { createReplayedHttp } from "../../harness/target/walk/replayed-http.ts";
import { MOST_REQUESTS, type Walk, walkTarget } from "../../harness/target/walk/walk.ts";
import { type CliContext, complain, inert } from "./context.ts";
import { wholeNumber } from "./flags.ts";
import { drillLines, drillsAt } from "./target-drills.ts";
import { trustOption } from "./trust-option.ts";
import { shownSteps, walkLines } from "./walk-lines.ts";

export interface TargetCheckFlags {
  readonly trust?: string;
  readonly walk?: boolean;
  readonly record?: string;
  readonly replay?: string;
  readonly timeout: string;
}

/** The whole walk's wall time, whatever the target does. */
const WALK_LIMIT_MS = 120_000;

export const describeTargetCheck = (target: Command): Command =>
  target
    .command("check")
    .description("check a target file; with adapter: http walk one made-up contact through every mapped call")
    .argument("<file>", "the target file")
    .addOption(trustOption())
    .option("--no-walk", "only the file: nothing is sent anywhere")
    .option("--record <file>", "keep the dialogue, secrets masked")
    .option("--replay <file>", "answer from a kept dialogue instead of the target")
    .option("--timeout <seconds>", "for one request", "5");

/** Checks file, signature, expiry, and for a mapped desk each call. Exit 2 with every line to mend. */
export async function targetCheck(path: string, flags: TargetCheckFlags, context: CliContext): Promise<ExitCode> {
  const target = await loadTarget(path);
  const signedBy = await checkLeave(target, flags);
  const { http, adapter } = target.file;
  const walks = adapter === "http" && http !== undefined && flags.walk !== false;
  if (walks && flags.record !== undefined) await requireFree(flags.record);
  if (!context.json)
    for (const line of aboutLines(target, signedBy, walks && flags.replay === undefined)) context.out(inert(line));
  const checked = walks ? await walked(target, http, flags, context) : null;
  const drills = adapter === "http" ? drillsAt(target.file) : null;
  const steps = checked === null ? [] : shownSteps(checked);
  if (context.json) {
    const { name, environment, expiresAt, approver, hosts } = target.file;
    const about = {
      environment,
      hosts: hosts.map(({ host }) => host),
      expiresAt,
      approver,
      sha256: target.sha256,
      signedBy,
    };
    const walk = checked === null ? null : { steps, findings: placed(checked, target), left: checked.left };
    context.out(
      JSON.stringify({
        target: name,
        ...about,
        ...(walk === null ? {} : { walk }),
        ...(drills === null ? {} : { drills }),
      }),
    );
  } else {
    for (const line of walkLines(steps)) context.out(inert(line));
    if (checked !== null && checked.left.length > 0)
      context.out(
        inert(
          `left at the desk, for nothing here deletes them: ${checked.left.map((id) => printable(id, 60)).join(", ")}`,
        ),
      );
    for (const line of drills === null ? [] : drillLines(drills)) context.out(inert(line));
  }
  if (checked === null || checked.findings.length === 0) return EXIT.ready;
  // The value on stdout has the findings already.
  return complain(faultsError("FP-TARGET-030", path, placed(checked, target)), { ...context, json: false });
}

/** The signature counts where one is demanded or asked for. Null: neither. @throws FieldproofError FP-TARGET-003 to -013 */
async function checkLeave(target: LoadedTarget, { trust, replay }: TargetCheckFlags): Promise<string | null> {
  if (trust === undefined && target.offLoopback && replay === undefined)
    throw new FieldproofError("FP-TARGET-013", { path: printable(target.path, 400) });
  const trusted = trust === undefined ? null : await readTrustedKey(trust);
  if (trusted !== null) await checkSignature(target, trusted);
  checkExpiry(target, Date.now());
  return trusted?.id ?? null;
}

async function walked(
  target: LoadedTarget,
  mapping: HttpMapping,
  flags: TargetCheckFlags,
  context: CliContext,
): Promise<Walk> {
  const requestTimeoutMs = wholeNumber("--timeout", flags.timeout, 1, 60) * 1000;
  const common = {
    file: target.file,
    mapping,
    sockets: nodeSockets,
    crypto: nodeCrypto,
    requestTimeoutMs,
    limitMs: WALK_LIMIT_MS,
  };
  const onStep = (name: string): void => {
    if (context.interactive && !context.quiet) context.err(inert(name));
  };
  if (flags.replay !== undefined) {
    const record = await readRecord(flags.replay);
    const secrets = Object.fromEntries(Object.keys(target.file.secrets).map((id) => [id, MASKED]));
    const time = createReplayTime(record.startedAt);
    return walkTarget({
      ...common,
      ...time,
      http: createReplayedHttp(record),
      live: false,
      secrets,
      idPrefix: record.idPrefix,
    });
  }
  const admitted = await admitTarget(target.path, {
    trustPath: flags.trust,
    nowMs: Date.now(),
    resolve: systemResolver,
  });
  const startedAt = Math.floor(nodeClock.now());
  const idPrefix = `fieldproof-check-${startedAt.toString(36)}-0`;
  const secrets = await readSecrets(admitted);
  const http = createPinnedHttp(admitted);
  const walk = await walkTarget({ ...common, http, clock: nodeClock, timers: nodeTimers, secrets, idPrefix, onStep });
  if (flags.record !== undefined) {
    const exchanges = walk.steps.flatMap((step) => step.exchanges);
    await writeRecord(flags.record, recordOf({ target: target.file.name, startedAt, idPrefix }, exchanges, walk.clean));
  }
  return walk;
}

/** Findings with the line and column that each is about. */
function placed({ findings, clean }: Walk, { bytes }: LoadedTarget) {
  const source = parseYaml(new TextDecoder().decode(bytes));
  return findings.map(({ path, text }) => ({
    ...source.valueAt(path),
    field: path.join("."),
    text: clean(printable(text, 600)),
  }));
}

/** What was looked at, and what will be sent, before it is. */
function aboutLines({ file, sha256 }: LoadedTarget, signedBy: string | null, sends: boolean): string[] {
  const { name, environment, expiresAt, approver, hosts, syntheticMarker } = file;
  const { header, value } = syntheticMarker;
  return [
    `${name} (${environment}) · approved by ${approver.name}, ${approver.role} · until ${expiresAt}`,
    `hosts ${hosts.length === 0 ? "this machine only" : hosts.map(({ host }) => host).join(", ")}`,
    `${signedBy === null ? "not signed, as it need not be on this machine" : `signed by key ${signedBy.slice(0, 16)}`} · sha256:${sha256.slice(0, 16)}`,
    ...(sends
      ? [
          `one made-up contact walks: at most ${MOST_REQUESTS} requests in ${WALK_LIMIT_MS / 1000} s, each marked ${header}: ${value}`,
        ]
      : []),
  ];
}
