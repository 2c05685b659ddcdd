import { expect, test } from "vitest";
import { maskedExchange } from "./masked-dialogue.ts";

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
