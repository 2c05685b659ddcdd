import { planDigest } from "./digest.ts";
import { type Plan, planSchema } from "../../core/schema/plan.ts";
import { type Fault, faultsError } from "./fault.ts";
import { schemaFaults } from "./schema-faults.ts";
import { readSmallFile } from "./small-file.ts";
import { type FieldPath, parseYaml, type YamlSource } from "./yaml-source.ts";
const LIMIT_MB = 1;

export interface LoadedPlan {
  readonly plan: Plan;
  /** SHA-256, hex, of the canonical form. */
  readonly digest: string;
  /** The file as it was written, for the run folder. */
  readonly source: string;
}

/** RFC 8785 has no form for half a character, so neither has the digest. */
const brokenText = (value: unknown, path: FieldPath, source: YamlSource): Fault[] => {
  if (typeof value === "string") {
    if (!/\p{Surrogate}/u.test(value)) return [];
    return [
      { ...source.valueAt(path), field: path.join("."), text: "holds half of a character, must be whole Unicode text" },
    ];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) => brokenText(below, [...path, name], source));
};

/** @throws FieldproofError FP-PLAN-001 with every fault of `text` */
export const parsePlan = (text: string, path: string): Plan => {
  const source = parseYaml(text);
  const parsed = planSchema.safeParse(source.value);
  const faults = [...source.faults];
  if (!parsed.success) {
    // A value that is no mapping at all says nothing new about a text that is no YAML.
    const hopeless = source.broken && (typeof source.value !== "object" || source.value === null);
    if (!hopeless) faults.push(...schemaFaults(parsed.error.issues, source));
  } else {
    faults.push(...brokenText(parsed.data, [], source));
    if (faults.length === 0) return parsed.data;
  }
  throw faultsError("FP-PLAN-001", path, faults);
};

/**
 * Reads and checks `drop.yaml` (at most 1 MB), every default filled in.
 * @throws FieldproofError FP-PLAN-001 with all faults, each with line and column; FP-FILE-001 and -003 for files that
 * cannot be read or are too large
 */
export const loadPlan = async (path: string): Promise<LoadedPlan> => {
  const bytes = await readSmallFile(path, LIMIT_MB);
  let source: string;
  try {
    source = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw faultsError("FP-PLAN-001", path, [
      { line: 1, column: 1, field: "", text: "is not UTF-8 text, must be a YAML file saved as UTF-8" },
    ]);
  }
  const plan = parsePlan(source, path);
  return { plan, digest: planDigest(plan), source };
};
