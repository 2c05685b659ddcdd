import type { FieldPath } from "../../plan/yaml-source.ts";

/** Something of the mapping that the desk does not bear out; `path` from the root of the target file. */
export interface WalkFinding {
  readonly path: FieldPath;
  readonly text: string;
}

/** Findings in the order in which they came, each once. */
export interface FindingList {
  add(path: FieldPath, text: string): void;
  all(): readonly WalkFinding[];
}

/** A desk that is wrong at each item says the same a thousand times. */
const MOST = 200;

export const createFindingList = (): FindingList => {
  const found = new Map<string, WalkFinding>();
  return {
    add: (path, text) => {
      const key = `${path.join(".")} ${text}`;
      if (found.size < MOST && !found.has(key)) found.set(key, { path, text });
    },
    all: () => [...found.values()],
  };
};
