import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { namesIn, parseTemplate, renderJson, renderTemplate, type Value } from "./template.ts";

describe("a template is taken apart", () => {
  test.each([
    ["plain", ["plain"]],
    ["", [""]],
    ["/cases/{contact}/posts", ["/cases/", { name: "contact", text: null }, "/posts"]],
    [
      "{a}{b}",
      [
        { name: "a", text: null },
        { name: "b", text: null },
      ],
    ],
    ["{{not a name}}", ["{not a name}"]],
    ["{orderId?order-lookup}", [{ name: "orderId", text: "order-lookup" }]],
    ["{secret:agent-key}", [{ name: "secret:agent-key", text: null }]],
  ])("%j", (template, parts) => {
    expect(parseTemplate(template)).toEqual({ ok: true, parts });
  });

  test.each([
    "{",
    "}",
    "{a",
    "a}",
    "{a}}",
    "{}",
    "{A}",
    "{a b}",
    "{../x}",
    "{secret:}",
    "{__proto__}",
    "{a.b}",
    "{{a}",
  ])("%j is no template, and renders to nothing", (template) => {
    expect(parseTemplate(template).ok).toBe(false);
    expect(renderTemplate(template, { a: "1" })).toEqual({ ok: false, why: "refused" });
    expect(namesIn(template)).toEqual([]);
  });
});

test("a value is put in once and never read as a template again", () => {
  const values = { a: "{b}", b: "{a}", n: 7, yes: true };
  expect(renderTemplate("{a}-{b}-{n}-{yes}", values)).toEqual({ ok: true, text: "{b}-{a}-7-true" });
});

test("a value without text is absent: null, lists, objects, what is not there, and what every object has", () => {
  for (const name of ["none", "list", "object", "gone", "toString", "constructor"])
    expect(renderTemplate(`x{${name}}`, { none: null, list: [], object: {} })).toEqual({ ok: false, why: "absent" });
});

test("whatever the text, literal braces and values come out as they went in", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (literal, value) => {
      const template = `${literal.replaceAll("{", "{{").replaceAll("}", "}}")}{v}`;
      expect(renderTemplate(template, { v: value })).toEqual({ ok: true, text: literal + value });
    }),
    { seed: 7 },
  );
});

test("in JSON a lone name keeps the kind of its value, and what has none is left out", () => {
  const key = { kty: "EC", x: "1" };
  const template = {
    id: "{n}",
    key: "{key}",
    text: "no {n}",
    gone: "{gone}",
    list: ["a", "{gone?b}", "{n?c}"],
    deep: [{ n: "{n}" }],
  };
  expect(renderJson(template, { n: 7, key })).toEqual({
    ...{ id: 7, key, text: "no 7", list: ["a", "c"], deep: [{ n: 7 }] },
  });
});

test("whatever a value is, a JSON body is JSON and holds it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, text) => {
      const body = JSON.stringify(renderJson({ value: "{value}", text: "{text}" }, { value: value as Value, text }));
      const back = JSON.parse(body);
      expect(back.text).toBe(JSON.parse(JSON.stringify(text)));
      expect(back.value).toEqual(value === null ? undefined : JSON.parse(JSON.stringify(value)));
    }),
    { seed: 7 },
  );
});
