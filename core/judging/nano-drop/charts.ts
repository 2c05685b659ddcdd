import type { JudgeInput } from "../../contract/drill.ts";
import type { ContactOutcomes } from "../contact-outcomes.ts";
import { ecdfPoints, ratePoints } from "../open-contacts.ts";
import { survivalChart } from "../survival-chart.ts";
import type { Chart } from "../../schema/verdict.ts";

/** Simulated seconds per bar of the arrivals line. */
const ARRIVALS_PER_SEC = 10;
/** The same of the lateness. */
const LATENESS_PER_SEC = 10;

/** The queue over time is the story; the reply-time curves are the picture of the budgets. */
export function nanoDropCharts(input: JudgeInput, outcomes: ContactOutcomes): Chart[] {
  const { replicate, plan } = input;
  const toSec = (wallMs: number): number => (wallMs * replicate.timeFactor) / 1000;
  const bands = replicate.phases
    .filter((phase) => phase.toMs > 0)
    .map((phase) => ({ label: phase.name, from: toSec(Math.max(0, phase.fromMs)), to: toSec(phase.toMs) }));
  const untilMs = Math.max(0, ...bands.map((band) => band.to)) * 1000;
  const open = outcomes.open.points(untilMs);
  const waiting = outcomes.waiting.points(untilMs);
  const most = Math.max(0, ...waiting.map((point) => point[1]));
  const any = outcomes.any.p95;
  const human = outcomes.human.p95;
  const isCut = replicate.aborted || outcomes.counts.cutShort > 0;
  const survival = isCut
    ? survivalChart(human.times(), outcomes.unansweredFor.values(), plan.budgets.humanReply.p95Sec)
    : null;
  return [
    {
      id: "queue",
      title: "Open contacts over time",
      description: `Contacts without a first reply, and those waiting for a person, over simulated time. At most ${most} waited for a person at once.`,
      kind: "steps",
      x: { label: "simulated time since the doors opened", unit: "s" },
      y: { label: "contacts", unit: "", max: null },
      series: [
        { name: "waiting for a person", points: waiting },
        { name: "without any reply", points: open },
        {
          name: `arrivals per ${ARRIVALS_PER_SEC} s`,
          points: ratePoints(outcomes.arrivals.values(), untilMs, ARRIVALS_PER_SEC),
        },
      ],
      bands,
      lines: [],
    },
    {
      id: "reply-times",
      title: "Share of contacts answered by a given time",
      description:
        "Cumulative share of contacts with a reply, by simulated seconds from the scheduled arrival. Those never answered keep a curve below 100 %.",
      kind: "steps",
      x: { label: "simulated seconds from arrival", unit: "s" },
      y: { label: "share answered", unit: "share", max: 1 },
      series: [
        { name: `reply by a person (n ${human.n})`, points: ecdfPoints(human.times(), human.n) },
        { name: `any reply (n ${any.n})`, points: ecdfPoints(any.times(), any.n) },
      ],
      bands: [],
      lines: [{ label: `budget ${plan.budgets.humanReply.p95Sec} s`, axis: "x", at: plan.budgets.humanReply.p95Sec }],
    },
    ...(survival === null ? [] : [survival]),
    {
      id: "lateness",
      title: "Who came when, and who of them waited too long",
      description: `Contacts that went to a person, per ${LATENESS_PER_SEC} s of when they came, and those of them whose reply came after ${plan.budgets.humanReply.p95Sec} s or never: ${outcomes.lateFrom.length} in all.`,
      kind: "steps",
      x: { label: "simulated time since the doors opened", unit: "s" },
      y: { label: `contacts per ${LATENESS_PER_SEC} s`, unit: "", max: null },
      series: [
        { name: "went to a person", points: ratePoints(outcomes.personFrom.values(), untilMs, LATENESS_PER_SEC) },
        { name: "of them late", points: ratePoints(outcomes.lateFrom.values(), untilMs, LATENESS_PER_SEC) },
      ],
      bands,
      lines: [],
    },
  ];
}
