import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RequestMapping } from "../../../core/schema/http-request-mapping.ts";
import { buildRequest } from "./request-builder.ts";
import type { Value } from "./template.ts";

const BASE = "http://desk.test";
const request = (part: Partial<RequestMapping>): RequestMapping => ({ method: "POST", path: "/cases", ...part });
const built = (part: Partial<RequestMapping>, values: Readonly<Record<string, Value>>, more = {}) => {
  const made = buildRequest(request(part), values, more);
  if (!made.ok) throw new Error(made.code);
  return made.request;
};
/** Any text, half characters and all. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  fc.constantFrom("..", ".", "%2e%2e", "a/b", "?x=1", "#", "\\", "a\r\nx: y", "\0", "é", "\ud800"),
);

describe("whatever the value", () => {
  test("a path segment stays one segment, and holds the value, or nothing is sent", () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const made = buildRequest(request({ path: "/cases/{id}/posts?from={id}" }), { id: value });
        if (!made.ok) {
          expect(["unsafe-value", "no-value"]).toContain(made.code);
          return;
        }
        const url = new URL(BASE + made.request.path);
        const segments = url.pathname.split("/");
        expect([segments.length, segments[1], segments[3]]).toEqual([4, "cases", "posts"]);
        expect(decodeURIComponent(segments[2] ?? "")).toBe(value);
        expect([...url.searchParams]).toEqual([["from", value]]);
        expect([url.host, url.hash, url.username]).toEqual(["desk.test", "", ""]);
        expect(made.request.path).toMatch(/^[\x21-\x5b\x5d-\x7e]+$/);
      }),
      { seed: 7 },
    );
  });

  test("a header stays one header: what it cannot hold is not sent", () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const made = buildRequest(request({ headers: { "X-Visitor": "v {id}" } }), { id: value });
        if (made.ok) {
          expect(Object.keys(made.request.headers)).toEqual(["x-visitor"]);
          expect(new Headers(made.request.headers).get("x-visitor")).toBe(`v ${value}`.trim());
          expect(made.request.headers["x-visitor"]).toMatch(/^[\x20-\x7e]*$/);
        } else expect(made.code).toBe("unsafe-value");
      }),
      { seed: 7 },
    );
  });

  test("a form's field stays one field", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        const { body } = built({ form: { words: "{id}", more: "x" } }, { id: value });
        expect([...new URLSearchParams(body)]).toEqual([
          ["words", value],
          ["more", "x"],
        ]);
      }),
      { seed: 7 },
    );
  });

  test("a parameter of the query stays one parameter", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        const { path } = built({ path: "/cases?a=1", query: { q: "{id}", gone: "{gone}" } }, { id: value });
        expect([...new URL(BASE + path).searchParams]).toEqual([
          ["a", "1"],
          ["q", value],
        ]);
      }),
      { seed: 7 },
    );
  });
});

test.each([[""], ["."], [".."]])("the value %j would change the path and is not sent", (id) => {
  expect(buildRequest(request({ path: "/cases/{id}/posts" }), { id })).toEqual({ ok: false, code: "unsafe-value" });
});

test("a text that stands for a value is one segment like it, and a slash of the author's at the end stays", () => {
  expect(built({ path: "/a/{id?b/c}/d/?e={id?f&g}" }, { id: 1 }).path).toBe("/a/b%2Fc/d/?e=f%26g");
});

test("a path whose value is not there is not sent; a header or a field of that kind is left out", () => {
  expect(buildRequest(request({ path: "/cases/{id}" }), {})).toEqual({ ok: false, code: "no-value" });
  const made = built({ headers: { a: "{id}", b: "{n}" }, form: { c: "{id}", d: "{n}" } }, { n: 1 });
  expect(made.headers).toEqual({ b: "1", "content-type": "application/x-www-form-urlencoded" });
  expect(made.body).toBe("d=1");
});

test("what the author wrote in a path is sent as an address may hold it", () => {
  expect(built({ path: '/a"b/{{c}}?d=<e>' }, {}).path).toBe("/a%22b/%7Bc%7D?d=%3Ce%3E");
  expect(buildRequest(request({ path: "/a/../b" }), {})).toEqual({ ok: false, code: "unsafe-value" });
  expect(buildRequest(request({ path: "/a/%2E%2e/b" }), {})).toEqual({ ok: false, code: "unsafe-value" });
});

test("the request's own header wins over the part's, whatever its letters", () => {
  const made = built({ headers: { "X-Key": "own" } }, {}, { headers: { "x-key": "part", other: "1" } });
  expect(made.headers).toEqual({ "x-key": "own", other: "1" });
});

test.each([
  [{ header: "Idempotency-Key" }, request({ form: { a: "1" } }), "a=1", "run-1-q"],
  [{ member: "ref" }, request({ form: { a: "1" } }), "a=1&ref=run-1-q", undefined],
  [{ member: "ref" }, request({ json: { a: 1 } }), '{"a":1,"ref":"run-1-q"}', undefined],
])("the client's own id goes where %j says", (mapping, plain, body, header) => {
  const made = buildRequest(plain, {}, { idempotency: { mapping, id: "run-1-q" } });
  expect(made).toMatchObject({ ok: true, request: { body } });
  expect(made.ok && made.request.headers["idempotency-key"]).toBe(header);
});
