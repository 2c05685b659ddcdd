import { expect, test } from "vitest";
import { checkImportGraph } from "./import-graph.ts";

const faultsOf = (path: string, text: string) => checkImportGraph([{ path, text }]).faults;

test.each([
  ["core/a.ts", 'import "../harness/x.ts";', "core imports no other room"],
  ["core/a.ts", 'import "node:fs";', "core is neutral"],
  ["core/a.ts", 'import "yaml";', "core is neutral"],
  ["core/a.ts", 'import type { ZodType } from "zod";', "zod lives in core/schema only"],
  ["core/a.ts", 'import { planSchema } from "./schema/plan.ts";', "`import type`"],
  ["core/triage/a.ts", 'import "@tufjs/canonical-json";', "core is neutral"],
  ["core/a.test.ts", 'import http from "k6/http";', "only drills/k6"],
  ["core/a.ts", 'import exec from "k6";', "only drills/k6"],
  ["core/a.ts", 'let a: import("../drills/catalog.ts").A;', "core imports no other room"],
  ["drills/actors/a.ts", 'import "../k6/http-port.ts";', "only drills/k6 and scenario.ts"],
  ["drills/nano-drop/drill.ts", 'import type { X } from "./scenario.ts";', "only drills/k6 and scenario.ts"],
  ["drills/nano-drop/judge.ts", 'import "./drill.ts";', "a judge sees only core"],
  ["drills/k6/a.ts", 'import "jose";', "no packages"],
  ["drills/actors/a.ts", 'import "../../mock-platform/x.ts";', "only over the wire"],
  ["examples/other-desk/a.ts", 'import "../../core/x.ts";', "somebody else's stack"],
  ["drills/actors/a.ts", 'import "../../harness/x.ts";', "drills import only core and drills"],
  ["harness/run/a.ts", 'import "../../drills/nano-drop/scenario.ts";', "bundles scenario.ts by its path"],
  ["harness/run/a.ts", 'const x = await import("../../drills/k6/x.ts");', "bundles scenario.ts by its path"],
  ["harness/a.ts", 'import "../mock-platform/x.ts";', "over the wire"],
  ["harness/a.ts", 'import "../reports/x.ts";', "only core and drills"],
  ["mock-platform/a.ts", 'import "../drills/catalog.ts";', "only over the wire"],
  ["mock-platform/a.ts", 'import "../reports/x.ts";', "only core"],
  ["mock-platform/a.ts", 'import "./web/browser/x.ts";', "bundled by their path"],
  ["mock-platform/web/browser/a.ts", 'import "../../desk/desk.ts";', "over the wire"],
  ["mock-platform/web/browser/a.ts", 'import "../../../core/schema/wire.ts";', "`import type`"],
  ["mock-platform/web/browser/a.ts", 'import "jose";', "no packages"],
  ["reports/judge/a.ts", 'import "../../drills/nano-drop/stimulus.ts";', "drill.ts, judge.ts and catalog.ts"],
  ["reports/a.ts", 'import "../harness/x.ts";', "drill.ts, judge.ts and catalog.ts"],
  ["scripts/setup/a.mjs", 'import "yaml";', "node: modules only"],
  ["scripts/start.mjs", 'import "./cli.ts";', ".mjs files only"],
  ["reports/a.ts", 'import "../../elsewhere/x.ts";', "out of the repository"],
  ["reports/a.ts", 'import "/etc/x.ts";', "one machine only"],
  ["core/index.ts", "export const a = 1;", "is a barrel"],
  ["harness/a.ts", "export default 1;", "use a named export"],
  ["harness/a.ts", "export const a = (x: string) => import(x);", "name the file"],
  ["harness/a.ts", "import { from;", "does not parse"],
])("%s refuses: %s", (path, text, door) => {
  const faults = faultsOf(path, text);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(path);
  expect(faults[0]).toContain(door);
});

test.each([
  ["core/schema/plan.ts", 'import { z } from "zod";\nimport { a } from "./wire.ts";'],
  ["core/trust/a.ts", 'import canonicalize from "@tufjs/canonical-json";'],
  ["core/a.ts", 'import type { Plan } from "./schema/plan.ts";\nimport { b } from "./contract/ids.ts";'],
  ["core/a.test.ts", 'import { expect } from "vitest";\nimport "node:fs";\nimport "../harness/x.ts";'],
  ["drills/nano-drop/scenario.ts", 'import exec from "k6/execution";\nimport "../k6/x.ts";\nexport default exec;'],
  ["drills/k6/a.ts", 'import http from "k6/http";\nimport "../actors/customer.ts";\nimport "../../core/x.ts";'],
  ["drills/nano-drop/judge.ts", 'import "../../core/judging/samples.ts";'],
  ["harness/a.ts", 'import "../core/x.ts";\nimport "../drills/catalog.ts";\nimport "yaml";\nimport "node:fs";'],
  ["mock-platform/a.ts", 'import "fastify";\nimport "../core/schema/wire.ts";'],
  ["mock-platform/web/browser/a.ts", 'import "../../consent/notice.ts";\nimport "../../../core/trust/x.ts";'],
  ["reports/a.ts", 'import "../drills/nano-drop/judge.ts";\nimport "../drills/catalog.ts";\nimport "../core/x.ts";'],
  ["scripts/cli.ts", 'import "../mock-platform/x.ts";\nimport "commander";\nconst a = (x: string) => import(x);'],
  ["scripts/setup/a.mjs", 'import "node:fs";\nimport "./b.mjs";'],
  ["scripts/setup/a.test.mjs", 'import "vitest";'],
  ["vitest.config.ts", "export default {};"],
  ["docs/a.md", 'import "k6"'],
])("%s allows: %s", (path, text) => {
  expect(faultsOf(path, text)).toEqual([]);
});
