import { expect, test } from "vitest";
import { k6Hazards } from "./k6-hazards.ts";

test.each([
  ["export const a = new URL(x);", "URL"],
  ["export const a = new URLSearchParams();", "URLSearchParams"],
  ["export const a = structuredClone({});", "structuredClone"],
  ["export const a = new Intl.NumberFormat();", "Intl"],
  ["export const a = () => fetch(x);", "fetch"],
  ["export const a = performance.now();", "performance"],
  ["export const a = btoa(x);", "btoa"],
  ["export const a = { b: atob };", "atob"],
  ["export const a = globalThis.URL;", "URL"],
  ['export const a = globalThis["fetch"];', "fetch"],
  ["export const a = /\\p{L}/u;", "\\p{..}"],
  ['export const a = new RegExp("\\\\p{L}", "u");', "\\p{..}"],
  ["export const a = /x/d;", "regex flag"],
  ['export const a = import("k6/http");', "dynamically"],
])("names the hazard in %s", (code, hazard) => {
  const hazards = k6Hazards(`// core/text/x.ts\n${code}\n`);
  expect(hazards).toHaveLength(1);
  expect(hazards[0]).toContain("core/text/x.ts");
  expect(hazards[0]).toContain(hazard);
});

test.each([
  "export const a = { URL: 1, fetch() {} };",
  "export const a = x.fetch(y.URL);",
  'export const a = typeof fetch === "function";',
  "export const a = (fetch) => fetch();",
  "const URL = 1; export const a = URL;",
  'import { URL } from "k6/x"; export const a = URL;',
  "export const a = /\\d{2}/u;",
  'export const a = "a URL to fetch";',
])("finds none in %s", (code) => {
  expect(k6Hazards(code)).toEqual([]);
});

test("names the input that holds the hazard, not the first one", () => {
  const code = "// core/a.ts\nvar a = 1;\n\n// core/b.ts\nvar b = structuredClone(a);\nexport { b };\n";
  expect(k6Hazards(code)).toEqual([expect.stringContaining("core/b.ts")]);
});
