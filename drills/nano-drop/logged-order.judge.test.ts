import { expect, test } from "vitest";
import { T0 } from "../../core/judging/evidence-builder.ts";
import { planSchema } from "../../core/schema/plan.ts";
import type { LogEntry } from "../../core/schema/wire.ts";
import { judgeWorld } from "./judge-world.ts";

const { outcomeOf } = judgeWorld(planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" } }));

test("an overtaking that only the desk's own log tells of counts, too", () => {
  const entry = (index: number, kind: LogEntry["kind"], subject: string, body: LogEntry["body"]) => ({
    kind: "log" as const,
    record: { index, at: T0 + index, kind, subject, body, prev: "", hash: "" },
  });
  const items = [
    entry(200, "contact.opened", "older", { lane: "stream" }),
    entry(201, "contact.opened", "younger", { lane: "stream" }),
    entry(202, "contact.handed-off", "older", {}),
    entry(203, "contact.handed-off", "younger", {}),
    entry(204, "contact.claimed", "younger", { place: 203, agentId: null }),
  ];
  const order = outcomeOf({ items }).objectives.find(({ id }) => id === "queue-order");
  expect(order?.status).toBe("missed");
  expect(order?.examples[0]?.what).toBe("was claimed before older by entry 204 of the log");
});
