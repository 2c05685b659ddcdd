import type { CallMapping } from "../../../core/schema/http-request-mapping.ts";
import { printable } from "../../../core/text/printable.ts";
import { readPointer } from "../../../drills/targets/http/pointer.ts";
import type { Value } from "../../../drills/targets/http/template.ts";
import type { FieldPath } from "../../plan/yaml-source.ts";
import { pointerEvidence } from "./pointer-miss.ts";
import { type Exchange, NOT_RECORDED, OUT_OF_BOUNDS, pathOf } from "./recording-http.ts";
import type { WalkFinding } from "./walk-finding.ts";

/** A call of the mapping with its place in the file. */
export interface PlacedCall {
  readonly path: FieldPath;
  readonly call: CallMapping;
}

/** What else is known of how the desk is spoken to. */
export interface CallWorld {
  /** Place of the session that this call stands on; null where none is mapped. */
  readonly session: FieldPath | null;
  /** Names of cookies that the session's answer set and the mapping does not keep. */
  readonly cookiesLetGo: readonly string[];
  /** Place of the base address that it went to. */
  readonly base: FieldPath;
  /** Where {contact} is read, and what was read, for paths that hold it. */
  readonly contact: { readonly path: FieldPath; readonly value: string } | null;
}

export const documentOf = (body: string): Value | undefined => {
  try {
    return JSON.parse(body) as Value;
  } catch {
    return undefined;
  }
};

const said = (body: string): string => (body.trim() === "" ? "" : `; it says ${printable(body.trim(), 160)}`);

/** What a call that failed with `code` says of the mapping: which line to mend, and on what evidence. */
export function callFindings(
  { path, call }: PlacedCall,
  exchange: Exchange | undefined,
  code: string,
  world: CallWorld,
): WalkFinding[] {
  const request = [...path, "request"];
  const at = (place: FieldPath, text: string): WalkFinding[] => [{ path: place, text: `${text}  [${code}]` }];
  if (exchange === undefined || exchange.response.status === 0) return notSent(path, request, exchange, code, world);
  const { response } = exchange;
  const { status, body, headers } = response;
  const asked = `${call.request.method} ${printable(call.request.path, 200)}`;
  switch (code) {
    case "redirect": {
      const to = printable(headers["location"] ?? "nowhere", 200);
      return at(
        [...request, "path"],
        `is answered with ${status} to ${to}; no redirect is followed: map the address where it leads`,
      );
    }
    case "html-for-json":
      return at(
        [...request, "path"],
        `is answered with a page (HTML), not JSON: ${asked} is another place, or a login page`,
      );
    case "bad-json":
      return at(
        [...request, "path"],
        `is answered with ${status} and no JSON, or half of it${said(body.slice(0, 200))}`,
      );
    case "error-in-200":
      return at([...request, "path"], `is answered with ${status} and an error in the body${said(body)}`);
    case "body-too-large":
      return at([...request, "path"], "is answered with more than 2 MB, which no drill reads");
    case "missing-value":
      return missing(path, call, exchange, code);
    case "rate-limited":
      return at(
        ["limits", "publishedLimits"],
        `the desk refused ${asked} with 429: its limit is lower than what is published here`,
      );
    case "rate-limited-no-retry-after":
      return at(
        ["limits", "publishedLimits"],
        `the desk refused ${asked} with 429 and no Retry-After: publish its limit here, so that no drill runs into it`,
      );
    default:
      return status >= 300
        ? refused({ path, call }, exchange, code, world)
        : at(request, `was answered with ${status}${said(body)}`);
  }
}

function notSent(
  path: FieldPath,
  request: FieldPath,
  exchange: Exchange | undefined,
  code: string,
  world: CallWorld,
): WalkFinding[] {
  const error = exchange?.response.error ?? code;
  if (error === NOT_RECORDED)
    return [
      {
        path: request,
        text: `the record has no answer to ${exchange?.request.method ?? "it"}: record the dialogue anew  [${error}]`,
      },
    ];
  if (error === OUT_OF_BOUNDS || code === "limit-reached")
    return [{ path, text: `was not tried any more: the check's own bounds were reached  [${code}]` }];
  if (exchange === undefined)
    return [
      {
        path: [...request, "path"],
        text: `was not sent: a value that it needs is not there, or cannot stand in it  [${code}]`,
      },
    ];
  return [
    {
      path: world.base,
      text: `gave no answer to ${exchange.request.method} ${printable(pathOf(exchange.request.url), 200)} in time (${printable(error, 80)})  [no-answer]`,
    },
  ];
}

function missing(path: FieldPath, call: CallMapping, { response }: Exchange, code: string): WalkFinding[] {
  const document = documentOf(response.body);
  const pointers = Object.entries(call.read ?? {})
    .filter(([, pointer]) => (readPointer(document, pointer) ?? null) === null)
    .map(([name, pointer]) => ({
      path: [...path, "read", name],
      text: `${pointerEvidence(document, pointer)}  [${code}]`,
    }));
  const headers = Object.entries(call.readHeaders ?? {})
    .filter(([, header]) => response.headers[header.toLowerCase()] === undefined)
    .map(([name, header]) => ({
      path: [...path, "readHeaders", name],
      text: `the answer has no header ${header}: it has ${printable(Object.keys(response.headers).join(", "), 200)}  [${code}]`,
    }));
  return [...pointers, ...headers];
}

/** A refusal by status: the part of the request that it most likely is about. */
function refused({ path, call }: PlacedCall, { response }: Exchange, code: string, world: CallWorld): WalkFinding[] {
  const { status, headers, body } = response;
  const request = [...path, "request"];
  const { method, form, json } = call.request;
  const at = (place: FieldPath, text: string): WalkFinding[] => [
    { path: place, text: `${text}${said(body)}  [${code}]` },
  ];
  if (status === 405) {
    const allow = headers["allow"];
    return at(
      [...request, "method"],
      `is ${method}, and the desk refuses it there (405)${allow === undefined ? "" : `: it takes ${printable(allow, 80)}`}`,
    );
  }
  if (status === 401 || status === 403) return at(...whoAsks(path, status, world));
  const bodyAt = form === undefined ? (json === undefined ? request : [...request, "json"]) : [...request, "form"];
  if (status === 415) {
    const other = json === undefined ? "JSON" : "a form";
    return at(bodyAt, `is a kind of body that the desk does not read (415): try ${other}`);
  }
  if (status === 404 || status === 410) {
    const { contact } = world;
    const either =
      contact !== null && call.request.path.includes("{contact}")
        ? `, unless {contact} (${printable(contact.value, 40)}) is read from the wrong place: ${contact.path.join(".")}`
        : "";
    return at([...request, "path"], `leads nowhere (${status})${either}`);
  }
  if (status === 400 || status === 422) return at(bodyAt, `is refused (${status})`);
  return at([...request, "path"], `is answered with ${status}`);
}

function whoAsks(path: FieldPath, status: number, { session, cookiesLetGo }: CallWorld): [FieldPath, string] {
  if (session === null)
    return [path, `the desk wants to know who asks (${status}), and there is no session and no header for it`];
  if (cookiesLetGo.length > 0) {
    const names = printable(cookiesLetGo.join(", "), 80);
    return [
      session,
      `the session's answer set a cookie (${names}), and without \`cookies: true\` it is not sent (${status})`,
    ];
  }
  const same = session.join(".") === path.join(".");
  return same
    ? [[...session, "request"], `the desk does not let it in (${status}): check the secret and where it goes`]
    : [session, `the desk does not know who asks (${status}): what the session gives must go into headers, or cookies`];
}
