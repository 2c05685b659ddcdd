import { appendFile, readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { contactPrefix } from "../../core/contract/ids.ts";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { FieldproofError, isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import { contactRecordSchema, type RunRecord } from "../../core/schema/evidence.ts";
import { type Cleanup, cleanupContacts, type LeftContact } from "../../harness/cleanup/cleanup-contacts.ts";
import { tightestLimit } from "../../harness/plan/mapped-calls.ts";
import { lockRun, unlockRun } from "../../harness/recover/run-lock.ts";
import { deskLimiter, deskOf } from "../../harness/run/mapped-desk.ts";
import { type AdmittedTarget, admitTarget } from "../../harness/target/admit-target.ts";
import { systemResolver } from "../../harness/target/pins.ts";
import { readSecrets } from "../../harness/target/secret-files.ts";
import type { Limiter } from "../../drills/targets/http/limiter.ts";
import { eachRecord } from "../../reports/evidence/read-records.ts";
import { expectedFolders, readRun } from "../../reports/evidence/read-run.ts";
import { type CliContext, complain, inert } from "./context.ts";
import { trustOption } from "./trust-option.ts";

export interface CleanupFlags {
  readonly target: string;
  readonly trust?: string;
}

/** Registers `fieldproof cleanup <run>`. */
export const describeCleanup = (program: Command): Command =>
  program
    .command("cleanup")
    .description("remove the made-up contacts that a run left at a desk of your own, and prove it")
    .argument("<run>", "the folder runs/<id>")
    .requiredOption("--target <file>", "the target file that the run was drilled with")
    .addOption(trustOption());

const FILE = "cleanup.ndjson";

/**
 * Safe to repeat: what was removed is not asked for again. Exit 5 while something is left; 3 where a damaged folder does not
 * tell what was there, and the desk has no account that does.
 */
export async function cleanupCommand(run: string, flags: CleanupFlags, context: CliContext): Promise<ExitCode> {
  const { run: record, plan, replicates, damaged } = await readRun(run);
  const runDir = await realpath(run);
  const options = { trustPath: flags.trust, nowMs: Date.now(), resolve: systemResolver };
  const target = await admitTarget(flags.target, options);
  const { file } = target;
  if (record.target !== file.name)
    throw new FieldproofError("FP-TARGET-021", { runDir: run, found: record.target, target: file.name });
  if (file.http?.delete === undefined) throw new FieldproofError("FP-TARGET-022", { target: file.name });
  const lock = await lockRun({ kind: "served", target }, runDir);
  try {
    const left: LeftContact[] = [];
    const unknown: FieldproofError[] = [];
    const rows: object[] = [];
    const limiter = deskLimiter(tightestLimit(file.limits));
    // Its contacts are at the desk whether its own record can be read or not.
    const here = [
      ...replicates.map(({ folder, record: { replicate } }) => ({ folder, replicate, fault: null })),
      ...damaged,
    ];
    for (const replicate of [...here, ...goneOf(record, here)]) {
      const prefix = contactPrefix(record.id, replicate.replicate);
      const drop = { event: plan.drop.event, idPrefix: prefix };
      const { fault, ...done } = await cleanOne(target, { runDir, limiter, drop }, replicate);
      left.push(...done.left);
      if (fault !== null && done.proof !== "account") unknown.push(fault);
      const known = done.proof === "account" ? "its own account names none of them any more" : "by its answers alone";
      const text = `${replicate.folder}: ${done.removed} removed, ${done.before} before, ${done.left.length} left; ${done.left.length === 0 ? known : "see cleanup.ndjson"}`;
      const { left: still, ...counts } = done;
      rows.push({ folder: replicate.folder, ...counts, left: still.length });
      if (!context.json) context.out(inert(text));
    }
    const [first] = left;
    const fault =
      first === undefined
        ? unknown[0]
        : new FieldproofError("FP-TARGET-023", {
            ...{ count: left.length, target: file.name, first: first.clientContactId },
          });
    if (!context.json && fault !== undefined) throw fault;
    // One value also where something is left: what was removed is told beside what is wrong.
    const exitCode = fault === undefined ? EXIT.ready : complain(fault, { ...context, json: false });
    if (context.json)
      context.out(
        JSON.stringify({ exitCode, replicates: rows, ...(fault === undefined ? {} : { error: told(fault) }) }),
      );
    return exitCode;
  } finally {
    await unlockRun(lock, runDir);
  }
}

const told = ({ code, message, hint }: FieldproofError): object => ({ code, message, hint });

/** Folders that a run which came to its end must have, and that are not here. */
const goneOf = (run: RunRecord, here: readonly { readonly folder: string }[]) =>
  (run.endedAt === null || run.aborted !== null ? [] : expectedFolders(run))
    .filter((folder) => !here.some((one) => one.folder === folder))
    .map((folder) => ({
      ...{ folder, replicate: Number(folder.split("/")[1]) },
      fault: new FieldproofError("FP-EVID-002", { path: `${folder}/replicate.json` }),
    }));

async function cleanOne(
  target: AdmittedTarget,
  {
    runDir,
    limiter,
    drop,
  }: { readonly runDir: string; readonly limiter: Limiter; readonly drop: Parameters<typeof deskOf>[1] },
  { folder, fault: damage }: { readonly folder: string; readonly fault: FieldproofError | null },
): Promise<Cleanup & { readonly fault: FieldproofError | null }> {
  const { http, name } = target.file;
  if (http === undefined) throw new FieldproofError("FP-TARGET-022", { target: name });
  const recorded: LeftContact[] = [];
  let fault = damage;
  try {
    await eachRecord(join(runDir, folder, "contacts.ndjson"), contactRecordSchema, ({ contactId, clientContactId }) => {
      if (contactId !== null) recorded.push({ contactId, clientContactId });
    });
  } catch (error) {
    if (!isFieldproofError(error)) throw error;
    fault ??= error;
  }
  const desk = deskOf({ target, http, secrets: await readSecrets(target) }, drop, limiter);
  const done = await cleanupContacts(desk, {
    ...{ recorded, gone: await removedBefore(join(runDir, FILE)), hasAccount: http.export !== undefined },
    now: () => Date.now(),
    onRemoval: (record) => appendFile(join(runDir, FILE), `${JSON.stringify(record)}\n`, { mode: 0o644 }),
  });
  return { ...done, fault };
}

/** Contact ids that an earlier cleanup was told are removed; a line that cannot be read counts for none. */
async function removedBefore(path: string): Promise<ReadonlySet<string>> {
  const text = await readFile(path, "utf8").catch(() => "");
  const gone = new Set<string>();
  for (const line of text.split("\n")) {
    const found = /^\{"at":\d+,"contactId":("(?:[^"\\]|\\.)*"),.*"removed":(true|false),/.exec(line);
    if (found === null) continue;
    const id = String(JSON.parse(found[1] ?? '""'));
    if (found[2] === "true") gone.add(id);
    else gone.delete(id);
  }
  return gone;
}
