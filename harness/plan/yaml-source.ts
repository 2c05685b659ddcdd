import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";
import { messageOf } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";
import type { Fault } from "./fault.ts";

export type FieldPath = readonly (string | number)[];

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A parsed YAML text: its value, its faults, and where each field stands. */
export interface YamlSource {
  readonly value: unknown;
  readonly faults: readonly Fault[];
  /** True when the text is no YAML, so that fields may seem missing which are there. */
  readonly broken: boolean;
  /** Place of a field's value; of its nearest parent's key when the field is not there. */
  valueAt(path: FieldPath): Place;
  /** Place of a field's key. */
  keyAt(path: FieldPath): Place;
}

/** Enough for any plan written by hand, far too few for an alias bomb. */
const MAX_ALIASES = 50;

const keyText = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : String(pair.key));
const startOf = (node: unknown): number | null => {
  const range = typeof node === "object" && node !== null && "range" in node ? node.range : null;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : null;
};

type PairIndex = (map: YAMLMap) => ReadonlyMap<string, Pair>;

/** Keys of each map, looked up once: a hostile file has a hundred thousand of them, each a fault. */
const pairIndex = (): PairIndex => {
  const known = new WeakMap<YAMLMap, Map<string, Pair>>();
  return (map) => {
    const found = known.get(map) ?? new Map(map.items.map((pair) => [keyText(pair), pair]));
    known.set(map, found);
    return found;
  };
};

/** Walks down `path`; the offsets of the deepest key and value that are there. */
const descend = (
  document: Document,
  path: FieldPath,
  pairs: PairIndex,
): { key: number | null; value: number | null; complete: boolean } => {
  let node: unknown = document.contents;
  let key: number | null = null;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    let next: Node | null | undefined;
    if (isMap(node)) {
      const pair = pairs(node).get(String(step));
      if (pair === undefined) return { key: key ?? startOf(node), value: key ?? startOf(node), complete: false };
      key = startOf(pair.key) ?? key;
      next = pair.value as Node | null;
    } else if (isSeq(node) && typeof step === "number") {
      next = node.items[step] as Node | undefined;
      key = startOf(next) ?? key;
    }
    if (next === undefined) return { key: key ?? startOf(node), value: key ?? startOf(node), complete: false };
    node = next;
  }
  return { key, value: startOf(node) ?? key, complete: true };
};

/** Own check, since that of the library compares every key with every other: minutes for a hostile file. */
const doubledKeys = (document: Document, at: (offset: number) => Place): Fault[] => {
  const faults: Fault[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const pair of map.items) {
        const name = keyText(pair);
        if (seen.has(name))
          faults.push({ ...at(startOf(pair.key) ?? 0), field: name, text: "is given twice, must stand once" });
        seen.add(name);
      }
    },
  });
  return faults;
};

/** More of them say nothing new, and each costs a walk through the text. */
const MOST_ENDLESS = 10;

/** Aliases that stand within what they stand for: a value without end, which every reader of it would follow. */
const endlessAliases = (document: Document, at: (offset: number) => Place): Fault[] => {
  const faults: Fault[] = [];
  visit(document, {
    Alias(_, alias, ancestors) {
      const named = ancestors.filter((one) => (isMap(one) || isSeq(one)) && one.anchor === alias.source);
      const target = named.length === 0 ? undefined : alias.resolve(document);
      if (target === undefined || !ancestors.includes(target)) return undefined;
      const field = `*${printable(alias.source, 60)}`;
      faults.push({ ...at(startOf(alias) ?? 0), field, text: "holds itself, must end" });
      return faults.length < MOST_ENDLESS ? undefined : visit.BREAK;
    },
  });
  return faults;
};

const tooDeep = (message: string): boolean => message.includes("call stack");

/** Parses `text` as YAML 1.2. Never throws: what is wrong stands in `faults`. */
export const parseYaml = (text: string): YamlSource => {
  const counter = new LineCounter();
  const pairs = pairIndex();
  const faults: Fault[] = [];
  const at = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return line === 0 ? { line: 1, column: 1 } : { line, column: col };
  };
  const document = parseDocument(text, {
    lineCounter: counter,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "error",
  });
  for (const fault of [...document.errors, ...document.warnings]) {
    if (tooDeep(fault.message)) continue;
    faults.push({
      ...at(fault.pos[0]),
      field: "",
      text: `YAML: ${printable(fault.message.split("\n", 1)[0] ?? "", 200)}`,
    });
  }
  let value: unknown;
  let deep = document.errors.some((fault) => tooDeep(fault.message));
  if (!deep) {
    try {
      const endless = endlessAliases(document, at);
      faults.push(...doubledKeys(document, at), ...endless);
      if (endless.length === 0) value = document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (error) {
      deep = error instanceof RangeError;
      const what = messageOf(error).includes("alias count")
        ? "too many aliases, at most a few are allowed"
        : printable(messageOf(error), 200);
      if (!deep) faults.push({ line: 1, column: 1, field: "", text: `YAML: ${what}` });
    }
  }
  // Of a text like that, the other faults are only echoes: one for each level.
  if (deep)
    faults.splice(0, faults.length, {
      line: 1,
      column: 1,
      field: "",
      text: "YAML: nested too deeply, a plan has four levels",
    });
  return {
    value,
    faults,
    broken: deep || document.errors.length > 0 || (value === undefined && faults.length > 0),
    valueAt: (path) => at(descend(document, path, pairs).value ?? 0),
    keyAt: (path) => at(descend(document, path, pairs).key ?? 0),
  };
};
