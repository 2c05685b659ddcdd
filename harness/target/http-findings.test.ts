import { describe, expect, test } from "vitest";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { SchemaNode } from "../plan/json-schema-keys.ts";
import { HTTP_SECTION, httpTargetText } from "./http-example.ts";
import { parseTarget } from "./load-target.ts";
import { targetJsonSchema } from "./target-json-schema.ts";

const faultsOf = (text: string): string => {
  try {
    parseTarget(text, "desk.yaml");
    return "";
  } catch (error) {
    return error instanceof FieldproofError ? error.message : String(error);
  }
};
/** Line of the first place where `needle` stands, from 1. */
const lineOf = (text: string, needle: string): number => text.slice(0, text.indexOf(needle)).split("\n").length;

test("the desk of the example is a whole target, with its defaults filled in", () => {
  const { http } = parseTarget(httpTargetText(), "desk.yaml");
  expect(http?.customer.replies).toMatchObject({ via: "poll", everyMs: 1000, cursor: { start: "0" } });
  expect(http?.agent?.claim?.taken).toEqual({ status: [409] });
  expect(http?.agent?.next.everyMs).toBe(1000);
});

const CASES: readonly [string, string, string, string][] = [
  ["an unknown name", '{ subject: "{text}"', '{ subject: "{words}"', "names {words}, which is not known here"],
  [
    "a value before it is read",
    "path: /cases, form",
    'path: "/cases/{contact}", form',
    "uses {contact} before it is read",
  ],
  [
    "a brace that is not closed",
    '{ words: "{text}" } }\n      idempotency',
    '{ words: "{text" } }\n      idempotency',
    "brace",
  ],
  ["a pointer without a slash", "read: { contact: /case/number }", "read: { contact: case/number }", "a JSON pointer"],
  ["a pointer with a lone tilde", "items: /posts", "items: /po~sts", "a JSON pointer"],
  ["a secret that is not there", "{secret:agent-key}", "{secret:other-key}", "none of the secrets"],
  [
    "a secret in an address",
    "path: /staff/login",
    'path: "/staff/login?k={secret:agent-key}"',
    "a secret in an address",
  ],
  ["no word for a person", "human: [staff], ", "", "has no word for human"],
  ["a word of two kinds", "bot: [robot]", "bot: [staff]", "is a word of human already"],
  ["polls too often", "everyMs: 1000", "everyMs: 50", "at least 200"],
  ["polls that measure nothing", "everyMs: 1000", "everyMs: 90000", "at most 60000"],
  ["a socket that is not there", "everyMs: 1000", "everyMs: 1000\n      via: websocket", "no section socket"],
  ["a cursor that is never sent", "posts?from={cursor}", "posts", "is never sent"],
  ["two origins of the cursor", "from: { last: /no }", "from: { last: /no, count: true }", "one of last"],
  [
    "a contact that is not read",
    "read: { contact: /case/number }",
    "read: { case: /case/number }",
    "must read `contact`",
  ],
  ["contacts that agents could not tell", 'ref: "{clientContactId}", ', "", "has no {clientContactId}"],
  ["a question that is never sent", 'subject: "{text}", ', "", "would never arrive"],
  ["a stamp without a unit", "      at: { unit: s }\n      cursor", "      cursor", "stamp of unknown unit"],
  ["an account's cursor that is never sent", "cases?from={cursor}", "cases", "is never sent"],
  [
    "an account's count that begins with a word",
    "cursor: { from: { count",
    "cursor: { start: a, from: { count",
    "must be a whole number",
  ],
  [
    "stamps of an account without a unit",
    "      cursor: { from: { count: true } }\n      at: { unit: s }",
    "      cursor: { from: { count: true } }",
    "stamp of unknown unit",
  ],
  ["a header of the client's", 'x-visitor: "{visitor}"', 'Host: "{visitor}"', "is set by the client itself"],
  ["the synthetic marker", 'x-visitor: "{visitor}"', 'X-Synthetic: "{visitor}"', "is set by the client itself"],
  ["two bodies", 'form: { name: "{agent}"', 'json: {}, form: { name: "{agent}"', "one of the two"],
  ["a GET with a body", "method: POST, path: /visitors", "method: GET, path: /visitors", "is GET with a body"],
  [
    "a name of the client's",
    "read: { visitor: /visitor/token }",
    "read: { text: /visitor/token }",
    "client gives itself",
  ],
  ["a path elsewhere", "path: /visitors", "path: //evil.example/visitors", "a path that begins with one slash"],
  ["an address for a path", "path: /visitors", "path: http://evil.example/", "a path that begins with one slash"],
  ["a header with a line break", "header: Idempotency-Key", 'header: "Key\\r\\nx: y"', "the name of a header"],
  ["an unknown key", "ownVisible: true", "ownVisable: true", "did you mean ownVisible?"],
  [
    "neither header nor member",
    "idempotency: { header: Idempotency-Key }",
    "idempotency: {}",
    "either header or member",
  ],
];

describe("one mistake is told once, at its line", () => {
  test.each(CASES)("%s", (_name, right, wrong, words) => {
    expect(HTTP_SECTION).toContain(right);
    const text = httpTargetText((section) => section.replace(right, wrong));
    const said = faultsOf(text);
    expect(said).toContain(words);
    expect(said).toMatch(/\d+:\d+/);
  });

  test("line and column are those of the value", () => {
    const text = httpTargetText((section) => section.replace("{secret:agent-key}", "{secret:other-key}"));
    const line = lineOf(text, "{secret:other-key}");
    expect(faultsOf(text)).toContain(`${line}:`);
    expect(faultsOf(text)).toContain("http.agent.session.request.form.key");
  });
});

test("all mistakes are told at once, those of the schema and the others", () => {
  const text = httpTargetText((section) =>
    CASES.slice(0, 8).reduce((changed, [, right, wrong]) => changed.replace(right, wrong), section),
  );
  const said = faultsOf(text);
  for (const [, , , words] of CASES.slice(2, 8)) expect(said).toContain(words);
});

test("adapter and section go together, and a capability needs its section", () => {
  expect(faultsOf(httpTargetText((section) => section.replace("adapter: http\n", "")))).toContain("adapter: http");
  expect(faultsOf(httpTargetText((section) => section.slice(0, section.indexOf("http:\n"))))).toContain(
    "no section http",
  );
  const noAgent = httpTargetText((section) => section.replace(/ {2}agent:\n[\s\S]*(?= {2}export:)/, ""));
  expect(faultsOf(noAgent)).toContain("http has no section agent");
});

test("what a socket is told is checked like every template", () => {
  const text = httpTargetText((section) =>
    section.replace(
      "everyMs: 1000",
      'everyMs: 1000\n      via: websocket\n      socket: { path: "/feed?t={ticket}&k={secret:agent-key}", hello: [{ to: "{contract}" }] }',
    ),
  );
  const said = faultsOf(text);
  expect(said).toContain("http.customer.replies.socket.path: names {ticket}, which is not known here");
  expect(said).toContain("http.customer.replies.socket.path: holds {secret:agent-key}: a secret in an address");
  expect(said).toContain("http.customer.replies.socket.hello.0.to: names {contract}, which is not known here");
});

test("a body that holds itself is told where it does, and is followed by nobody", () => {
  const text = httpTargetText((section) =>
    section.replace('form: { token: "{newId}" }', "json: &a { b: { c: *a }, d: [*a] }"),
  );
  const line = lineOf(text, "json: &a");
  expect(faultsOf(text)).toMatch(new RegExp(`:${line}:\\d+: \\*a: holds itself, must end[^]*:${line}:\\d+: \\*a`));
});

test("each field of the section is described, for editors and for whoever writes it", () => {
  const bare: string[] = [];
  const look = (node: SchemaNode, path: string): void => {
    for (const [name, inner] of Object.entries(node.properties ?? {})) {
      if (inner["description"] === undefined) bare.push(`${path}.${name}`);
      look(inner, `${path}.${name}`);
    }
  };
  const section = targetJsonSchema().properties?.["http"];
  look(section ?? {}, "http");
  expect(Object.keys(section?.properties ?? {})).toContain("customer");
  expect(bare).toEqual([]);
});

test("whatever stands in the section, the answer is a list of faults and never a crash", () => {
  for (const hostile of [
    "http: 5",
    "http: []",
    "http: { customer: [] }",
    "http: { customer: { open: 1, replies: [1] } }",
  ])
    expect(
      faultsOf(httpTargetText((section) => `${section.slice(0, section.indexOf("http:\n"))}${hostile}\n`)),
    ).toContain("fault");
  const deep = `${"{ a: ".repeat(200)}1${" }".repeat(200)}`;
  const said = faultsOf(httpTargetText((section) => section.replace('form: { token: "{newId}" }', `json: ${deep}`)));
  expect(said === "" || said.includes("fault")).toBe(true);
});
