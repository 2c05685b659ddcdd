import { expect, test } from "vitest";
import type { Http, HttpResponse } from "../../../core/contract/ports.ts";
import { retryAfterMs } from "../retry-after.ts";
import { exchange, parseObject, problemCode } from "./exchange.ts";

const response = (part: Partial<HttpResponse>): HttpResponse => ({ status: 200, headers: {}, body: "", ...part });
const http = (part: Partial<HttpResponse>): Http => ({ send: async () => response(part) });
const request = { method: "GET" as const, url: "http://127.0.0.1/", headers: {}, timeoutMs: 1000 };

test.each([
  ["3", undefined, 3000],
  ["0", undefined, 0],
  [" 120 ", undefined, 120_000],
  ["Wed, 25 Nov 2026 10:00:05 GMT", "Wed, 25 Nov 2026 10:00:00 GMT", 5000],
  ["Wed, 25 Nov 2026 09:00:00 GMT", "Wed, 25 Nov 2026 10:00:00 GMT", 0],
  ["Wed, 25 Nov 2026 10:00:05 GMT", undefined, null],
  ["-3", undefined, null],
  ["1e9", undefined, null],
  ["soon", undefined, null],
  ["", undefined, null],
])("Retry-After %j with Date %j is %j ms", (value, date, expected) => {
  const headers = { "retry-after": value, ...(date === undefined ? {} : { date }) };
  expect(retryAfterMs(response({ status: 429, headers }))).toBe(expected);
});

test.each([
  [{ status: 0, error: "ECONNREFUSED" }, "ECONNREFUSED"],
  [{ status: 0 }, "no-answer"],
  [{ status: 403, body: '{"code":"consent-withdrawn"}' }, "consent-withdrawn"],
  [{ status: 502, body: "<html>Bad gateway</html>" }, "http-502"],
  [{ status: 500, body: '{"code":7}' }, "http-500"],
  [{ status: 500, body: JSON.stringify({ code: "x".repeat(5000) }) }, "x".repeat(80)],
])("the code of %j", (part, code) => {
  expect(problemCode(response(part))).toBe(code);
});

test.each(["", "null", "7", '"text"', "[1]", '{"a":', "<html>", "\u0000"])("%j is no JSON object", (text) => {
  expect(parseObject(text)).toBeNull();
});

test("a fault carries place, status, code, and how long to stay away where that was said", async () => {
  const limited = await exchange(
    http({ status: 429, headers: { "retry-after": "2" }, body: '{"code":"slow-down"}' }),
    "send",
    request,
    () => true,
  );
  expect(limited).toEqual({
    ok: false,
    fault: { where: "send", status: 429, code: "slow-down", retryAfterMs: 2000 },
  });
  const gone = await exchange(
    http({ status: 301, headers: { location: "http://elsewhere/" } }),
    "send",
    request,
    () => 1,
  );
  expect(gone).toEqual({ ok: false, fault: { where: "send", status: 301, code: "http-301" } });
});

test.each(["", "<html>all is well</html>", '{"half":', "[]", "null"])(
  "200 with the body %j is a fault, whatever the reader would make of it",
  async (body) => {
    const outcome = await exchange(http({ body }), "claim", request, () => true);
    expect(outcome).toEqual({ ok: false, fault: { where: "claim", status: 200, code: "bad-body" } });
  },
);

test("an answer without content is read as an empty object", async () => {
  expect(await exchange(http({ status: 204 }), "signal", request, (body) => Object.keys(body).length)).toEqual({
    ok: true,
    value: 0,
  });
});
