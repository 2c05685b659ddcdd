import { type Command, Option } from "commander";
import { DRILL_IDS, type DrillId, PROFILES, type ProfileName } from "../../core/contract/ids.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { MappedTarget } from "../../core/schema/evidence.ts";
import type { TargetFile } from "../../core/schema/target-file.ts";
import { mappedTarget } from "../../harness/target/mapped-target.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import { CATALOG } from "../../drills/catalog.ts";
import { checkPlan } from "../../harness/plan/check-plan.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { loadPlan } from "../../harness/plan/load-plan.ts";
import { limitRefusals, phaseRefusals, stimulusRefusals } from "../../harness/plan/outline-refusals.ts";
import { pacedPlan } from "../../harness/plan/paced-plan.ts";
import { planAtTarget } from "../../harness/plan/plan-at-target.ts";
import { resolvePhases } from "../../harness/plan/profiles.ts";
import { outlineDigest, outlineRun, type RunOutline } from "../../harness/plan/run-outline.ts";
import { type AdmittedTarget, admitTarget } from "../../harness/target/admit-target.ts";
import { systemResolver } from "../../harness/target/pins.ts";
import { wholeNumber } from "./flags.ts";
import { replayOf } from "./replay.ts";
import { trustOption } from "./trust-option.ts";

/** What `plan` and `run` take alike: the same flags lead to the same digest. */
export interface PlannedFlags {
  readonly profile: string;
  readonly only?: string;
  readonly all?: boolean;
  readonly replicates: string;
  readonly seed?: string;
  readonly agents?: string;
  readonly target?: string;
  readonly stretch?: boolean;
  readonly trust?: string;
}

export const profileOption = (): Option =>
  new Option("--profile <name>", "how long and how fast").choices([...PROFILES]).default("smoke");

export const addPlannedFlags = (command: Command): Command =>
  command
    .argument("[plan]", "the plan of the drop; without one the built-in plan is used")
    .addOption(profileOption())
    .option("--only <drills>", "only these drills, with commas between")
    .option("--all", "every drill of this version, each of them required")
    .option("--replicates <n>", "how many seeds to run each drill on whose outcome a queue decides", "1")
    .option("--seed <n>", "first seed; the plan's own without it")
    .option("--agents <n>", "agents instead of the plan's number, to try a staffing")
    .option("--stretch", "bring the customers over more time where the target's limits want it")
    .option("--target <file>", "the signed file of what is drilled; without one the bundled stack")
    .addOption(trustOption());

export interface PlannedRun {
  readonly plan: Plan;
  readonly profile: ProfileName;
  readonly phases: Phases;
  readonly replay: readonly number[] | null;
  readonly drills: readonly DrillId[];
  readonly replicates: number;
  readonly target: AdmittedTarget | null;
  readonly outline: RunOutline;
  /** Of the outline, hex. */
  readonly digest: string;
  /** What keeps the run from its target; empty when it may start. */
  readonly refusals: readonly FieldproofError[];
}

/** Reads and checks plan and target, resolves the target's hosts, and says what a run would do. Sends nothing. */
export async function plannedRun(path: string | undefined, flags: PlannedFlags): Promise<PlannedRun> {
  const profile = PROFILES.find((name) => name === flags.profile);
  if (profile === undefined)
    throw new FieldproofError("FP-CLI-001", {
      problem: `There is no profile ${flags.profile}; there are ${PROFILES.join(", ")}.`,
    });
  if (flags.all === true && flags.only !== undefined)
    throw new FieldproofError("FP-CLI-001", { problem: "--all and --only say different things; give one of them." });
  const replicates = wholeNumber("--replicates", flags.replicates, 1, 100);
  const loaded = path === undefined ? null : await loadPlan(path);
  const asked = withFlags(loaded?.plan ?? defaultPlan(), flags);
  const target =
    flags.target === undefined
      ? null
      : await admitTarget(flags.target, { trustPath: flags.trust, nowMs: Date.now(), resolve: systemResolver });
  const wanted = target === null ? asked : planAtTarget(asked, profile, target.file);
  const drills = drillsOf(wanted, flags.only);
  const replay = await replayOf(wanted, path);
  const asOutlined = { profile, replicates, drills, arrivalsSec: replay };
  const plan = target === null || flags.stretch !== true ? wanted : pacedPlan({ ...asOutlined, plan: wanted }, target);
  checkPlan(plan, profile, {
    drills,
    ...(loaded === null || path === undefined ? {} : { source: loaded.source, path }),
    ...(replay === null ? {} : { offsetsSec: replay }),
    ...(target === null ? {} : mappedOption(target.file, plan)),
  });
  const phases = resolvePhases(plan, profile);
  const outline = outlineRun({ ...asOutlined, plan, phases, target });
  return {
    plan,
    profile,
    phases,
    replay,
    drills,
    replicates,
    target,
    outline,
    digest: outlineDigest(outline),
    refusals: [
      ...phaseRefusals(outline.stimuli, plan, phases),
      ...(target === null
        ? []
        : [...limitRefusals(outline, target.file), ...stimulusRefusals(outline.stimuli, target.file)]),
    ],
  };
}

const mappedOption = ({ http, ...file }: TargetFile, { staffing }: Plan): { mapped?: MappedTarget } =>
  http === undefined ? {} : { mapped: mappedTarget({ ...file, http }, staffing.kind) };

const EVERY_DRILL: readonly DrillId[] = CATALOG.map(({ definition }) => definition.meta.id);

/** The plan as a run with these flags takes it. @throws FieldproofError FP-CLI-001 */
export const withFlags = (plan: Plan, flags: Pick<PlannedFlags, "seed" | "agents" | "all">): Plan => {
  const { staffing } = plan;
  const seed = flags.seed === undefined ? plan.seed : wholeNumber("--seed", flags.seed, 0, 4_294_967_295);
  const agents = flags.agents === undefined ? staffing.agents : wholeNumber("--agents", flags.agents, 0, 2000);
  const required = flags.all === true ? EVERY_DRILL : plan.required;
  return { ...plan, seed, required: [...required], staffing: { ...staffing, agents } };
};

function drillsOf(plan: Plan, only: string | undefined): DrillId[] {
  const asked = only === undefined ? plan.required : only.split(",").map((name) => name.trim());
  const unknown = asked.filter((name) => !DRILL_IDS.some((id) => id === name));
  if (unknown.length > 0)
    throw new FieldproofError("FP-CLI-001", {
      problem: `There is no drill ${unknown.join(", ")}; there are ${DRILL_IDS.join(", ")}.`,
    });
  return DRILL_IDS.filter((id) => asked.some((name) => name === id));
}
