import { expect, test } from "vitest";
import { maskedExchange } from "./masked-dialogue.ts";
import { secretCleaner } from "./secret-variants.ts";

const SECRET = 'pa\'ss "word" (1)/ä';

test.each([
  ["as it is", SECRET],
  ["in an address", encodeURIComponent(SECRET)],
  ["in a form", "pa%27ss+%22word%22+%281%29%2F%C3%A4"],
  ["in JSON", JSON.stringify({ key: SECRET })],
  ["in Basic credentials", Buffer.from(SECRET).toString("base64")],
])("a secret is taken out %s", (_name, text) => {
  const { holds, clean } = secretCleaner([SECRET]);
  expect([holds(text), holds(clean(text))]).toEqual([true, false]);
});

test("what is too short to be a secret is no reason to hide words", () => {
  expect(secretCleaner(["abc", ""]).clean("abcdef")).toBe("abcdef");
});

test("proofs of who asks are hidden by their place, cookies with their names left", () => {
  const { request, response } = maskedExchange(
    {
      request: {
        method: "POST",
        url: "http://127.0.0.1:1/a?b=c",
        headers: { authorization: "Bearer abc", dpop: "x.y.z", cookie: "sid=1; lang=de", "x-made-up": "fieldproof" },
        timeoutMs: 1,
      },
      response: { status: 200, headers: { "set-cookie": "sid=1; Path=/staff; HttpOnly, b=2; Max-Age=9" }, body: "{}" },
    },
    (text) => text,
  );
  expect(request).toMatchObject({
    path: "/a?b=c",
    headers: { authorization: "***", dpop: "***", cookie: "sid=***; lang=***", "x-made-up": "fieldproof" },
  });
  expect(response.headers["set-cookie"]).toBe("sid=***; Path=/staff; HttpOnly, b=***; Max-Age=9");
});
