import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LogEntry } from "../../core/schema/wire.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { bearerCaller, TestCustomer } from "../testing/test-customer.ts";

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ checkAnswers: true, orders: 50 });
});
afterAll(() => stack.close());

/** Fields whose values many sessions share: they say what was done, not who. */
const DECLARED = new Set([
  ...["event", "lane", "state", "author", "route", "intent", "reason", "score", "kind", "by", "signal", "hasContext"],
  ...["purposes", "noticeHash", "pop", "islandEvent", "islandVersion", "islandKeyId", "group", "type", "revision"],
  // Which agent served: the desk's side.
  ...["agentId", "firstHumanAgentId"],
  // Of tokens and receipts: what kind of thing it is, and which key of the stack has signed it.
  ...["kid", "alg", "typ", "schema"],
  // Counts and places within one contact.
  ...["seq", "itemSeq", "reopens", "messages", "claims", "releases", "transfers", "notes", "changes"],
]);
/** Times and log places: two sessions at one moment are two sessions at one moment. */
const TIMES = /At$|^at$|^since$|[uU]ntil$|^iat$|^exp$|^index$|^logIndex$|^place$|^basis$/;

type Leaf = readonly [field: string, value: string];

const leaves = (value: unknown, field = ""): Leaf[] => {
  if (value === null || typeof value === "boolean") return [];
  if (typeof value !== "object") return [[field, String(value)]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, Array.isArray(value) ? field : name));
};

/** Header, payload and signature of a compact JWS. */
const signedParts = (jws: string): unknown[] => {
  const [head = "", body = "", signature] = jws.split(".");
  const json = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  return [json(head), json(body), { signature }];
};

/** One visit of the person: the same question about the same order, answered, thanked for. Returns all answers. */
const visit = async (pop: string): Promise<{ customer: TestCustomer; answers: unknown[]; headers: string[] }> => {
  const customer = await TestCustomer.at(pop);
  const opened = await customer.open({ orderId: "D100003", text: "Was I charged for my order D100003? I am Anna." });
  const agent = bearerCaller(stack.origin, stack.agentBearer);
  const path = `/v1/agent/contacts/${customer.contactId}`;
  await agent("POST", `${path}/claim`, {});
  await agent("POST", `${path}/messages`, { clientMessageId: randomUUID(), text: "It was charged once." });
  const said = await customer.send("Thanks, that is all. Anna");
  await customer.call("POST", `/v1/contacts/${customer.contactId}/signals`, { kind: "helpful" });
  await agent("POST", `${path}/resolve`, {});
  const url = `${pop}/v1/contacts/${customer.contactId}/messages`;
  const raw = await fetch(url, {
    headers: { dpop: await customer.proof("GET", url), authorization: `DPoP ${customer.token}` },
  });
  const { receipt, token, ...rest } = opened.body;
  const { jws = "", ...given } = receipt;
  const answers = [rest, given, said.body, signedParts(token), signedParts(jws), await raw.json()];
  return { customer, answers, headers: [...raw.headers].map(([name, value]) => `${name}: ${value}`) };
};

/** What the operator's exports say of one session, all lines that name anything of it. */
const recordsOf = async (customer: TestCustomer): Promise<unknown[]> => {
  const operator = bearerCaller(stack.ops, stack.opsBearer);
  const lines = await Promise.all(
    ["contacts", "messages", "consents", "deliveries", "log"].map(
      async (name) => (await operator<Record<string, unknown>[]>("GET", `/export/v1/${name}`)).body,
    ),
  );
  const ids = [customer.contactId, customer.consentId];
  const own = lines.flat().filter((line) => {
    const entry = line as Partial<LogEntry> & { contactId?: string; consentId?: string };
    return [entry.contactId, entry.consentId, entry.subject].some((id) => id !== undefined && ids.includes(id));
  });
  // The chain's hashes tie each entry to the one before it, whoever's that is.
  return own.map(({ hash: _, prev: __, ...line }) => line);
};

test("two visits of one person share nothing but what is declared, in answers, exports, log and headers", async () => {
  const pop = stack.pops["pop-a"] ?? "";
  const [first, second] = [await visit(pop), await visit(pop)];
  const [one, two] = [await recordsOf(first.customer), await recordsOf(second.customer)];
  expect(one.length).toBeGreaterThan(14);
  expect(two.length).toBe(one.length);
  const other = new Set(leaves([...two, ...second.answers]).map(([, value]) => value));
  const shared = leaves([...one, ...first.answers])
    .filter(([field, value]) => other.has(value) && !DECLARED.has(field) && !TIMES.test(field))
    .map(([field, value]) => `${field}: ${value}`);
  // In the customer's own answers the customer's own words stand, and the desk's; in no record that is kept.
  const own = ["text: It was charged once.", "text: Thanks, that is all. Anna"];
  const words = shared.filter((line) => !line.startsWith("text: "));
  expect(words).toEqual([]);
  expect(shared.filter((line) => own.includes(line)).length).toBeGreaterThan(0);
  expect(JSON.stringify([...one, ...two])).not.toMatch(/Anna|D100003|charged once/);
  const stable = (lines: string[]): string[] => lines.filter((line) => !/^(date|content-length): /.test(line)).sort();
  expect(stable(first.headers)).toEqual(stable(second.headers));
  expect(stable(first.headers).join()).not.toMatch(/cookie|etag|set-/i);
});

test("what the test compares is not empty: a planted shared value is found", async () => {
  const planted = randomUUID();
  const pop = stack.pops["pop-b"] ?? "";
  const seen: Leaf[][] = [];
  for (let count = 0; count < 2; count += 1) {
    const customer = await TestCustomer.at(pop);
    await customer.open({ clientContactId: planted });
    seen.push(leaves(await recordsOf(customer)));
  }
  const [one = [], two = []] = seen;
  const other = new Set(two.map(([, value]) => value));
  expect(one.filter(([, value]) => other.has(value)).map(([field]) => field)).toContain("clientContactId");
});
