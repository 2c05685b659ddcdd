import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { runMain, UNFIT_OUTPUT } from "./main-in-process.ts";
import { testFolder } from "./temp-folder.ts";

const SECRET = "do-not tell/this";
const EXAMPLE = await readFile(new URL("../examples/other-desk/target.yaml", import.meta.url), "utf8");

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Checks the example's mapping against a desk that does whatever it likes. */
async function checkAgainst(
  listener: RequestListener,
  { change = (text: string): string => text, limitSec = 30 } = {},
) {
  const folder = await testFolder("target-hostile");
  const path = join(folder, "target.yaml");
  const record = join(folder, "dialogue.json");
  await writeFile(path, change(EXAMPLE.replaceAll("http://127.0.0.1:4100", await serve(listener))));
  await writeFile(join(folder, "other-desk.pass"), SECRET, { mode: 0o600 });
  const { code, stdout, stderr } = await runMain([
    "target",
    "check",
    path,
    "--timeout",
    `${limitSec}`,
    "--record",
    record,
  ]);
  const told = [stdout, stderr, await readFile(record, "utf8")].join("\n");
  return { code, stderr, told };
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };

test.each<[string, RequestListener, RegExp]>([
  [
    "a page for JSON",
    (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html><form>Sign in"),
    /customer\.session\.request\.path: is answered with a page.*\[html-for-json\]/,
  ],
  [
    "half a body",
    (_, response) => void response.writeHead(200).end('{"visitor": {"pa'),
    /session\.request\.path.*\[bad-json\]/,
  ],
  ["an error in a success", json(200, { trouble: { reason: "no" } }), /\[error-in-200\]/],
  [
    "429 without Retry-After",
    json(429, {}),
    /limits\.publishedLimits: .*no Retry-After.*\[rate-limited-no-retry-after\]/,
  ],
  [
    "429 with Retry-After",
    json(429, {}, { "retry-after": "3600" }),
    /limits\.publishedLimits: .*429.*\[rate-limited\]/,
  ],
  ["an answer that is a list", json(200, [1, 2]), /read\.pass: \/visitor\/pass misses: the answer is a list of 2/],
  ["an endless depth", (_, response) => void response.end("[".repeat(100_000)), /\[bad-json\]/],
  ["a terminal's commands", json(500, "\u001b[2J\u202e"), /session\.request\.path: is answered with 500/],
  [
    "20 MB of an answer",
    (_, response) => void response.end(Buffer.alloc(20_000_000, 0x20)),
    /addresses\.pops: gave no answer to POST \/visitors in time \(the answer is too large\)/,
  ],
])("%s is a finding, and the check ends", async (_name, listener, said) => {
  const { code, stderr, told } = await checkAgainst(listener);
  expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
  expect(told).not.toMatch(UNFIT_OUTPUT);
});

test("a socket that never speaks is given up after the time for one request", async () => {
  const { code, stderr } = await checkAgainst(() => {}, { limitSec: 1 });
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/addresses\.pops: gave no answer to POST \/visitors.*\[no-answer\]/),
  ]);
});

test("a redirect is told with where it leads, and nothing goes there", async () => {
  let strays = 0;
  const elsewhere = await serve((_, response) => {
    strays += 1;
    response.end("{}");
  });
  const { stderr } = await checkAgainst(
    (_, response) => void response.writeHead(302, { location: `${elsewhere}/v2` }).end(),
  );
  expect(stderr).toContain(`session.request.path: is answered with 302 to ${elsewhere}/v2`);
  expect(strays).toBe(0);
});

test("a desk that gives secrets and tokens back is told so, and neither is kept", async () => {
  const token = "t0ken-of-a-visitor";
  const number = `for ${SECRET}`;
  const body = { visitor: { pass: token }, case: { number }, posts: [], handled_by: encodeURIComponent(SECRET) };
  const { stderr, told } = await checkAgainst((request, response) => {
    const known = request.url === "/visitors" || request.url === "/cases";
    json(known ? 200 : 500, body, { "set-cookie": "sitting=cookie-of-staff; Path=/" })(request, response);
  });
  expect(stderr).toContain("holds a secret of this file: the desk gives it back  [secret-echoed]");
  for (const secret of [SECRET, encodeURIComponent(SECRET), token, "cookie-of-staff"])
    expect(told).not.toContain(secret);
});

test("a desk that always has another page is left", async () => {
  let n = 0;
  const { stderr } = await checkAgainst((request, response) => {
    n += 1;
    const at = Math.floor(Date.now() / 1000);
    const post = { key: `k${n}`, no: n, by: { role: "visitor" }, words: "Again", written_at: at, own_ref: null };
    const body = { visitor: { pass: "a-pass-of-nobody" }, case: { number: 1 }, handled_by: "desk", posts: [post] };
    json(request.url?.startsWith("/staff") ? 500 : 200, { ...body, next_offset: n, more: true })(request, response);
  });
  expect(stderr).toContain("cursor.more: says that there is another page after each of 10 pages");
  expect(n).toBeLessThanOrEqual(40);
});
