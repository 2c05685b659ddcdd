import { expect, test } from "vitest";
import type { ContactScript } from "../../core/contract/script.ts";
import { planSchema } from "../../core/schema/plan.ts";
import { aScript } from "../../test/actors/script-builder.ts";
import { comeBackAfterClose } from "./come-back-after-close.ts";

const budgets = { humanReply: { p50Sec: 10, p95Sec: 20 } };
const plan = planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" }, budgets });
const drawn = (part: (index: number) => Partial<ContactScript> = () => ({})): ContactScript[] =>
  Array.from({ length: 40 }, (_, index) =>
    aScript({
      ...{ index, clientContactId: `run-1-${index}`, phase: "tail", orderId: "K-1", arrivalOffsetMs: index * 1000 },
      ...{ observeUntilOffsetMs: index * 1000 + 30_000, readMs: 5000 },
      ...{ handling: { pickUpMs: 500, replyAfterMs: 2000, totalMs: 8000 }, ...part(index) },
    }),
  );
const chosen = (scripts: readonly ContactScript[], endOffsetMs = 200_000, timeFactor = 1): ContactScript[] =>
  comeBackAfterClose(scripts, { plan, seed: 7, timeFactor, lanes: ["stream"], endOffsetMs }).filter(
    ({ followUp }) => followUp !== null,
  );

test("the plan's share comes back, behind what the agent still does with the contact, and is watched for the budget", () => {
  const back = chosen(drawn());
  expect(back).toHaveLength(6);
  for (const { followUp, arrivalOffsetMs, observeUntilOffsetMs } of back) {
    expect(followUp?.afterMs).toBe(7000);
    expect(followUp?.latestOffsetMs).toBe(arrivalOffsetMs + 20_000 + 5000 + 7000);
    expect(observeUntilOffsetMs).toBe(arrivalOffsetMs + 52_000);
  }
  expect(chosen(drawn())).toEqual(back);
});

test.each<[string, (index: number) => Partial<ContactScript>]>([
  ["a general question, which an assistant may answer", () => ({ orderId: null })],
  ["a follow-up of their own", () => ({ followUp: { text: "more", latestOffsetMs: 9 } })],
  ["a lane that nobody works in", () => ({ lane: "standard" })],
  ["too little time until the end", () => ({ arrivalOffsetMs: 150_000 })],
])("nobody with %s is chosen", (_name, part) => {
  const scripts = drawn(part);
  const options = { plan, seed: 7, timeFactor: 1, lanes: ["stream"] as const, endOffsetMs: 200_000 };
  expect(comeBackAfterClose(scripts, options)).toEqual(scripts);
});

test("those of the step come back only where the others are too few", () => {
  const inStep = (from: number) => drawn((index) => ({ phase: index < from ? "tail" : "step" }));
  expect(chosen(inStep(6)).map(({ phase }) => phase)).toEqual(Array.from({ length: 5 }, () => "tail"));
  expect(chosen(inStep(3)).filter(({ phase }) => phase === "step")).toHaveLength(2);
});
