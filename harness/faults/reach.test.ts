import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Http } from "../../core/contract/ports.ts";
import { isGone, isLoopbackLiteral, noAnswer, reachOf } from "./reach.ts";

const seen: string[] = [];
const server = createServer((request, response) => {
  seen.push(`${request.method} ${request.url} ${request.headers.connection}`);
  response.writeHead(302, { location: "http://192.0.2.1/" }).end();
});
let base = "";
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
});
afterAll(() => void server.close());
const get = (http: Http, url: string, timeoutMs = 5000) => http.send({ method: "GET", url, headers: {}, timeoutMs });

test("this machine is reached, each time on a new connection, and no redirect is followed", async () => {
  const { http } = reachOf();
  expect(await get(http, `${base}/a?b`)).toMatchObject({ status: 302 });
  expect(await get(http, `${base.replace("127.0.0.1", "localhost")}/b`)).toMatchObject({ status: 302 });
  expect(seen.splice(0)).toEqual(["GET /a?b close", "GET /b close"]);
});

test.each([
  "http://192.0.2.1/x",
  "https://desk.example/x",
  "http://localhost.example/x",
  "http://desk.localhost/x",
  "http://2130706433/x",
  "http://127.1/x",
  "http://127.0.0.1@192.0.2.1/x",
  "http://127.0.0.1\\@192.0.2.1/x",
  "ftp://127.0.0.1/x",
  "//127.0.0.1/x",
])("nothing is sent to %s without a pin", async (url) => {
  const answer = await get(reachOf().http, url, 2000);
  expect(answer).toEqual({ status: 0, headers: {}, body: "", error: "FP-TARGET-018" });
});

test("what is not a loopback address goes to the pins, localhost too where a target file has pinned it", async () => {
  const urls: string[] = [];
  const pinned: Http = {
    send: async ({ url }) => {
      urls.push(url);
      return { status: 204, headers: {}, body: "" };
    },
  };
  const { http } = reachOf({ pinned });
  for (const url of ["https://desk.example/x", "http://localhost:1/x", "http://192.0.2.1/x"])
    expect((await get(http, url)).status).toBe(204);
  expect((await get(http, `${base}/c`)).status).toBe(302);
  expect(urls).toEqual(["https://desk.example/x", "http://localhost:1/x", "http://192.0.2.1/x"]);
});

test("gone is who refuses on this machine; who answers, hangs or is elsewhere is not", async () => {
  const reach = reachOf();
  expect(await isGone(reach, base, 5000)).toBe(false);
  const ended = createServer();
  ended.listen(0, "127.0.0.1");
  await once(ended, "listening");
  const address = ended.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await new Promise((resolve) => ended.close(resolve));
  expect(await isGone(reach, `http://127.0.0.1:${port}`, 5000)).toBe(true);
  expect(await isGone(reach, `http://localhost:${port}/`, 5000)).toBe(true);
  const refusing: Http = { send: async () => ({ status: 0, headers: {}, body: "", error: "ECONNREFUSED" }) };
  expect(await isGone(reachOf({ pinned: refusing }), "https://desk.example", 5000)).toBe(false);
});

test("loopback addresses in their one spelling, and words for what did not answer", () => {
  for (const url of ["http://127.0.0.1:1/", "http://127.9.9.9/x", "http://[::1]:80"])
    expect(isLoopbackLiteral(url)).toBe(true);
  for (const url of ["http://localhost/", "http://10.0.0.1", "http://[::2]", "x", "http://127.0.0.1.example"])
    expect(isLoopbackLiteral(url)).toBe(false);
  expect(noAnswer("ECONNREFUSED", 1)).toContain("nobody listens");
  expect(noAnswer("FP-TARGET-018", 1)).toContain("pinned");
  expect(noAnswer("ABORT_ERR", 99.6)).toBe("no answer within 100 ms");
  expect(noAnswer("ECONNRESET", 1)).toBe("no answer (ECONNRESET)");
});
