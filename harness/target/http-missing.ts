import { namesIn } from "../../drills/targets/http/template.ts";
import type { Finding } from "../plan/yaml-file.ts";
import { isJson, part, readNames } from "./http-names.ts";

type Path = Finding["path"];
type Json = Readonly<Record<string, unknown>>;

/** All names in a request's templates. */
const namesOf = (request: Json): ReadonlySet<string> => {
  const found = new Set<string>();
  const look = (value: unknown, depth: number): void => {
    if (typeof value === "string") for (const name of namesIn(value)) found.add(name);
    else if (typeof value === "object" && value !== null && depth < 20)
      for (const inner of Object.values(value)) look(inner, depth + 1);
  };
  look(request, 0);
  return found;
};

const authorFindings = (replies: Json, at: Path): Finding[] => {
  if (!isJson(replies["authors"])) return [];
  const kinds = Object.entries(replies["authors"]).flatMap(([kind, words]) =>
    Array.isArray(words) ? words.map((word: unknown, index) => ({ kind, word, index })) : [],
  );
  const first = new Map<unknown, string>();
  const twice: Finding[] = [];
  for (const { kind, word, index } of kinds) {
    const before = first.get(word);
    if (before !== undefined)
      twice.push({ path: [...at, "authors", kind, index], text: `is a word of ${before} already, must mean one kind` });
    first.set(word, kind);
  }
  const human = kinds.some(({ kind }) => kind === "human");
  const own = replies["ownVisible"] === true && !kinds.some(({ kind }) => kind === "customer");
  return [
    ...twice,
    ...(human
      ? []
      : [{ path: [...at, "authors"], text: "has no word for human, so no reply of a person could be told" }]),
    ...(own ? [{ path: [...at, "ownVisible"], text: "is true, and authors has no word for customer" }] : []),
  ];
};

/** Of a list that is read page by page. */
const cursorFindings = (list: Json, at: Path): Finding[] => {
  const cursor = part(list, "cursor");
  const findings: Finding[] = [];
  if ("cursor" in list && "request" in list && !namesOf(part(list, "request")).has("cursor"))
    findings.push({ path: [...at, "cursor"], text: "is never sent: {cursor} must stand in the request" });
  if (part(cursor, "from")["count"] === true && !/^\d{1,9}$/.test(String(cursor["start"] ?? "0")))
    findings.push({ path: [...at, "cursor", "start"], text: "must be a whole number, since the cursor is a count" });
  return findings;
};

/** A stamp that nobody could read would count for one that is not there. */
const stampFindings = (list: Json, at: Path, stamps: readonly string[]): Finding[] => {
  const [first] = "at" in list ? [] : stamps.filter((name) => name in part(list, "each"));
  return first === undefined
    ? []
    : [{ path: [...at, "each", first], text: "is a stamp of unknown unit: at.unit must say s, ms or iso" }];
};

const EXPORT_STAMPS = ["openedAt", "firstReplyAt", "firstHumanReplyAt", "resolvedAt"] as const;

const exportFindings = (contacts: Json): Finding[] => {
  const at: Path = ["http", "export", "contacts"];
  return [...cursorFindings(contacts, at), ...stampFindings(contacts, at, EXPORT_STAMPS)];
};

const repliesFindings = (replies: Json): Finding[] => {
  const at: Path = ["http", "customer", "replies"];
  const request = part(replies, "request");
  const names = namesOf(request);
  const findings: Finding[] = [...authorFindings(replies, at)];
  if (replies["via"] === "websocket" && !("socket" in replies))
    findings.push({ path: [...at, "via"], text: "is websocket, and there is no section socket" });
  findings.push(...cursorFindings(replies, at));
  if ("waitMs" in replies && "request" in replies && !names.has("waitMs"))
    findings.push({ path: [...at, "waitMs"], text: "is never sent: {waitMs} must stand in the request" });
  return [...findings, ...stampFindings(replies, at, ["at"])];
};

const bodyMember = (call: Json, path: Path): Finding[] => {
  const request = part(call, "request");
  return "member" in part(call, "idempotency") && !("form" in request) && !("json" in request)
    ? [{ path: [...path, "idempotency", "member"], text: "has no form or JSON body that it could stand in" }]
    : [];
};

const capabilityFindings = (file: Json, http: Json): Finding[] => {
  const claimed = Array.isArray(file["capabilities"]) ? file["capabilities"] : [];
  return claimed.flatMap((capability: unknown, index): Finding[] =>
    (capability === "agent" || capability === "export") && !(capability in http)
      ? [{ path: ["capabilities", index], text: `is ${capability}, and http has no section ${capability}` }]
      : [],
  );
};

/** What a mapping leaves out though something else in it counts on it. */
export const missingFindings = (file: Json, http: Json): Finding[] => {
  const customer = part(http, "customer");
  const agent = part(http, "agent");
  const open = part(customer, "open");
  const findings: Finding[] = [...capabilityFindings(file, http)];
  const wants = (call: Json, path: Path, name: string, why: string): void => {
    if ("request" in call && !namesOf(part(call, "request")).has(name))
      findings.push({ path: [...path, "request"], text: `has no {${name}}, so ${why}` });
  };
  const inOpen: Path = ["http", "customer", "open"];
  if ("request" in open && !readNames(open).includes("contact"))
    findings.push({
      path: [...inOpen, "read" in open ? "read" : "request"],
      text: "must read `contact`, the contact's id",
    });
  const member = part(open, "idempotency")["member"];
  wants(open, inOpen, "text", "the customer's question would never arrive");
  if (Object.keys(agent).length > 0 && member === undefined)
    wants(open, inOpen, "clientContactId", "agents could not tell contacts of this run from others");
  const send = part(customer, "send");
  const reply = part(agent, "reply");
  wants(send, ["http", "customer", "send"], "text", "the customer's words would never arrive");
  wants(reply, ["http", "agent", "reply"], "text", "the agent's words would never arrive");
  findings.push(...bodyMember(send, ["http", "customer", "send"]), ...bodyMember(reply, ["http", "agent", "reply"]));
  findings.push(...bodyMember(open, inOpen), ...bodyMember(part(agent, "claim"), ["http", "agent", "claim"]));
  for (const name of ["claim", "reply", "resolve"])
    wants(part(agent, name), ["http", "agent", name], "contact", "it would be of no contact");
  if ("replies" in customer) findings.push(...repliesFindings(part(customer, "replies")));
  const next: Path = ["http", "agent", "next"];
  findings.push(...stampFindings(part(agent, "next"), next, ["waitingSince"]));
  findings.push(...exportFindings(part(part(http, "export"), "contacts")));
  return findings;
};
