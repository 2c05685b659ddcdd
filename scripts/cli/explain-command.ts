import type { Command } from "commander";
import { HTTP_FINDINGS } from "../../core/contract/http-findings.ts";
import { EXIT, type ExitCode } from "../../core/errors/exit-codes.ts";
import { ERROR_TABLE, isErrorCode } from "../../core/errors/error-table.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { CATALOG } from "../../drills/catalog.ts";
import { defaultPlan } from "../../harness/plan/default-plan.ts";
import type { CliContext } from "./context.ts";

export const describeExplain = (program: Command): Command =>
  program
    .command("explain")
    .description("say what a code means and what to do")
    .argument("<code>", "an error's or an objective's code, such as FP-PLAN-001");

const findingOf = (code: string): string | null => {
  const found = Object.entries(HTTP_FINDINGS).find(([name]) => name === code);
  return found === undefined ? null : found[1];
};

/** Errors come from the table, objectives from the drills, findings from the mapped desk: one command explains all. */
export function explainCommand(asked: string, context: CliContext): ExitCode {
  const code = asked.trim().toUpperCase();
  if (isErrorCode(code)) {
    const entry = ERROR_TABLE[code];
    context.out(
      context.json
        ? JSON.stringify({ code, ...entry })
        : `${code}: ${entry.sentence}\n  what to do: ${entry.hint}\n  exit code: ${entry.exit}`,
    );
    return EXIT.ready;
  }
  for (const { definition } of CATALOG) {
    const objectives = [...definition.objectives(defaultPlan().budgets), ...(definition.mappedObjectives ?? [])];
    const objective = objectives.find((one) => one.code === code);
    if (objective === undefined) continue;
    const lines = [
      `${code}: ${objective.failureTitle} (${definition.meta.id}, ${objective.id})`,
      `  measured on: ${objective.population}, ${objective.statistic}, at least ${objective.leastN}`,
      `  what to do: ${objective.next}`,
      `  why it matters: ${definition.meta.why}`,
    ];
    context.out(context.json ? JSON.stringify({ drill: definition.meta.id, ...objective }) : lines.join("\n"));
    return EXIT.ready;
  }
  const finding = findingOf(code.toLowerCase());
  if (finding !== null) {
    const name = code.toLowerCase();
    context.out(context.json ? JSON.stringify({ code: name, sentence: finding }) : `${name}: ${finding}`);
    return EXIT.ready;
  }
  throw new FieldproofError("FP-CLI-002", { code: asked.slice(0, 60) });
}
