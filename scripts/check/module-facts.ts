import { isNode, lineAt, literalText, parseSource, type SyntaxNode, visits } from "./syntax.ts";

export interface ModuleImport {
  readonly specifier: string;
  /** Erased before the program runs. */
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface ModuleFacts {
  readonly path: string;
  readonly imports: readonly ModuleImport[];
  /** 1-based lines of `export default`. */
  readonly defaultExports: readonly number[];
  /** 1-based lines of `import(x)` whose target no reader can know beforehand. */
  readonly unknownImports: readonly number[];
}

const SOURCES = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "TSImportType",
  "ImportExpression",
]);

const importedFrom = (node: SyntaxNode): unknown => {
  if (SOURCES.has(node.type)) return node["source"] ?? undefined;
  if (node.type === "TSExternalModuleReference") return node["expression"];
  const callee = node["callee"];
  const isRequire = node.type === "CallExpression" && isNode(callee) && callee["name"] === "require";
  return isRequire && Array.isArray(node["arguments"]) ? node["arguments"][0] : undefined;
};

/** `import type`, `export type ... from`, `import("x").T`; not `import { type T }`, which still loads the module. */
const isTypeOnly = (node: SyntaxNode): boolean =>
  node.type === "TSImportType" || node["importKind"] === "type" || node["exportKind"] === "type";

const isDefaultExport = (node: SyntaxNode): boolean => {
  if (node.type === "ExportDefaultDeclaration") return true;
  const exported = node.type === "ExportSpecifier" ? node["exported"] : undefined;
  return isNode(exported) && (exported["name"] === "default" || literalText(exported) === "default");
};

/**
 * What a module says of other modules: static, dynamic, type-only and required imports, re-exports, default exports.
 *
 * @throws SyntaxError when it does not parse
 */
export const moduleFacts = (path: string, text: string): ModuleFacts => {
  const imports: ModuleImport[] = [];
  const defaultExports: number[] = [];
  const unknownImports: number[] = [];
  for (const { node } of visits(parseSource(path, text))) {
    const line = () => lineAt(text, node.start);
    if (isDefaultExport(node)) defaultExports.push(line());
    const source = importedFrom(node);
    if (source === undefined) continue;
    const specifier = literalText(source);
    if (specifier === undefined) unknownImports.push(line());
    else imports.push({ specifier, typeOnly: isTypeOnly(node), line: line() });
  }
  return { path, imports, defaultExports, unknownImports };
};
