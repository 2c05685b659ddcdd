import { HTTP_FINDINGS } from "../../core/contract/http-findings.ts";
import { ERROR_TABLE } from "../../core/errors/error-table.ts";
import { CATALOG } from "../../drills/catalog.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import { planJsonSchema } from "../../harness/plan/plan-json-schema.ts";
import { targetJsonSchema } from "../../harness/target/target-json-schema.ts";
import { openApiDocument } from "../../mock-platform/openapi.ts";

export interface GeneratedDoc {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");

/** The error table and the objectives' codes as one page; a code that is not here does not exist. */
export const errorsDoc = (): string => {
  const errors = Object.entries(ERROR_TABLE).map(
    ([code, { sentence, hint, exit }]) => `| ${code} | ${cell(sentence)} | ${cell(hint)} | ${exit} |`,
  );
  const objectives = CATALOG.flatMap(({ definition }) =>
    [...definition.objectives(defaultPlan().budgets), ...(definition.mappedObjectives ?? [])].map(
      ({ code, failureTitle, next }) => `| ${code} | ${cell(failureTitle)} | ${cell(next)} |`,
    ),
  );
  return [
    "# Errors and codes",
    "",
    "Made from `core/errors/error-table.ts` and the drills by `npm run docs:update`. Codes are never reused. Values stand in",
    "braces. `fieldproof explain CODE` says the same in a terminal.",
    "",
    "| code | what happened | what to do | exit |",
    "|---|---|---|---|",
    ...errors,
    "",
    "## Objectives",
    "",
    "| code | when it is missed | what to do |",
    "|---|---|---|",
    ...objectives,
    "",
    "## Findings on a mapped desk",
    "",
    "They stand beside the HTTP status in the records of contacts and agents, and in what `fieldproof target check` prints.",
    "",
    "| code | what it says |",
    "|---|---|",
    ...Object.entries(HTTP_FINDINGS).map(([code, sentence]) => `| ${code} | ${cell(sentence)} |`),
    "",
  ].join("\n");
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const generatedDocs = async (): Promise<readonly GeneratedDoc[]> => [
  { path: "docs/errors.md", text: errorsDoc() },
  { path: "docs/drop.schema.json", text: json(planJsonSchema()) },
  { path: "docs/target.schema.json", text: json(targetJsonSchema()) },
  { path: "docs/openapi.json", text: json(await openApiDocument()) },
];
