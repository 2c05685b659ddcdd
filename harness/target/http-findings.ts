import { namesIn, parseTemplate } from "../../drills/targets/http/template.ts";
import type { Finding } from "../plan/yaml-file.ts";
import { GIVEN_NAMES, isJson, type MappedCall, mappedCalls, part, partNames, readNames } from "./http-names.ts";
import { missingFindings } from "./http-missing.ts";

/** Headers that the client sets itself: a template there would break requests or lead them elsewhere. */
const OWN_HEADERS = /^(host|connection|content-length|content-type|transfer-encoding|cookie|proxy-.*)$/i;

type Path = Finding["path"];
type Json = Readonly<Record<string, unknown>>;

/** Each text in `value` with the path to it. Bounded: a mapping deeper than this is no body of a request. */
const textsIn = (value: unknown, path: Path, depth = 0): { path: Path; text: string }[] => {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null || depth > 20) return [];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((inner, index) => [index, inner])
    : Object.entries(value);
  return entries.flatMap(([name, inner]) => textsIn(inner, [...path, name], depth + 1));
};

interface Known {
  readonly names: ReadonlySet<string>;
  /** Where each name is read first, for those that come too early. */
  readonly readAt: ReadonlyMap<string, string>;
  readonly secrets: ReadonlySet<string>;
}

const nameFault = (name: string, inAddress: boolean, { names, readAt, secrets }: Known): string | null => {
  if (name.startsWith("secret:")) {
    if (!secrets.has(name.slice(7))) return `names {${name}}, which is none of the secrets`;
    return inAddress ? `holds {${name}}: a secret in an address ends up in logs, put it into a header or a body` : null;
  }
  if (names.has(name)) return null;
  const later = readAt.get(name);
  if (later !== undefined) return `uses {${name}} before it is read: ${later} reads it`;
  return `names {${name}}, which is not known here; known are ${[...names].sort().join(", ")}`;
};

const templateFindings = (text: string, path: Path, inAddress: boolean, known: Known): Finding[] => {
  const parsed = parseTemplate(text);
  if (!parsed.ok) return [{ path, text: parsed.reason }];
  const faults = [...new Set(namesIn(text))].map((name) => nameFault(name, inAddress, known));
  return faults.filter((fault) => fault !== null).map((fault) => ({ path, text: fault }));
};

const headerFindings = (headers: Json, path: Path, taken: ReadonlySet<string>, known: Known): Finding[] =>
  Object.entries(headers).flatMap(([name, text]) => {
    const at = [...path, name];
    const own = OWN_HEADERS.test(name) || taken.has(name.toLowerCase());
    return [
      ...(own ? [{ path: at, text: "is set by the client itself, must be left out" }] : []),
      ...(typeof text === "string" ? templateFindings(text, at, false, known) : []),
    ];
  });

const requestFindings = (request: Json, path: Path, taken: ReadonlySet<string>, known: Known): Finding[] => {
  const { path: address, query, form, json, hello, method } = request;
  const texts = (name: string, value: unknown, inAddress: boolean): Finding[] =>
    textsIn(value, [...path, name]).flatMap((one) => templateFindings(one.text, one.path, inAddress, known));
  const bodies = [form, json].filter((one) => one !== undefined);
  return [
    ...texts("path", address, true),
    ...texts("query", query, true),
    ...headerFindings(part(request, "headers"), [...path, "headers"], taken, known),
    ...texts("form", form, false),
    ...texts("json", json, false),
    ...texts("hello", hello, false),
    ...(bodies.length > 1 ? [{ path: [...path, "json"], text: "stands beside form, must be one of the two" }] : []),
    ...(bodies.length > 0 && method === "GET"
      ? [{ path: [...path, "method"], text: "is GET with a body, which many servers drop, must be another method" }]
      : []),
  ];
};

const readFindings = ({ path, call }: MappedCall): Finding[] =>
  readNames(call)
    .filter((name) => (GIVEN_NAMES as readonly string[]).includes(name))
    .map((name) => ({
      path: [...path, name in part(call, "read") ? "read" : "readHeaders", name],
      text: "is a name that the client gives itself, must be another one",
    }));

/**
 * What the schema of a target file cannot say of its `http` section: names that are unknown or come too early, secrets
 * that are not there or would be in an address, bodies and headers that cannot be, and what a drill could not do
 * without. Takes the file as it was written, whatever else is wrong with it.
 */
export const httpFindings = (file: Json): Finding[] => {
  const { adapter, http } = file;
  if (http === undefined)
    return adapter === "http" ? [{ path: ["adapter"], text: "is http, and there is no section http" }] : [];
  if (!isJson(http)) return [];
  const calls = mappedCalls(http);
  const readAt = new Map<string, string>();
  for (const { path, call } of calls)
    for (const name of readNames(call)) if (!readAt.has(name)) readAt.set(name, path.join("."));
  const secrets = new Set(Object.keys(part(file, "secrets")));
  const marker = part(file, "syntheticMarker")["header"];
  const proof = part(http, "customer")["proof"] === "dpop" ? ["dpop"] : [];
  const taken = new Set([...(typeof marker === "string" ? [marker.toLowerCase()] : []), ...proof]);
  const known = (names: ReadonlySet<string>): Known => ({ names, readAt, secrets });

  const inCalls = calls.flatMap((one) => [
    ...requestFindings(part(one.call, "request"), requestPath(one), taken, known(one.names)),
    ...readFindings(one),
  ]);
  const inParts = (["customer", "agent"] as const).flatMap((room) =>
    headerFindings(part(part(http, room), "headers"), ["http", room, "headers"], taken, known(partNames(calls, room))),
  );
  const wrongAdapter =
    adapter === "http" ? [] : [{ path: ["http"], text: "stands here without adapter: http, which alone uses it" }];
  return [...wrongAdapter, ...inCalls, ...inParts, ...missingFindings(file, http)];
};

/** A socket's address is no request of its own. */
const requestPath = ({ path }: MappedCall): Path => (path.at(-1) === "socket" ? path : [...path, "request"]);
