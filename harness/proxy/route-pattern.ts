import type { ToxicRoute } from "../../core/schema/toxic.ts";

/** What a route is held against: the request line's method and target. */
export interface RequestLine {
  readonly method: string;
  /** Origin form, such as `/v1/contacts?x=1`; the query does not count. */
  readonly target: string;
}

const segments = (path: string): string[] => path.split("/").slice(1);

/**
 * Whether `path` fits `pattern`: `*` is one whole segment, `**` as the last one all that follows, everything else is
 * itself, letter for letter. No regular expression is made of a pattern, so none can run away.
 */
const pathFits = (path: string, pattern: string): boolean => {
  const given = segments(path);
  const wanted = segments(pattern);
  const open = wanted.at(-1) === "**";
  const fixed = open ? wanted.slice(0, -1) : wanted;
  if (open ? given.length < fixed.length : given.length !== fixed.length) return false;
  return fixed.every((each, index) => each === given[index] || (each === "*" && given[index] !== ""));
};

/** Whether a toxic of this route may strike this request; a toxic without a route strikes any. */
export const routeFits = (route: ToxicRoute | undefined, line: RequestLine | null): boolean => {
  if (route === undefined) return true;
  if (line === null) return false;
  if (route.methods !== undefined && !route.methods.includes(line.method)) return false;
  return route.path === undefined || pathFits(line.target.split(/[?#]/, 1)[0] ?? "", route.path);
};
