import type { RecordedExchange } from "../../core/schema/http-dialogue.ts";
import { printable } from "../../core/text/printable.ts";
import { maskedExchange } from "../../harness/target/walk/masked-dialogue.ts";
import type { Walk } from "../../harness/target/walk/walk.ts";
import type { WalkStep } from "../../harness/target/walk/walk-world.ts";

/** A step of a walk as it is told: without secrets. */
export interface ShownStep {
  readonly name: string;
  readonly exchanges: readonly RecordedExchange[];
  readonly read: readonly (readonly [name: string, value: string])[];
}

export const shownSteps = ({ steps, clean }: Walk): readonly ShownStep[] =>
  steps.map(({ name, exchanges, read }: WalkStep) => ({
    name,
    exchanges: exchanges.map((one) => maskedExchange(one, clean)),
    read: read.map(([key, value]) => [key, clean(value)] as const),
  }));

const requestLine = ({ request }: RecordedExchange): string =>
  `${request.method} ${printable(request.path, 160)}${request.body === undefined ? "" : `   ${printable(request.body, 160)}`}`;

const answerOf = ({ response }: RecordedExchange): string =>
  response.status === 0 ? `no answer (${printable(response.error ?? "", 80)})` : String(response.status);

/** What was asked, what came, and what was read of it, step by step. */
export const walkLines = (steps: readonly ShownStep[]): string[] =>
  steps.flatMap(({ name, exchanges, read }, index) => {
    const told = read.map(([key, value]) => `${key} = ${printable(value, 80)}`);
    const number = String(index + 1).padStart(3);
    const outcome = [...exchanges.map(answerOf), ...told].join(" · ");
    if (exchanges.length === 0) return [`${number} ${name.padEnd(18)} ${outcome || "not sent"}`];
    return [
      ...exchanges.map((one, at) => `${at === 0 ? number : "   "} ${name.padEnd(18)} ${requestLine(one)}`),
      `${" ".repeat(23)}${outcome}`,
    ];
  });
