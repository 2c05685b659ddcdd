import { isNode, lineAt, literalText, parseSource, type SyntaxNode, type Visit, visits } from "./syntax.ts";

/** What k6's engine has not; tried with k6 2.2. */
const ABSENT_GLOBALS = new Set([
  "AbortController",
  "Blob",
  "Buffer",
  "EventSource",
  "Headers",
  "Intl",
  "URL",
  "URLSearchParams",
  "WeakRef",
  "atob",
  "btoa",
  "fetch",
  "performance",
  "process",
  "queueMicrotask",
  "structuredClone",
]);
const GLOBAL_OBJECTS = new Set(["globalThis", "self", "window"]);
const PATTERN_KEYS = new Set(["id", "params", "local", "param", "left", "elements", "argument", "value"]);

const nameOf = (value: unknown): string | undefined =>
  isNode(value) && value.type === "Identifier" && typeof value["name"] === "string" ? value["name"] : undefined;

const isBinding = ({ node, parent, key }: Visit): boolean => {
  if (parent === undefined || nameOf(node) === undefined || !PATTERN_KEYS.has(key)) return false;
  if (["VariableDeclarator", "FunctionDeclaration", "ClassDeclaration"].includes(parent.type) && key === "id")
    return true;
  if (key === "params" || key === "param" || (key === "local" && parent.type.startsWith("Import"))) return true;
  return (
    parent.type === "ArrayPattern" ||
    parent.type === "RestElement" ||
    (parent.type === "AssignmentPattern" && key === "left")
  );
};

/** Whether an identifier reads a variable, rather than naming a property or asking for a type by `typeof`. */
const isRead = ({ parent, key }: Visit): boolean => {
  if (parent === undefined) return false;
  if (parent.type === "UnaryExpression" && parent["operator"] === "typeof") return false;
  if (key === "property" && parent.type === "MemberExpression") return parent["computed"] === true;
  if (key === "key") return parent["computed"] === true;
  return key !== "label" && key !== "exported" && key !== "imported";
};

/** `globalThis.URL` names the global too. */
const globalMember = (node: SyntaxNode): string | undefined =>
  node.type === "MemberExpression" && GLOBAL_OBJECTS.has(nameOf(node["object"]) ?? "")
    ? (nameOf(node["property"]) ?? literalText(node["property"]))
    : undefined;

const regexFault = (node: SyntaxNode): string | undefined => {
  const regex = node["regex"];
  const pattern =
    typeof regex === "object" && regex !== null && "pattern" in regex ? String(regex.pattern) : literalText(node);
  if (pattern !== undefined && /\\[pP]\{/.test(pattern))
    return "uses \\p{..}, which k6 matches as plain text: list the ranges";
  const flags = typeof regex === "object" && regex !== null && "flags" in regex ? String(regex.flags) : "";
  return /[dv]/.test(flags) ? `uses the regex flag in /${flags}, which k6 does not know` : undefined;
};

/** esbuild writes the name of each input above its code. */
const inputAt = (code: string, offset: number): string => {
  const before = code.slice(0, offset).lastIndexOf("\n// ");
  const line = before < 0 ? code.split("\n", 1)[0] : code.slice(before + 1, code.indexOf("\n", before + 1));
  return line?.startsWith("// ") === true ? line.slice(3) : `line ${lineAt(code, offset)} of the bundle`;
};

/**
 * What k6's engine cannot run, or runs wrongly without a word: absent globals, `\p{..}`, unknown regex flags, dynamic
 * imports. A name that the bundle binds anywhere itself is taken to be its own.
 *
 * @param code a bundle that is not minified
 */
export const k6Hazards = (code: string): readonly string[] => {
  const all = [...visits(parseSource("bundle.js", code))];
  const bound = new Set(all.filter(isBinding).map(({ node }) => nameOf(node)));
  const found = all.flatMap((visit) => {
    const { node } = visit;
    const read = nameOf(node);
    const absent = globalMember(node) ?? (read !== undefined && !bound.has(read) && isRead(visit) ? read : undefined);
    const faults = [
      absent !== undefined && ABSENT_GLOBALS.has(absent) ? `uses ${absent}, which k6 has not` : undefined,
      node.type === "Literal" || node.type === "TemplateLiteral" ? regexFault(node) : undefined,
      node.type === "ImportExpression" ? "imports dynamically, which k6 refuses" : undefined,
    ];
    return faults.filter((fault) => fault !== undefined).map((fault) => `${inputAt(code, node.start)} ${fault}`);
  });
  return [...new Set(found)];
};
