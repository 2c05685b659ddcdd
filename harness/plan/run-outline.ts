import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { CAPABILITIES, type DrillId, type ProfileName, replicatesOf } from "../../core/contract/ids.ts";
import type { DrillDefinition } from "../../core/contract/drill.ts";
import type { TargetPart } from "../../core/contract/target-parts.ts";
import type { Guard } from "../../core/schema/guard.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import { type CatalogEntry, findDrill } from "../../drills/catalog.ts";
import { drawnStreams, loadSpans } from "../load/drill-streams.ts";
import type { TargetFile } from "../../core/schema/target-file.ts";
import type { AdmittedTarget } from "../target/admit-target.ts";
import { capabilitiesOf } from "../target/mapped-target.ts";
import { guardsOf } from "../guards/guards-of.ts";
import { planDigest } from "./digest.ts";
import { type CalledLoad, contactsBeside, expectedCalls } from "./expected-calls.ts";
import { coarsestLookMs, mappedCalls, perMinuteUnder, tightestLimit } from "./mapped-calls.ts";
import { outlineStimulus, type StimulusOutline } from "./stimulus-outline.ts";

/** Everything that a run would do to its target: what whoever approves it has to know. Its digest is over all of it. */
export interface RunOutline {
  readonly schema: "fieldproof.outline/1";
  readonly drop: string;
  /** SHA-256 of plan, arrivals file and target file; null where there is none. */
  readonly planSha256: string;
  readonly arrivalsSha256: string | null;
  readonly targetSha256: string | null;
  readonly profile: ProfileName;
  readonly seed: number;
  readonly replicates: number;
  readonly drills: readonly DrillId[];
  readonly target: string;
  readonly environment: string;
  readonly offLoopback: boolean;
  readonly hosts: readonly { readonly host: string; readonly port: number; readonly addresses: readonly string[] }[];
  /** 1 is real time. */
  readonly timeFactor: number;
  /** Load and drain of all replicates, one after another. */
  readonly wallSec: number;
  readonly contactsAtMost: number;
  readonly requestsAtMost: number;
  readonly requestsPerMinuteAtMost: number;
  /** Of a mapped desk: how far apart two looks for one customer's news get at the busiest, within the target's limits. */
  readonly looksEveryMs?: number;
  readonly publishedLimits: readonly { readonly scope: string; readonly perMinute: number; readonly source: string }[];
  readonly stimuli: readonly StimulusOutline[];
  /** What would end the load by itself, by the plan's leave and by the target's. */
  readonly guards: readonly Guard[];
  /** What would be undone afterwards, or rolled forward, step by step. */
  readonly undo: readonly string[];
  readonly notRun: readonly { readonly drill: DrillId; readonly reason: string }[];
  /** Null where the target file gives no prices. */
  readonly cost: { readonly currency: string; readonly atMostMicros: number } | null;
}

export interface OutlineInput {
  readonly plan: Plan;
  readonly phases: Phases;
  readonly profile: ProfileName;
  readonly replicates: number;
  readonly drills: readonly DrillId[];
  readonly arrivalsSec: readonly number[] | null;
  /** Null: the bundled stack, which the run boots itself. */
  readonly target: AdmittedTarget | null;
  /** The drills that there are; without it those of drills/catalog.ts. */
  readonly catalog?: readonly CatalogEntry[];
}

const sha256 = (value: unknown): string =>
  createHash("sha256")
    .update(canonicalize(value) ?? "")
    .digest("hex");

/**
 * Why a drill would not run on this target; null when it would. A target that is spoken to by a mapping needs what the
 * drill cannot be run without; one that speaks the wire contract is held to all that its objectives stand on.
 */
export const notRunReason = (
  definition: Pick<DrillDefinition, "needs" | "objectives"> | undefined,
  target: Pick<TargetFile, "adapter" | "capabilities" | "http" | "timeFactor"> | null,
  { budgets, staffing }: Pick<Plan, "budgets" | "staffing">,
): string | null => {
  if (definition === undefined) return "this version has no such drill";
  if (target === null) return null;
  const all = new Set<TargetPart>(definition.needs);
  if (target.adapter !== "http")
    for (const part of ["operations", ...definition.objectives(budgets).flatMap(({ needs = [] }) => needs)] as const)
      all.add(part);
  const has = capabilitiesOf(target);
  // People at the desk are there without a call of ours.
  if (staffing.kind === "real") all.delete("agent");
  const missing = CAPABILITIES.filter((need) => all.has(need) && !has.has(need));
  return missing.length === 0 ? null : `the target offers no ${missing.join(", no ")}`;
};

/** Requests of one replicate at this target: by the reference stack's wire, or by the desk's mapping. */
const callsAt = (called: CalledLoad, target: AdmittedTarget | null) => {
  const http = target?.file.adapter === "http" ? target.file.http : undefined;
  if (target === null || http === undefined) return { ...expectedCalls(called), looksEveryMs: null };
  const calls = mappedCalls(called, http);
  const limit = tightestLimit(target.file.limits);
  return {
    totalAtMost: calls.totalAtMost,
    perMinuteAtMost: perMinuteUnder(calls, limit),
    looksEveryMs: coarsestLookMs(calls, http.customer.replies.everyMs, limit),
  };
};

/** Pure: the same plan, target and addresses give the same outline, whenever and wherever it is made. */
export const outlineRun = (input: OutlineInput): RunOutline => {
  const { plan, phases, profile, replicates, target } = input;
  const asked = input.drills.map((drill) => {
    const entry = findDrill(drill, input.catalog);
    return { drill, entry, reason: notRunReason(entry?.definition, target?.file ?? null, plan) };
  });
  const running = asked.flatMap(({ drill, entry, reason }) =>
    reason === null && entry !== undefined ? [{ drill, entry }] : [],
  );
  const each = running.flatMap(({ drill, entry }) =>
    Array.from({ length: replicatesOf(drill, replicates) }, (_, index) => {
      const { load } = entry;
      const spans = loadSpans(load, plan, phases);
      // The same that the run draws.
      const drawn = drawnStreams(load.streams(plan), spans, (plan.seed + index) >>> 0, input.arrivalsSec);
      // A mapped desk's doors are not tried: the mapping says how one gets in, not who must be kept out.
      const beside = target?.file.adapter === "http" ? 0 : contactsBeside(load);
      const contacts = drawn.reduce((total, { arrivals }) => total + arrivals.length, beside);
      const calls = callsAt({ plan, load, timeFactor: phases.timeFactor, spans, drawn }, target);
      return { contacts, calls, endMs: spans.at(-1)?.to ?? 0 };
    }),
  );
  const sum = (of: (one: (typeof each)[number]) => number): number => each.reduce((total, one) => total + of(one), 0);
  const looks = each.flatMap(({ calls }) => (calls.looksEveryMs === null ? [] : [calls.looksEveryMs]));
  const contactsAtMost = sum(({ contacts }) => contacts);
  const requestsAtMost = sum(({ calls }) => calls.totalAtMost);
  const endMs = sum(({ endMs }) => endMs);
  const prices = target?.file.prices;
  const pops = target === null ? [] : Object.keys(target.file.addresses.pops);
  const stimuli = running.flatMap(({ drill, entry }) => {
    const outlined = outlineStimulus(drill, entry.stimulus, plan, phases.timeFactor, pops);
    return outlined === null ? [] : [outlined];
  });
  return {
    schema: "fieldproof.outline/1",
    drop: plan.drop.name,
    planSha256: planDigest(plan),
    arrivalsSha256: input.arrivalsSec === null ? null : sha256(input.arrivalsSec),
    targetSha256: target?.sha256 ?? null,
    profile,
    seed: plan.seed,
    replicates,
    drills: input.drills,
    target: target?.file.name ?? "reference stack",
    environment: target?.file.environment ?? "local",
    offLoopback: target?.offLoopback ?? false,
    hosts: target?.pins ?? [],
    timeFactor: phases.timeFactor,
    wallSec: Math.ceil(endMs / 1000 / phases.timeFactor),
    contactsAtMost,
    requestsAtMost,
    requestsPerMinuteAtMost: running.length === 0 ? 0 : Math.max(...each.map(({ calls }) => calls.perMinuteAtMost)),
    ...(looks.length === 0 ? {} : { looksEveryMs: Math.max(...looks) }),
    publishedLimits: target?.file.limits.publishedLimits ?? [],
    stimuli: stimuli.map(({ stimulus }) => stimulus),
    guards: guardsOf(plan, target?.file ?? null),
    undo: stimuli.flatMap(({ undo }) => undo),
    notRun: asked.flatMap(({ drill, reason }) => (reason === null ? [] : [{ drill, reason }])),
    cost:
      prices === undefined
        ? null
        : {
            currency: prices.currency,
            atMostMicros: requestsAtMost * prices.perRequestMicros + contactsAtMost * prices.perContactMicros,
          },
  };
};

/** SHA-256, hex, over the RFC 8785 form of the outline. */
export const outlineDigest = (outline: RunOutline): string => sha256(outline);
