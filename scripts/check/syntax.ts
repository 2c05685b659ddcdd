import { parseAst } from "vite";

/** A node of an ESTree; offsets are UTF-16 units of the source. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface Visit {
  readonly node: SyntaxNode;
  readonly parent: SyntaxNode | undefined;
  /** The property of the parent that holds the node. */
  readonly key: string;
}

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

/** @throws SyntaxError of the parser, with the position */
export const parseSource = (path: string, text: string): SyntaxNode => {
  const root: unknown = parseAst(text, { lang: path.endsWith(".ts") ? "ts" : "js" }, path);
  if (!isNode(root)) throw new TypeError(`the parser gave no tree for ${path}`);
  return root;
};

/** Every node below `root`, itself included, in source order of their fields. */
export function* visits(root: SyntaxNode): Generator<Visit> {
  const open: Visit[] = [{ node: root, parent: undefined, key: "" }];
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    yield visit;
    const { node } = visit;
    const children = Object.entries(node).flatMap(([key, value]) =>
      (Array.isArray(value) ? value : [value]).filter(isNode).map((child) => ({ node: child, parent: node, key })),
    );
    open.push(...children.reverse());
  }
}

/** The text of a string literal, or of a template without holes. */
export const literalText = (value: unknown): string | undefined => {
  if (!isNode(value)) return undefined;
  if (value.type === "Literal" && typeof value["value"] === "string") return value["value"];
  const { quasis } = value;
  if (value.type !== "TemplateLiteral" || !Array.isArray(quasis) || quasis.length !== 1) return undefined;
  const [only]: unknown[] = quasis;
  const cooked = isNode(only) ? only["value"] : undefined;
  return typeof cooked === "object" && cooked !== null && "cooked" in cooked ? String(cooked.cooked) : undefined;
};

/** 1-based line of an offset. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;
