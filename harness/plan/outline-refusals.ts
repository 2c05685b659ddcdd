import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import type { TargetFile } from "../../core/schema/target-file.ts";
import { type CatalogEntry, findDrill } from "../../drills/catalog.ts";
import { loadSpans } from "../load/drill-streams.ts";
import type { RunOutline } from "./run-outline.ts";
import type { StimulusOutline } from "./stimulus-outline.ts";

const LEAST_DIGITS = 8;

/** Every limit of the target file that the run would exceed; empty when it keeps to all. */
export const limitRefusals = (outline: RunOutline, { limits }: Pick<TargetFile, "limits">): FieldproofError[] => {
  const perMinute = outline.requestsPerMinuteAtMost;
  const perSec = Math.ceil(perMinute / 60);
  return [
    { what: "the contacts that the target file allows", planned: outline.contactsAtMost, allowed: limits.maxContacts },
    { what: "the requests a second that the target file allows", planned: perSec, allowed: limits.maxRequestsPerSec },
    ...limits.publishedLimits.map((limit) => ({
      what: `the target's published limit on ${limit.scope} (${limit.source}), requests a minute`,
      planned: perMinute,
      allowed: limit.perMinute,
    })),
  ].flatMap((one) => (one.planned > one.allowed ? [new FieldproofError("FP-TARGET-016", one)] : []));
};

/** Every stimulus that the target file does not allow; empty when it allows all. */
export const stimulusRefusals = (
  stimuli: readonly Pick<StimulusOutline, "drill" | "id">[],
  { name, allowedStimuli }: Pick<TargetFile, "name" | "allowedStimuli">,
): FieldproofError[] =>
  stimuli
    .filter(({ id }) => !allowedStimuli.includes(id))
    .map(({ drill, id }) => new FieldproofError("FP-TARGET-020", { drill, stimulus: id, target: name }));

/** Every stimulus whose phase the load does not have: it would never begin, and its drill would prove nothing. */
export const phaseRefusals = (
  stimuli: readonly Pick<StimulusOutline, "drill" | "id" | "phase">[],
  plan: Plan,
  phases: Phases,
  catalog?: readonly CatalogEntry[],
): FieldproofError[] =>
  stimuli
    .filter(({ drill, phase }) => {
      const load = findDrill(drill, catalog)?.load;
      return load === undefined || !loadSpans(load, plan, phases).some(({ name }) => name === phase);
    })
    .map(({ drill, id, phase }) => new FieldproofError("FP-FAULT-008", { drill, stimulus: id, phase }));

/**
 * Holds a run against the digest that was approved: at least the first eight hex digits, in either case. Off loopback one
 * must be given.
 * @throws FieldproofError FP-TARGET-014 when it is missing, FP-TARGET-015 when it is another, or too short
 */
export const checkApproval = (outline: RunOutline, digest: string, given: string | undefined): void => {
  if (given === undefined) {
    if (outline.offLoopback) throw new FieldproofError("FP-TARGET-014", { target: outline.target });
    return;
  }
  const asked = given.toLowerCase();
  if (/^[0-9a-f]+$/.test(asked) && asked.length >= LEAST_DIGITS && digest.startsWith(asked)) return;
  throw new FieldproofError("FP-TARGET-015", { given: given.slice(0, 64), found: digest.slice(0, LEAST_DIGITS) });
};
