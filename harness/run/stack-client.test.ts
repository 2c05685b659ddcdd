import { createServer, type RequestListener, type Server } from "node:http";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { testFolder } from "../../test/temp-folder.ts";
import { createStackClient } from "./stack-client.ts";

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A target that answers everything as told, and a client of it. */
async function clientOf(answer: RequestListener) {
  const started = createServer(answer);
  server = started;
  const port = await new Promise<number>((resolve) =>
    started.listen(0, "127.0.0.1", () => {
      const address = started.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    }),
  );
  const dir = await testFolder("export");
  const client = createStackClient(`http://127.0.0.1:${port}`, "a-bearer-of-the-test");
  return { dir, client, path: join(dir, "log.ndjson") };
}
const LIMITS = { ms: 5000, bytes: 10_000 };

test("an export that came whole is kept as it came", async () => {
  const { client, path } = await clientOf((_request, response) => response.end('{"index":0}\n'));
  await client.download("log", path, LIMITS);
  expect(await readFile(path, "utf8")).toBe('{"index":0}\n');
});

test.each<[string, RequestListener, RegExp]>([
  [
    "is cut in the middle of a line",
    (_request, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write('{"index":0,"ki', () => response.destroy());
    },
    /a cut answer/,
  ],
  [
    "never ends",
    (_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('{"index":0}\n'));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    },
    /more than 10000 bytes/,
  ],
  ["is refused", (_request, response) => response.writeHead(404).end(), /404/],
  ["is elsewhere", (_request, response) => response.writeHead(302, { location: "/other" }).end(), /no answer/],
])("an export that %s leaves no file, and says so", async (_name, answer, said) => {
  const { client, dir, path } = await clientOf(answer);
  await expect(client.download("log", path, LIMITS)).rejects.toMatchObject({
    code: "FP-STACK-005",
    message: expect.stringMatching(said),
  });
  expect(await readdir(dir)).toEqual([]);
});

test("an export that trickles for ever ends with its time", async () => {
  const { client, dir, path } = await clientOf((_request, response) => {
    const timer = setInterval(() => response.write("\n"), 20);
    response.once("close", () => clearInterval(timer));
  });
  await expect(client.download("log", path, { ms: 200, bytes: 10_000 })).rejects.toMatchObject({
    code: "FP-STACK-005",
  });
  expect(await readdir(dir)).toEqual([]);
});

test.each([
  ["a page", "<html></html>"],
  ["half an object", '{"keys":{'],
  ["keys that are none", '{"keys":{"a":"b"}}'],
])("%s instead of keys is told as the target's, not as a fault of ours", async (_name, body) => {
  const { client } = await clientOf((_request, response) => response.end(body));
  await expect(client.islandKeyPems()).rejects.toMatchObject({ code: "FP-STACK-005" });
  expect(await client.counters()).toBeNull();
});
