import { expect, test } from "vitest";
import type { MappedTarget } from "../schema/evidence.ts";
import { createAgentWork } from "./agent-work.ts";
import { aHandling, aReplicate } from "./evidence-builder.ts";

const mapped: MappedTarget = { parts: ["agent", "context"], repliesEveryMs: null, queueEveryMs: null, stampsMs: null };

test.each([
  ["at a mapped desk, is none that was looked at", { mapped }, { claims: 3, contextClaims: 2, withoutContext: 1 }],
  ["at any other, is one without it", {}, { claims: 3, contextClaims: 3, withoutContext: 2 }],
])("a claim whose context nobody could look at, %s", (_name, part, counts) => {
  const work = createAgentWork(aReplicate(part));
  work.take(aHandling(1, 100));
  work.take(aHandling(2, 100, { contextComplete: false }));
  work.take(aHandling(3, 100, { contextComplete: false, contextUntold: true }));
  expect(work.counts).toMatchObject(counts);
});
