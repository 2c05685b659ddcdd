import { openSloObjectSchema, openSloSchema } from "../../../core/schema/open-slo.ts";
import { slaPoliciesSchema } from "../../../core/schema/sla-policies.ts";
import { type Fault, faultsError } from "../fault.ts";
import { schemaFaults } from "../schema-faults.ts";
import { readYamlFile } from "../yaml-file.ts";
import { parseYaml, type Place, type YamlSource } from "../yaml-source.ts";
import { annotationFindings, openSloTerms, type SloBudget, targetFindings } from "./open-slo-terms.ts";
import type { LeftOut, Term, Terms } from "./sla-terms.ts";
import { type PolicyChoice, zendeskTerms } from "./zendesk-terms.ts";

const LIMIT_MB = 1;
/** Far more objects than a service has. */
const MOST_DOCUMENTS = 500;

export interface SlaChoice extends PolicyChoice {
  /** Budgets by the name of an SLO. */
  readonly as: ReadonlyMap<string, SloBudget>;
}

const WORDS = { noun: "an SLA file", knownKeys: () => [] };

interface DocumentText {
  readonly text: string;
  /** Lines of the file before it. */
  readonly after: number;
}

/** The YAML documents of a file; past the bound the rest is one, and no YAML. */
const documentsOf = (text: string): DocumentText[] => {
  const documents: DocumentText[] = [];
  let lines: string[] = [];
  let after = 0;
  for (const [index, line] of text.split("\n").entries()) {
    if (/^---(\s|$)/.test(line) && documents.length < MOST_DOCUMENTS) {
      documents.push({ text: lines.join("\n"), after });
      // Blanks in its place keep the columns.
      lines = [`   ${line.slice(3)}`];
      after = index;
    } else lines.push(line);
  }
  documents.push({ text: lines.join("\n"), after });
  return documents.filter((one) => one.text.trim() !== "");
};

/** A document with its places as they are in the file. */
const parseDocumentText = ({ text, after }: DocumentText): YamlSource => {
  const source = parseYaml(text);
  const moved = <P extends Place>(place: P): P => ({ ...place, line: place.line + after });
  return {
    ...source,
    faults: source.faults.map(moved),
    valueAt: (path) => moved(source.valueAt(path)),
    keyAt: (path) => moved(source.keyAt(path)),
  };
};

interface Read extends Terms {
  readonly faults: readonly Fault[];
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const readPolicies = (source: YamlSource, choice: SlaChoice): Read => {
  const written =
    isMap(source.value) && "sla_policy" in source.value ? { sla_policies: [source.value["sla_policy"]] } : source.value;
  const single = written !== source.value;
  const placeOf: YamlSource["valueAt"] = (path) => source.valueAt(single ? ["sla_policy", ...path.slice(2)] : path);
  const parsed = slaPoliciesSchema.safeParse(written);
  if (!parsed.success) {
    const seen = { ...source, value: written, valueAt: placeOf };
    return { terms: [], leftOut: [], faults: schemaFaults(parsed.error.issues, seen, WORDS) };
  }
  return { ...zendeskTerms(parsed.data.sla_policies, choice, placeOf), faults: [] };
};

const readObject = (source: YamlSource, choice: SlaChoice): Read => {
  const object = openSloObjectSchema.safeParse(source.value);
  if (!object.success) return { terms: [], leftOut: [], faults: schemaFaults(object.error.issues, source, WORDS) };
  const { kind, metadata } = object.data;
  if (kind !== "SLO") {
    const what = `${kind} ${metadata.name}`;
    const why =
      kind === "SLI" ? "an indicator's query says nothing of a budget" : "only objects of kind SLO hold objectives";
    return { terms: [], leftOut: [{ what, at: source.valueAt(["kind"]), why }], faults: [] };
  }
  const slo = openSloSchema.safeParse(source.value);
  const findings = [...annotationFindings(metadata), ...(slo.success ? targetFindings(slo.data) : [])];
  const faults = findings.map(({ path, text }) => ({ ...source.valueAt(path), field: path.join("."), text }));
  if (!slo.success)
    return { terms: [], leftOut: [], faults: [...schemaFaults(slo.error.issues, source, WORDS), ...faults] };
  return { ...openSloTerms(slo.data, choice.as.get(metadata.name), source.valueAt), faults };
};

const NEITHER = "is neither Zendesk's SLA policies (sla_policies) nor an object of OpenSLO (apiVersion: openslo/v1)";

const read = (source: YamlSource, choice: SlaChoice): Read => {
  const nothing = { terms: [], leftOut: [] };
  if (source.broken) return { ...nothing, faults: source.faults };
  const { value } = source;
  const known = isMap(value) && ("sla_policies" in value || "sla_policy" in value || "apiVersion" in value);
  if (!known) return { ...nothing, faults: [...source.faults, { ...source.valueAt([]), field: "", text: NEITHER }] };
  const found = "apiVersion" in value ? readObject(source, choice) : readPolicies(source, choice);
  return { ...found, faults: [...source.faults, ...found.faults] };
};

/** Service levels of `text` as terms of a plan. @throws FieldproofError FP-SLA-001 with every fault */
export const parseSla = (text: string, path: string, choice: SlaChoice): Terms => {
  const terms: Term[] = [];
  const leftOut: LeftOut[] = [];
  const faults: Fault[] = [];
  const documents = documentsOf(text);
  if (documents.length === 0) faults.push({ line: 1, column: 1, field: "", text: NEITHER });
  for (const document of documents) {
    const found = read(parseDocumentText(document), choice);
    terms.push(...found.terms);
    leftOut.push(...found.leftOut);
    faults.push(...found.faults);
  }
  if (faults.length > 0) throw faultsError("FP-SLA-001", path, faults);
  return { terms, leftOut };
};

/** As `parseSla`, of a file of at most 1 MB. @throws FieldproofError FP-SLA-001, FP-FILE-001, FP-FILE-003 */
export const loadSla = async (path: string, choice: SlaChoice): Promise<Terms> =>
  parseSla((await readYamlFile(path, LIMIT_MB, "FP-SLA-001")).text, path, choice);
