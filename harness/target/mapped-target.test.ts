import { expect, test } from "vitest";
import { httpTargetText } from "./http-example.ts";
import { parseTarget } from "./load-target.ts";
import { mappedTarget } from "./mapped-target.ts";

const file = parseTarget(httpTargetText(), "target.yaml");
const http = file.http;
if (http === undefined) throw new Error("the example has no mapping");
const partsOf = (change: Partial<typeof http>, staffing?: "real") =>
  mappedTarget({ http: { ...http, ...change } }, staffing);

test("what is mapped is there, and what no mapping has a word for is not", () => {
  const { parts } = partsOf({});
  expect(parts).toEqual(expect.arrayContaining(["customer", "agent", "stamps"]));
  for (const none of ["islands", "consent", "log", "operations", "fulfilment", "doors", "pages"] as const)
    expect(parts).not.toContain(none);
});

test("what is left out takes its parts along", () => {
  const { agent: _, ...without } = http;
  const found = mappedTarget({ http: without });
  expect(found.parts).not.toContain("agent");
  expect(found.parts).not.toContain("context");
  expect(found.queueEveryMs).toBe(null);
  const { send: __, ...silent } = http.customer;
  expect(partsOf({ customer: silent }).parts).not.toContain("follow-ups");
});

test("people at the desk are no agents of the run's", () => {
  expect(partsOf({}, "real")).toMatchObject({ people: true, queueEveryMs: null });
  expect(partsOf({}, "real").parts).not.toContain("agent");
});

test("a poll that the desk holds quantises nothing", () => {
  const replies = { ...http.customer.replies, waitMs: 2000 };
  expect(partsOf({ customer: { ...http.customer, replies } }).repliesEveryMs).toBe(null);
  expect(partsOf({}).repliesEveryMs).toBe(http.customer.replies.everyMs);
});

test.each([
  ["s", undefined, 1000],
  ["iso", undefined, 1000],
  ["ms", undefined, 1],
  ["s", 1, 1],
  ["iso", 60_000, 60_000],
] as const)("stamps of unit %s that are said to be of %s ms are taken to be of %s ms", (unit, said, stampsMs) => {
  const replies = { ...http.customer.replies, each: { ...http.customer.replies.each, at: "/at" }, at: { unit } };
  const { clock: _, ...without } = http;
  const clock = said === undefined ? {} : { clock: { serverStampsMs: said } };
  const { export: __, ...noAccount } = { ...without, ...clock, customer: { ...http.customer, replies } };
  expect(mappedTarget({ http: noAccount }).stampsMs).toBe(stampsMs);
});

test.each([
  ["no section at all", {}, false],
  ["an empty section", { context: {} }, false],
  ["warnings alone, which nobody is missed without", { context: { riskFlags: "/flags" } }, false],
  ["the partner", { context: { partner: "/carrier" } }, true],
])("a context of %s: only what an agent could miss is a part", (_name, more, isPart) => {
  const { agent } = http;
  if (agent === undefined) throw new Error("the example has no agents");
  const next = { ...agent.next, each: { ...agent.next.each, ...more } };
  expect(partsOf({ agent: { ...agent, next } }).parts.includes("context")).toBe(isPart);
});
