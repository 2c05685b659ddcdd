import { join } from "node:path";
import { ACCESS_MARK_END } from "../../core/contract/access-attempts.ts";
import { contactPrefix } from "../../core/contract/ids.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Journal } from "../evidence/journal.ts";
import { writeWholeFile } from "../evidence/json-file.ts";
import { guardsOf } from "../guards/guards-of.ts";
import { startGuards } from "../guards/start-guards.ts";
import { requireTellingFacts } from "../load/telling-facts.ts";
import { bundleForK6, MAPPED_SCENARIO_PATH } from "./bundle.ts";
import { listForCleanup } from "./cleanup-list.ts";
import { drawLoad } from "./draw-load.ts";
import { runLoad } from "./load-stage.ts";
import { deskLimiter, deskOf, type MappedDesk, mappedScenario } from "./mapped-desk.ts";
import { journalPlan } from "./replicate-journal.ts";
import { personBudget } from "./person-budget.ts";
import type { ReplicateOptions } from "./replicate-options.ts";
import type { ReplicateState } from "./replicate-state.ts";
import { writeScenarioFiles } from "./scenario-files.ts";
import type { TargetSession } from "./target-session.ts";

const LEAD_MS = 1000;
const REQUEST_LIMIT_MS = 10_000;

/** One replicate at a desk that is spoken to through a mapping: no island, no doors, no stimulus; its own account at the end. */
export async function driveMapped(
  options: ReplicateOptions,
  privateDir: string,
  { desk, target, noticeHash }: { desk: MappedDesk; target: TargetSession; noticeHash: string },
  state: ReplicateState,
  journal: Journal,
): Promise<void> {
  const { plan, phases } = options;
  const { event, items } = plan.drop;
  const facts = { event, items, ...desk.facts };
  requireTellingFacts(facts);
  // People close what they answered, too, about when agents of the plan would.
  const isAnswered = desk.record.people === true || desk.record.parts.includes("agent");
  const closedByAgents = isAnswered && desk.http.customer.send !== undefined;
  const pops = Object.keys(target.addresses.pops);
  const { contacts, spans, endOffsetMs } = drawLoad(options, facts, pops, { closedByAgents });
  const lanes = options.entry.load.lanes(plan);
  const prefix = contactPrefix(options.runId, options.replicate);
  state.planned(contacts.length, spans);
  state.mapped(desk.record);
  await journalPlan(journal, contacts, state.record(), noticeHash);
  // Before the first is sent: what a killed run leaves must be found, too.
  await listForCleanup(options.dir, desk.target.file, contacts);

  const bundleFile = join(privateDir, "scenario.js");
  await bundleForK6(MAPPED_SCENARIO_PATH, bundleFile);
  const variables = await writeScenarioFiles(
    privateDir,
    {
      ...{ event, noticeHash, pops: target.addresses.pops, origin: target.addresses.origin },
      ...{ slots: state.record().plannedSlots, lanes, leadMs: LEAD_MS, endOffsetMs },
      ...{ refresh: null, accessMark: `${prefix}${ACCESS_MARK_END}`, islandKeyPems: [] },
      ...{ generalFacts: Object.values(facts.facts), requestTimeoutMs: REQUEST_LIMIT_MS },
      mapped: mappedScenario(desk, prefix),
    },
    contacts,
    "",
    desk.secrets,
  );
  options.onProgress({
    ...{ kind: "replicate", drill: options.entry.definition.meta.id, replicate: options.replicate, of: 1 },
    ...{ contacts: contacts.length, slots: state.record().plannedSlots },
  });
  const guards = guardsOf(plan, desk.target.file);
  const trip = (fault: FieldproofError): void => {
    void journal.append("guard.tripped", { code: fault.code, ...fault.details }).catch(() => {});
    options.halt(fault);
  };
  const guarding = startGuards(guards, { read: async () => null }, target.ways.hooks, trip, target.reach);
  const load = await runLoad({
    k6: {
      ...{ k6Path: options.k6Path, bundleFile, variables, homeDir: privateDir },
      consoleFile: join(options.dir, "k6-console.ndjson"),
      stderrFile: join(options.dir, "k6.stderr.log"),
    },
    ...{ healthFile: join(options.dir, "health.ndjson"), journal, phases: spans, endOffsetMs },
    arrivals: contacts,
    ...{ signal: options.signal, hurry: options.hurry, watchdog: options.watchdog, onProgress: options.onProgress },
    lanes,
    // Without a bot nothing is answered but by people.
    budget: personBudget(plan, phases, contacts, {
      ...{ lanes, everyone: desk.http.customer.replies.authors.bot.length === 0 },
    }),
    onPhase: () => {},
    counters: async () => null,
  }).finally(() => guarding.stop());
  if (guards.length > 0) await journal.append("guards.watched", { guards: guards.length, ...guarding.stop() });
  state.loaded(load.t0, { exitCode: load.exit.code, signal: load.exit.signal, finished: false, strayLines: 0 });
  if (load.fault !== null) state.fault(load.fault);
  await fetchAccount(options, desk, prefix, state, journal);
}

/** What the desk says itself; an account that could not be had is told by its absence. */
async function fetchAccount(
  options: ReplicateOptions,
  desk: MappedDesk,
  prefix: string,
  state: ReplicateState,
  journal: Journal,
): Promise<void> {
  options.onProgress({ kind: "phase", name: "audit" });
  await journal.append("phase.began", { phase: "audit" });
  if (desk.http.export === undefined) return;
  if (options.hurry.aborted) {
    await journal.append("export.skipped", { name: "account" });
    return;
  }
  const already = { requests: desk.loadPerMinute, atMs: Date.now() };
  const drop = { event: options.plan.drop.event, idPrefix: prefix };
  const account = await deskOf(desk, drop, deskLimiter(desk.perMinute, already)).account();
  if (!account.ok) {
    const { where, status, code } = account.fault;
    state.fault(new FieldproofError("FP-STACK-005", { what: where, status: `${status} (${code})` }));
    return;
  }
  const { contacts, others, findings } = account.value;
  await journal.append("account.fetched", { contacts: contacts.length, others, findings });
  const lines = contacts.map((one) => `${JSON.stringify(one)}\n`).join("");
  await writeWholeFile(join(options.dir, "export", "account.ndjson"), lines);
}
