/** What a template may name, step by step: what is known by then, and what a later step will read. */

type Json = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const part = (value: unknown, name: string): Json => {
  const inner = isJson(value) ? value[name] : undefined;
  return isJson(inner) ? inner : {};
};

/** One call of a mapping with the names that its templates may use. */
export interface MappedCall {
  readonly path: Path;
  readonly call: Json;
  readonly names: ReadonlySet<string>;
}

/** Names that are there from the start or that the client itself makes; no answer may be read under them. */
export const GIVEN_NAMES = [
  ...["event", "noticeHash", "newId", "publicJwk", "agent", "key", "rating", "waitMs", "cursor"],
  ...["text", "clientContactId", "clientMessageId", "lane", "orderId"],
] as const;

export const readNames = (call: Json): readonly string[] => [
  ...Object.keys(part(call, "read")),
  ...Object.keys(part(call, "readHeaders")),
];

const union = (...sets: readonly Iterable<string>[]): ReadonlySet<string> => new Set(sets.flatMap((set) => [...set]));
const HTTP = ["http"] as const;

/** Every call of the section, in the order in which they are done; whatever is no mapping is left out. */
export function mappedCalls(http: Json): readonly MappedCall[] {
  const customer = part(http, "customer");
  const agent = part(http, "agent");
  const calls: MappedCall[] = [];
  const add = (path: Path, call: Json, names: ReadonlySet<string>): ReadonlySet<string> => {
    if (Object.keys(call).length > 0) calls.push({ path: [...HTTP, ...path], call, names });
    return union(names, readNames(call));
  };

  const base = ["event", "noticeHash", "newId"];
  const own = customer["proof"] === "dpop" ? [...base, "publicJwk"] : base;
  const opening = ["clientContactId", "lane"];
  const inSession = add(["customer", "session"], part(customer, "session"), union(own, opening));
  const asked = union(inSession, ["text", "clientMessageId", "orderId"]);
  const opened = add(["customer", "open"], part(customer, "open"), asked);
  const later = union([...opened].filter((name) => !["text", "clientMessageId", "orderId"].includes(name)));
  add(["customer", "send"], part(customer, "send"), union(later, ["text", "clientMessageId"]));
  const replies = part(customer, "replies");
  const polling = union(later, "cursor" in replies ? ["cursor"] : [], "waitMs" in replies ? ["waitMs"] : []);
  add(["customer", "replies"], replies, polling);
  const socket = part(replies, "socket");
  const feed = union(later, "cursor" in replies ? ["cursor"] : []);
  const ticketed = add(["customer", "replies", "socket", "ticket"], part(socket, "ticket"), feed);
  if (typeof socket["path"] === "string")
    add(["customer", "replies", "socket"], { request: { path: socket["path"], hello: socket["hello"] } }, ticketed);
  add(["customer", "leave"], part(customer, "leave"), later);
  add(["customer", "rate"], part(customer, "rate"), union(later, ["rating"]));

  const onDuty = add(["agent", "session"], part(agent, "session"), union(base, ["agent"]));
  const agents = union(base, ["agent"], onDuty);
  const next = part(agent, "next");
  add(["agent", "next"], next, union(agents, ["lane"], "waitMs" in next ? ["waitMs"] : []));
  const held = add(["agent", "claim"], part(agent, "claim"), union(agents, ["contact", "key"]));
  const holding = union([...held].filter((name) => name !== "key"));
  add(["agent", "reply"], part(agent, "reply"), union(holding, ["text", "clientMessageId"]));
  add(["agent", "resolve"], part(agent, "resolve"), holding);
  const contacts = part(part(http, "export"), "contacts");
  add(["export", "contacts"], contacts, union(agents, "cursor" in contacts ? ["cursor"] : []));
  add(["delete"], part(http, "delete"), union(agents, ["contact", "clientContactId"]));
  return calls;
}

/** Names that headers of a whole part may use: all that is ever read in it; without a value such a header is left out. */
export const partNames = (calls: readonly MappedCall[], room: "customer" | "agent"): ReadonlySet<string> => {
  const inRoom = calls.filter(({ path }) => path[1] === room);
  const kept = ["session", "open"];
  const read = inRoom.filter(({ path }) => kept.includes(String(path[2]))).flatMap(({ call }) => readNames(call));
  const given = room === "customer" ? ["clientContactId"] : ["agent"];
  return union(["event", "noticeHash"], given, read);
};
