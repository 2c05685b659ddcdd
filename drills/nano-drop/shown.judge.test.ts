import { expect, test } from "vitest";
import { aHandedOff } from "../../core/judging/evidence-builder.ts";
import { planSchema } from "../../core/schema/plan.ts";
import { islandAnswered, judgeWorld } from "./judge-world.ts";

const { outcomeOf } = judgeWorld(planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" } }));

const contacts = [
  ...islandAnswered(),
  ...Array.from({ length: 40 }, (_, index) => aHandedOff(60 + index, index < 30 ? 1000 + index * 10 : null)),
];

test("a run that was stopped shows a survival estimate, flagged; one that ended needs none", () => {
  const stopped = outcomeOf({ contacts, aborted: true });
  const chart = stopped.charts.find(({ id }) => id === "survival");
  expect(chart?.title).toMatch(/^Estimate:/);
  expect(chart?.description).toContain("from 40 contacts that needed a person; 10 of them were lost");
  expect(outcomeOf({ contacts }).charts.map(({ id }) => id)).not.toContain("survival");
});

test("lateness stands by time and lane, and its sum is the objective's own count", () => {
  const outcome = outcomeOf({ contacts });
  const table = outcome.tables.find(({ id }) => id === "lateness-lanes");
  const sums = (table?.rows ?? []).flatMap(([, cell = ""]) => /^(\d+) late of (\d+)$/.exec(cell)?.slice(1) ?? []);
  const objective = outcome.objectives.find(({ id }) => id === "human-reply-p95");
  expect(sums.map(Number)).toEqual([objective?.misses, objective?.n]);
});
