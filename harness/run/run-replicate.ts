import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { FieldproofError, isFieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import type { ReplicateRecord } from "../../core/schema/evidence.ts";
import type { Facts } from "../../core/schema/wire.ts";
import { type Journal, openJournal } from "../evidence/journal.ts";
import { splitK6Lines } from "../evidence/k6-lines.ts";
import { writeJsonFile } from "../evidence/json-file.ts";
import { guardsOf } from "../guards/guards-of.ts";
import { startGuards } from "../guards/start-guards.ts";
import { requireTellingFacts } from "../load/telling-facts.ts";
import { leaseWatchdog } from "../watchdog/lease-watchdog.ts";
import { type BrowserProbe, prepareBrowserProbe } from "./browser-probe.ts";
import { bundleForK6, scenarioPath } from "./bundle.ts";
import { drawLoad } from "./draw-load.ts";
import { driveMapped } from "./drive-mapped.ts";
import { fetchExports } from "./fetch-exports.ts";
import { type LoadStageOptions, type LoadStageResult, runLoad } from "./load-stage.ts";
import { NOTICE_HASH } from "./notice.ts";
import { personBudget } from "./person-budget.ts";
import { proveIslands } from "./prestage.ts";
import { journalBeginning, journalFiles, journalPlan } from "./replicate-journal.ts";
import { haltFault } from "./halt.ts";
import type { ReplicateOptions } from "./replicate-options.ts";
import { type ReplicateStimulus, replicateStimulus } from "./replicate-stimulus.ts";
import { scenarioConfig } from "./scenario-config.ts";
import { writeScenarioFiles } from "./scenario-files.ts";
import { ReplicateState } from "./replicate-state.ts";
import { createStackClient, exportLimits, type StackClient } from "./stack-client.ts";
import { openTarget, type TargetSession } from "./target-session.ts";

/** No customer arrives any more: a browser that starts then makes none of them late. */
const BROWSER_PHASE = "drain";
/** Of the general kind that an island answers: a walk takes no agent's time from the drop. */
const WALK_QUESTION = "When will it ship?";
const WALK_REPLY_LIMIT_MS = 5000;

/** Runs one replicate of one drill and leaves its whole evidence in `dir`, whatever happens on the way. */
export async function runReplicate(options: ReplicateOptions): Promise<ReplicateRecord> {
  await mkdir(join(options.dir, "export"), { recursive: true });
  const privateDir = await mkdtemp(join(tmpdir(), "fieldproof-"));
  const journal = await openJournal(join(options.dir, "journal.ndjson"), { now: () => Date.now() });
  const state = new ReplicateState(options);
  await writeJsonFile(join(options.dir, "replicate.json"), state.record());
  const tellHalt = (): void => {
    const fault = haltFault(options.signal);
    if (fault !== null) state.fault(fault);
  };
  options.signal.addEventListener("abort", tellHalt, { once: true });
  options.watchdog.folder(options.dir);
  let target: TargetSession | null = null;
  try {
    await journalBeginning(journal, options);
    await journal.append("watchdog.watching", { ...options.watchdog.mark });
    target = await begin(options, privateDir, state, journal);
    const desk = target.mapped;
    if (desk === null) await drive(options, privateDir, target, state, journal);
    else await driveMapped(options, privateDir, { desk, target, noticeHash: NOTICE_HASH }, state, journal);
  } catch (error) {
    state.fault(
      isFieldproofError(error)
        ? error
        : new FieldproofError("FP-INTERNAL-001", { reason: messageOf(error) }, { cause: error }),
    );
  } finally {
    state.stopping = true;
    await target?.close();
    // What it wrote is evidence, and must be whole before that is digested.
    await options.watchdog.settled();
    options.watchdog.folder(null);
    await collectLines(options, state);
    options.signal.removeEventListener("abort", tellHalt);
    if (options.signal.aborted) state.aborted();
    await journalFiles(journal, options.dir, state.record()).catch((error: unknown) => {
      if (isFieldproofError(error)) state.fault(error);
    });
    for (const fault of state.record().faults)
      await journal.append("fault", { code: fault.code, message: fault.message }).catch(() => {});
    await journal.append("replicate.ended", { aborted: state.record().aborted }, { sync: true }).catch(() => {});
    await journal.close();
    await rm(privateDir, { recursive: true, force: true });
    state.ended();
    await writeJsonFile(join(options.dir, "replicate.json"), state.record());
  }
  return state.record();
}

async function begin(
  options: ReplicateOptions,
  privateDir: string,
  state: ReplicateState,
  journal: Journal,
): Promise<TargetSession> {
  const target = await openTarget(options.target, {
    timeFactor: options.phases.timeFactor,
    seed: options.seed,
    event: options.plan.drop.event,
    items: options.plan.drop.items,
    privateDir,
    logFile: join(options.dir, "stack.log"),
    fulfilment: options.entry.definition.needs.includes("fulfilment") ? options.plan.fulfilment : null,
    staffing: options.plan.staffing.kind,
  });
  await journal.append("stack.ready", {
    pid: target.pid,
    version: target.version,
    pops: Object.keys(target.addresses.pops),
    served: target.kind === "served",
    // For whoever has to find the target after this process is gone.
    addresses: target.addresses,
    bearerFiles: { ops: target.opsBearerFile, agent: target.agentBearerFile },
    privateDir,
  });
  void target.exited?.then((exit) => {
    if (state.stopping) return;
    state.fault(
      new FieldproofError("FP-STACK-003", {
        reason: exit.signal === null ? `exit ${exit.code}` : `killed by ${exit.signal}`,
      }),
    );
  });
  return target;
}

async function drive(
  options: ReplicateOptions,
  privateDir: string,
  target: TargetSession,
  state: ReplicateState,
  journal: Journal,
): Promise<void> {
  const { plan, phases } = options;
  const client = createStackClient(target.addresses.ops, target.secrets.opsBearer);
  const info = await client.info();
  if (info.timeFactor !== phases.timeFactor)
    throw new FieldproofError("FP-STACK-005", { what: "its time factor", status: info.timeFactor });
  await writeJsonFile(join(options.dir, "export", "info.json"), info);
  const facts = await client.facts(plan.drop.event);
  requireTellingFacts(facts);
  const keyPems = await client.islandKeyPems();

  const { contacts, spans, endOffsetMs } = drawLoad(options, facts, Object.keys(target.addresses.pops));
  state.planned(contacts.length, spans);
  if (target.kind === "served") state.held(await heldContacts(client, privateDir));
  await journalPlan(journal, contacts, state.record(), NOTICE_HASH);
  await proveIslands(target.addresses, plan.drop.event, keyPems, journal, () => client.stageIslands(plan.drop.event));

  const bundleFile = join(privateDir, "scenario.js");
  await bundleForK6(scenarioPath(options.entry.definition.meta.id), bundleFile);
  const config = scenarioConfig({
    ...{ plan, phases, facts, spans, endOffsetMs, islandKeyPems: keyPems, slots: state.record().plannedSlots },
    ...{ load: options.entry.load, runId: options.runId, replicate: options.replicate, addresses: target.addresses },
  });
  const { lanes } = config;
  const variables = await writeScenarioFiles(privateDir, config, contacts, target.secrets.agentBearer);
  const probe = await browserProbe(options, privateDir, target, facts, journal);
  const stimulus = await replicateStimulus({
    ...{ replicate: options, target, islandKeyPems: keyPems, watchdog: leaseWatchdog(options.watchdog) },
    ...{ journal, onFault: (error) => state.fault(error) },
  });
  options.onProgress({
    kind: "replicate",
    drill: options.entry.definition.meta.id,
    replicate: options.replicate,
    of: 1,
    contacts: contacts.length,
    slots: state.record().plannedSlots,
  });
  const guards = guardsOf(plan, options.target.kind === "served" ? options.target.target.file : null);
  const guarding = startGuards(guards, { read: () => client.counters() }, target.ways.hooks, (fault) => {
    void journal.append("guard.tripped", { code: fault.code, ...fault.details }).catch(() => {});
    options.halt(fault);
  });
  // A target that is dead cannot be spared any more; that it died is told by itself.
  void target.exited?.then(() => guarding.stop());
  const load = await loadAndSettle(stimulus, probe, {
    k6: {
      k6Path: options.k6Path,
      bundleFile,
      consoleFile: join(options.dir, "k6-console.ndjson"),
      stderrFile: join(options.dir, "k6.stderr.log"),
      variables,
      homeDir: privateDir,
    },
    healthFile: join(options.dir, "health.ndjson"),
    journal,
    phases: spans,
    endOffsetMs,
    arrivals: contacts,
    lanes,
    budget: personBudget(plan, phases, contacts, { lanes, everyone: false }),
    signal: options.signal,
    hurry: options.hurry,
    watchdog: options.watchdog,
    onProgress: options.onProgress,
    onPhase: (name) => {
      if (name === BROWSER_PHASE) probe?.begin();
      stimulus.phaseBegan(name);
    },
    counters: () => client.counters(),
  }).finally(() => guarding.stop());
  if (guards.length > 0) await journal.append("guards.watched", { guards: guards.length, ...guarding.stop() });
  state.loaded(load.t0, { exitCode: load.exit.code, signal: load.exit.signal, finished: false, strayLines: 0 });
  if (load.fault !== null) state.fault(load.fault);
  await fetchExports(options, client, state, journal);
}

/** Whatever ends the load, the stimulus is settled and the browser's walk over when this returns. */
async function loadAndSettle(
  stimulus: ReplicateStimulus,
  probe: BrowserProbe | null,
  options: LoadStageOptions,
): Promise<LoadStageResult> {
  try {
    return await runLoad(options);
  } finally {
    await Promise.all([stimulus.settled(), probe?.end()]);
  }
}

/** A target that others use, too, holds contacts that are not this run's; how many is told before the load begins. */
async function heldContacts(client: StackClient, privateDir: string): Promise<number> {
  const path = join(privateDir, "held.ndjson");
  await client.download("contacts", path, exportLimits(100_000));
  let lines = 0;
  for await (const _ of createInterface({ input: createReadStream(path) })) lines++;
  return lines;
}

/** A drill whose judge looks at a browser's walk gets one. */
async function browserProbe(
  options: ReplicateOptions,
  privateDir: string,
  target: TargetSession,
  facts: Facts,
  journal: Journal,
): Promise<BrowserProbe | null> {
  if (!options.entry.definition.evidence.includes("browser")) return null;
  const [pop, origin] = Object.entries(target.addresses.pops)[0] ?? ["none", ""];
  const mark = `${options.runId}-${options.replicate}-probe-`;
  return prepareBrowserProbe({
    ...{ k6Path: options.k6Path, browser: options.browser, privateDir, dir: options.dir, journal },
    watchdog: options.watchdog,
    walk: {
      ...{ address: `${origin}/?mark=${mark}`, mark, pop },
      ...{ question: WALK_QUESTION, fact: facts.facts["shipping-window"] ?? "", replyLimitMs: WALK_REPLY_LIMIT_MS },
    },
  });
}

async function collectLines(options: ReplicateOptions, state: ReplicateState): Promise<void> {
  const consoleFile = join(options.dir, "k6-console.ndjson");
  const result = await splitK6Lines(consoleFile, options.dir).catch((error: unknown) => {
    if (isFieldproofError(error)) state.fault(error);
    return null;
  });
  if (result === null) return;
  state.split(result.ended, result.stray, result.t0, result.ownLimit);
  // Every line of it is on disk a second time now, in the file of its kind.
  await rm(consoleFile, { force: true }).catch(() => {});
}
