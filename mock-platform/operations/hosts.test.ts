import { afterAll, beforeAll, expect, test } from "vitest";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { ask, exchangeBytes, expectProblem } from "../testing/raw-http.ts";

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ orders: 5 });
});
afterAll(() => stack.close());

const port = (): string => new URL(stack.ops).port;
const authorization = (): string => `Bearer ${stack.opsBearer}`;

test.each([
  ["a page's own name, rebound to loopback", () => `evil.example:${port()}`],
  ["a name that only begins well", () => `127.0.0.1.evil.example:${port()}`],
  ["a name that only ends well", () => `evil.localhost:${port()}`],
  ["a user before it", () => `x@127.0.0.1:${port()}`],
  ["another port", () => `127.0.0.1:${Number(port()) + 1}`],
  ["no port", () => "127.0.0.1"],
  ["another loopback address", () => `127.0.0.2:${port()}`],
  ["any address", () => `0.0.0.0:${port()}`],
  ["the address in another spelling", () => `2130706433:${port()}`],
  ["IPv6", () => `[::1]:${port()}`],
  ["a dot behind it", () => `localhost.:${port()}`],
  ["two", () => `127.0.0.1:${port()}, evil.example`],
])("operations answers for no other host: %s", async (_what, host) => {
  const url = `${stack.ops}/ops/v1/info`;
  expectProblem(await ask(url, { headers: { host: host(), authorization: authorization() } }), "misdirected");
  // Even who has no bearer learns nothing but this.
  expectProblem(await ask(url, { headers: { host: host() } }), "misdirected");
  const forwarded = { "x-forwarded-host": `127.0.0.1:${port()}`, forwarded: `host=127.0.0.1:${port()}` };
  expectProblem(
    await ask(url, { headers: { host: host(), authorization: authorization(), ...forwarded } }),
    "misdirected",
  );
});

test.each(["127.0.0.1", "localhost"])("operations answers for %s", async (name) => {
  const headers = { host: `${name}:${port()}`, authorization: authorization() };
  const forged = { ...headers, "x-forwarded-host": "evil.example", origin: "http://evil.example" };
  for (const one of [headers, forged])
    expect((await ask(`${stack.ops}/ops/v1/info`, { headers: one })).status).toBe(200);
});

test.each([
  ["with no host in HTTP/1.1", "GET /ops/v1/info HTTP/1.1\r\n", 400],
  ["with an empty host", "GET /ops/v1/info HTTP/1.1\r\nhost: \r\n", 421],
  ["with no host in HTTP/1.0", "GET /ops/v1/info HTTP/1.0\r\n", 421],
])("a request %s is refused", async (_what, head, status) => {
  const answer = await exchangeBytes(
    stack.ops,
    `${head}authorization: ${authorization()}\r\nconnection: close\r\n\r\n`,
  );
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

test("an address in the request line is not taken for the host", async () => {
  const head = `GET http://127.0.0.1:${port()}/ops/v1/info HTTP/1.1\r\nhost: evil.example\r\n`;
  const answer = await exchangeBytes(
    stack.ops,
    `${head}authorization: ${authorization()}\r\nconnection: close\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1.1 (421|404) /);
});
