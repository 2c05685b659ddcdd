import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { afterAll, expect, test } from "vitest";
import { parseTarget } from "./load-target.ts";
import { createPinnedHttp } from "./pinned-http.ts";
import { targetText } from "./target-example.ts";

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

const listen = async (answer: RequestListener) => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.headers.host} ${request.url} ${request.headers["x-synthetic"]}`);
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  const address = server.address();
  return { seen, port: typeof address === "object" && address !== null ? address.port : 0 };
};

const elsewhere = await listen((_, response) => response.end("reached"));
const desk = await listen((request, response) => {
  if (request.url === "/away") response.writeHead(302, { location: `http://127.0.0.1:${elsewhere.port}/` }).end();
  else if (request.url === "/hang") request.resume();
  else response.end("here");
});
const origin = `http://desk.example:${desk.port}`;
const hosts = `[{ host: desk.example, ports: [${desk.port}], addresses: [192.0.2.1] }]`;
const http = createPinnedHttp({
  path: "t.yaml",
  file: parseTarget(targetText({ origin, pop: origin, hosts }), "t.yaml"),
  bytes: new Uint8Array(),
  sha256: "",
  places: [{ role: "origin", scheme: "http", host: "desk.example", port: desk.port, isLiteral: false }],
  offLoopback: true,
  // A listed network cannot hold loopback: the test's own pin stands for the checked one.
  pins: [{ host: "desk.example", port: desk.port, addresses: ["127.0.0.1"] }],
});
const get = (url: string, timeoutMs = 5000) => http.send({ method: "GET", url, headers: {}, timeoutMs });

test("requests go to the pin under the target's own name, and are marked", async () => {
  expect(await get(`${origin}/x?y`)).toMatchObject({ status: 200, body: "here" });
  expect(desk.seen).toContain(`desk.example:${desk.port} /x?y fieldproof`);
});

test("a redirect comes back as it is and nobody goes there", async () => {
  expect(await get(`${origin}/away`)).toMatchObject({ status: 302 });
  expect(elsewhere.seen).toEqual([]);
});

test("places that are not the target's are refused before anything is sent", async () => {
  const { port } = elsewhere;
  for (const url of [
    `http://127.0.0.1:${port}/`,
    `http://localhost:${port}/`,
    `http://2130706433:${port}/`,
    `http://desk.example:${port}/`,
    `https://desk.example:${desk.port}/`,
    `http://desk.example:${desk.port}@127.0.0.1:${port}/`,
    `http://desk.example:${desk.port}\\@127.0.0.1:${port}/`,
  ])
    expect([url, (await get(url)).error]).toEqual([url, "FP-TARGET-018"]);
  expect(elsewhere.seen).toEqual([]);
  // The listener does listen: what it would have seen, it sees.
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("reached");
  expect(elsewhere.seen).toHaveLength(1);
});

test("an answer that never comes is cut off", async () => {
  expect(await get(`${origin}/hang`, 50)).toMatchObject({ status: 0 });
});
