import { type ModuleFacts, moduleFacts } from "./module-facts.ts";
import type { CheckReport, TextFile } from "./report.ts";
import { importFault, mayExportDefault } from "./room-rules.ts";

const isModule = (path: string): boolean => /\.(ts|mjs)$/.test(path) && !path.endsWith(".d.ts");
const UNKNOWABLE_OK = /^(scripts|test)\//;

const faultsOf = ({ path, imports, defaultExports, unknownImports }: ModuleFacts): string[] => [
  ...imports.flatMap((each) => {
    const fault = importFault(path, each);
    return fault === undefined ? [] : [`${path}:${each.line} imports "${each.specifier}": ${fault}`];
  }),
  ...(mayExportDefault(path)
    ? []
    : defaultExports.map((line) => `${path}:${line} exports a default: use a named export`)),
  ...(UNKNOWABLE_OK.test(path) || /\.test\.ts$/.test(path)
    ? []
    : unknownImports.map((line) => `${path}:${line} imports what only the running program knows: name the file`)),
  ...(/(^|\/)index\.(ts|mjs)$/.test(path) ? [`${path} is a barrel: import each file by its own name`] : []),
];

/** The rooms and who may import whom (docs/architecture.md). A file that does not parse is a fault, not a crash. */
export const checkImportGraph = (files: readonly TextFile[]): CheckReport => {
  const modules = files.filter(({ path }) => isModule(path));
  let imports = 0;
  const faults = modules.flatMap(({ path, text }) => {
    try {
      const facts = moduleFacts(path, text);
      imports += facts.imports.length;
      return faultsOf(facts);
    } catch (error) {
      return [`${path} does not parse: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`];
    }
  });
  return { name: "import graph", summary: `${modules.length} modules, ${imports} imports`, faults };
};
