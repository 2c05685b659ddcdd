import type { ObjectiveSpec } from "../contract/drill.ts";
import type { Example } from "./examples.ts";
import type { Figure, ObjectiveResult } from "../schema/verdict.ts";

const UNITS: Readonly<Record<Figure["unit"], string>> = { s: " s", ms: " ms", share: "", count: "", slots: " slots" };

/** A figure as people read it: `60 s`, `500 ms`, `85 %`, `3`. */
export function showFigure(figure: Figure): string {
  if (figure.unit === "share") return `${Number((figure.value * 100).toFixed(1))} %`;
  return `${Number(figure.value.toFixed(figure.value < 10 ? 2 : 1))}${UNITS[figure.unit]}`;
}

export interface Measurement {
  readonly n: number;
  readonly misses: number;
  readonly allowed: number;
  /** The picture beside the verdict, in the limit's unit; null when there is none. */
  readonly value: number | null;
  /** What was not there, when it could not be measured at all. */
  readonly unmeasured?: string;
  /** What one miss is called: `late`, `lost`. */
  readonly missWord: string;
  /** Said after the counts where it was missed; a whole sentence. */
  readonly note?: string;
  /** Where the first misses can be looked up. */
  readonly examples?: readonly Example[];
}

/** What is no count would be neither above nor below what is allowed, and so pass for met. */
const uncounted = ({ n, misses, allowed }: Measurement): boolean =>
  ![n, misses, allowed].every((count) => Number.isSafeInteger(count) && count >= 0);

/**
 * Turns a count of misses into an objective's result. Below its least n, or without its evidence, an objective
 * is unmeasured: never met. So is one whose counts are no whole numbers.
 */
export function toObjective(spec: ObjectiveSpec, found: Measurement): ObjectiveResult {
  const spoiled = { ...{ n: 0, misses: 0, allowed: 0, value: null }, unmeasured: "what was counted is no number" };
  const measured = uncounted(found) ? { ...found, ...spoiled } : found;
  const { n, misses, allowed } = measured;
  const enough = n >= spec.leastN && n > 0;
  const status = measured.unmeasured !== undefined || !enough ? "unmeasured" : misses > allowed ? "missed" : "met";
  const counts = `${misses} ${measured.missWord} of ${n}, ${allowed} allowed`;
  const sentence =
    measured.unmeasured !== undefined
      ? `Not measured: ${measured.unmeasured}.`
      : !enough
        ? `Not measured: ${n} of the ${Math.max(1, spec.leastN)} ${spec.population} that it needs.`
        : status === "met"
          ? `${spec.title}: ${counts}.`
          : `${spec.failureTitle}: ${counts}.${measured.note === undefined ? "" : ` ${measured.note}`}`;
  return {
    id: spec.id,
    title: spec.title,
    failureTitle: spec.failureTitle,
    key: spec.key,
    status,
    population: spec.population,
    statistic: spec.statistic,
    limit: spec.limit,
    measured:
      measured.value === null || !Number.isFinite(measured.value) || n === 0 || measured.unmeasured !== undefined
        ? null
        : { ...spec.limit, value: measured.value },
    n,
    leastN: spec.leastN,
    misses,
    allowed,
    sentence,
    next: spec.next,
    code: spec.code,
    examples: status === "missed" ? [...(measured.examples ?? [])] : [],
    decidedByQueue: spec.decidedByQueue,
  };
}
