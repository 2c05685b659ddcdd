import type { HttpRequest } from "../../../core/contract/ports.ts";
import type { HttpFindingCode } from "../../../core/contract/http-findings.ts";
import type { IdempotencyMapping, RequestMapping } from "../../../core/schema/http-request-mapping.ts";
import { renderJson, renderTemplate, type Value, type Values } from "./template.ts";

/** A request without its base address. */
export interface BuiltRequest {
  readonly method: HttpRequest["method"];
  /** Path and query, percent-encoded. */
  readonly path: string;
  /** Names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Built =
  | { readonly ok: true; readonly request: BuiltRequest }
  | { readonly ok: false; readonly code: Extract<HttpFindingCode, "unsafe-value" | "no-value"> };

export interface BuildOptions {
  /** Templates of headers that every request of the part has; the request's own win. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Where the client's own id goes, and which it is. */
  readonly idempotency?: { readonly mapping: IdempotencyMapping | undefined; readonly id: string };
}

/** Null for half a character, which has no such form. */
export function percentEncoded(text: string): string | null {
  try {
    return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  } catch {
    return null;
  }
}

/** A header's value (RFC 9110 section 5.5), ASCII only: what it cannot hold is refused, never changed. */
const headerValue = (text: string): string | null =>
  /^(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?$/.test(text) ? text : null;

/** What a mapping's author may write in a path and an address may not hold as it is. */
const literalEncoded = (path: string): string =>
  path.replace(/[^A-Za-z0-9\-._~:/?[\]@!$&'()*+,;=%]/g, (char) => percentEncoded(char) ?? "");

/** Readers of addresses take these out and go up a step. */
const DOTS = /^(?:\.|%2e){1,2}$/i;

/** Path and query of an address. No value can add a segment, take one away, or begin the query. */
export function buildPath(template: string, query: RequestMapping["query"], values: Values): Built | string {
  const rendered = renderTemplate(template, values, percentEncoded);
  if (!rendered.ok) return { ok: false, code: rendered.why === "absent" ? "no-value" : "unsafe-value" };
  const mark = rendered.text.indexOf("?");
  const path = mark < 0 ? rendered.text : rendered.text.slice(0, mark);
  const segments = path.split("/").slice(1);
  const wanted =
    template
      .replace(/\{[^}]*\}/g, "x")
      .split("?")[0]
      ?.split("/")
      .slice(1) ?? [];
  const emptied = segments.some((segment, at) => segment === "" && wanted[at] !== "");
  if (emptied || segments.some((segment) => DOTS.test(segment))) return { ok: false, code: "unsafe-value" };
  const pairs = pairsOf(query ?? {}, values);
  if (pairs === null) return { ok: false, code: "unsafe-value" };
  const more = pairs.length === 0 ? "" : `${mark < 0 ? "?" : "&"}${pairs.join("&")}`;
  return literalEncoded(`${rendered.text}${more}`);
}

/** `name=value`, each percent-encoded; what has no value is left out. Null when a value cannot be written. */
function pairsOf(templates: Readonly<Record<string, string>>, values: Values): string[] | null {
  const pairs: string[] = [];
  for (const [name, template] of Object.entries(templates)) {
    const rendered = renderTemplate(template, values);
    if (!rendered.ok && rendered.why === "absent") continue;
    const key = percentEncoded(name);
    const value = rendered.ok ? percentEncoded(rendered.text) : null;
    if (key === null || value === null) return null;
    pairs.push(`${key}=${value}`);
  }
  return pairs;
}

function headersOf(templates: readonly (Readonly<Record<string, string>> | undefined)[], values: Values) {
  const headers: Record<string, string> = {};
  for (const [name, template] of templates.flatMap((one) => Object.entries(one ?? {}))) {
    const rendered = renderTemplate(template, values);
    if (!rendered.ok && rendered.why === "absent") continue;
    const value = rendered.ok ? headerValue(rendered.text) : null;
    if (value === null) return null;
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

/** One request of a mapping with its values, each escaped for where it stands. Pure; never throws. */
export function buildRequest(mapping: RequestMapping, values: Values, options: BuildOptions = {}): Built {
  const path = buildPath(mapping.path, mapping.query, values);
  if (typeof path !== "string") return path;
  const { mapping: key, id } = options.idempotency ?? { mapping: undefined, id: "" };
  const keyHeader = key?.header === undefined ? {} : { [key.header]: "{id}" };
  const own = headersOf([keyHeader], { id });
  const rest = headersOf([options.headers, mapping.headers], values);
  if (own === null || rest === null) return { ok: false, code: "unsafe-value" };
  const headers = { ...rest, ...own };
  const { method, form, json } = mapping;
  const member = key?.member;
  if (form !== undefined) {
    const pairs = pairsOf(form, values);
    const extra = member === undefined ? [] : pairsOf({ [member]: "{id}" }, { id });
    if (pairs === null || extra === null) return { ok: false, code: "unsafe-value" };
    const body = [...pairs, ...extra].join("&").replace(/%20/g, "+");
    return {
      ok: true,
      request: { method, path, headers: { ...headers, "content-type": "application/x-www-form-urlencoded" }, body },
    };
  }
  if (json !== undefined) {
    const rendered = renderJson(json as Value, values);
    const body = JSON.stringify(member === undefined ? rendered : { ...(rendered as object), [member]: id });
    return { ok: true, request: { method, path, headers: { ...headers, "content-type": "application/json" }, body } };
  }
  return { ok: true, request: { method, path, headers } };
}
