import { expect, test } from "vitest";
import { moduleFacts } from "./module-facts.ts";

const importsOf = (text: string) =>
  moduleFacts("core/x.ts", text).imports.map(({ specifier, typeOnly }) => [specifier, typeOnly]);

test.each([
  ['import { a } from "./a.ts";', ["./a.ts", false]],
  ['import "./a.ts";', ["./a.ts", false]],
  ['import type { A } from "./a.ts";', ["./a.ts", true]],
  ['import { type A } from "./a.ts";', ["./a.ts", false]],
  ['export type { A } from "./a.ts";', ["./a.ts", true]],
  ['export { a } from "./a.ts";', ["./a.ts", false]],
  ['export * from "./a.ts";', ["./a.ts", false]],
  ['let a: import("./a.ts").A;', ["./a.ts", true]],
  ['const a = await import("./a.ts");', ["./a.ts", false]],
  ["const a = await import(`./a.ts`);", ["./a.ts", false]],
  ['const a = require("k6");', ["k6", false]],
])("reads %s", (text, expected) => {
  expect(importsOf(text)).toEqual([expected]);
});

test.each(['// import "./a.ts"', "const a = \"import './a.ts'\";", 'const a = /import "x"/;', "export const a = 1;"])(
  "reads no import in %s",
  (text) => {
    expect(importsOf(text)).toEqual([]);
  },
);

test("says where defaults are exported and where an import cannot be known", () => {
  const text =
    "const a = 1;\nexport default a;\nexport { a as default };\nexport const b = (x: string) => import(x);\n";
  expect(moduleFacts("x.ts", text)).toMatchObject({ defaultExports: [2, 3], unknownImports: [4] });
});
