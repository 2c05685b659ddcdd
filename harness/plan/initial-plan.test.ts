import { expect, test } from "vitest";
import { parse } from "yaml";
import { defaultPlan } from "./default-plan.ts";
import { INITIAL_PLAN } from "./initial-plan.ts";
import { parsePlan } from "./load-plan.ts";
import type { SchemaNode } from "./json-schema-keys.ts";
import { planJsonSchema } from "./plan-json-schema.ts";
import { BUILT_IN_PHASES } from "./profiles.ts";

const names = (node: SchemaNode): string[] => [
  ...Object.entries(node.properties ?? {}).flatMap(([name, below]) => [name, ...names(below)]),
  ...(typeof node.additionalProperties === "object" ? names(node.additionalProperties) : []),
];

test("the initial plan holds exactly the defaults", () => {
  expect(parsePlan(INITIAL_PLAN, "drop.yaml")).toEqual(defaultPlan());
});

test("the initial plan names every field of the schema and comments each line", () => {
  for (const name of new Set(names(planJsonSchema()))) expect(INITIAL_PLAN).toMatch(new RegExp(`\\b${name}:`));
  const fields = INITIAL_PLAN.split("\n").filter((line) => /^\s*(?:# +)?[a-zA-Z]\w*: [^#]/.test(line));
  expect(fields.length).toBeGreaterThan(30);
  expect(fields.filter((line) => !/: .+ # \S/.test(line))).toEqual([]);
});

test("the fields that are commented out are good when they are put in", () => {
  const text = INITIAL_PLAN.replaceAll(
    /^( *)# ((?:startsAt|csv|intents|profiles|guards| {2}smoke| {4}(?:\w+Sec|timeFactor|signal|above|whenBlind)):| {2}- )/gm,
    "$1$2",
  );
  const plan = parsePlan(text, "drop.yaml");
  expect(plan.profiles?.smoke).toEqual(BUILT_IN_PHASES.smoke);
  expect(plan.arrivals.csv).toBe("last-drop.csv");
  expect(plan.drop.startsAt).toBeDefined();
  expect(plan.guards?.map(({ name, whenBlind }) => [name, whenBlind])).toEqual([
    ["queue", "trip"],
    ["sending", "trip"],
    ["orders", "trip"],
    ["errors", "trip"],
  ]);
  expect(Object.keys(plan.customers.intents ?? {})).toHaveLength(8);
});

test("the first line points editors at the schema", () => {
  expect(INITIAL_PLAN.split("\n", 1)[0]).toBe("# yaml-language-server: $schema=docs/drop.schema.json");
  expect(parse(INITIAL_PLAN)).toHaveProperty("schema");
});
