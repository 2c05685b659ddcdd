import type { GateRates, Shares } from "./gate-rates.ts";
import { gateRates } from "./gate-rates.ts";
import type { QueueModel } from "./queue-model.ts";

const MODELS: readonly QueueModel[] = [
  { agents: 10, utilisation: 0.5, arrivalsPerMin: 20 },
  { agents: 10, utilisation: 0.8, arrivalsPerMin: 20 },
  { agents: 1, utilisation: 0.5, arrivalsPerMin: 20 },
  { agents: 1, utilisation: 0.8, arrivalsPerMin: 20 },
];

/** Budget over the desk's true p95: too slow by a quarter, exactly as good as asked, quicker than it must be, far quicker. */
const BUDGET_FACTORS = [0.8, 1, 1.25, 1.5];

export const simulate = (drills: number, seed: number): GateRates[] =>
  MODELS.flatMap((model) => BUDGET_FACTORS.map((budgetFactor) => gateRates(model, { budgetFactor, drills, seed })));

const percent = (share: number): string => (100 * share).toFixed(1);
const spelled = ({ ready, cantTell, notReady }: Shares): string => [ready, cantTell, notReady].map(percent).join(" / ");

/** One Markdown table: each cell is READY / CAN'T TELL / NOT READY in percent of runs. */
export function ratesTable(rates: readonly GateRates[]): string[] {
  const ks = rates[0]?.replicated.map(({ k }) => k) ?? [];
  const head = [
    "desk",
    "budget / true p95",
    "design effect",
    "per contact",
    "one drill",
    ...ks.map((k) => `${k} of ${k}`),
  ];
  const rows = rates.map(({ model, budgetFactor, designEffect, perContact, one, replicated }) => [
    `${model.agents} agent${model.agents === 1 ? "" : "s"}, ${100 * model.utilisation} % busy`,
    ...[String(budgetFactor), designEffect.toFixed(1), spelled(perContact), spelled(one)],
    ...replicated.map(({ shares }) => spelled(shares)),
  ]);
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)];
}
