import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type RequestListener, createServer } from "node:http";
import { createServer as createNetServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Bench } from "../proxy/testing/bench.ts";
import { parseHooks } from "./parse-hooks.ts";
import { runHook } from "./run-hook.ts";

const bench = new Bench();
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fieldproof-hooks-"));
});
afterEach(async () => {
  await bench.close();
  rmSync(folder, { recursive: true, force: true });
});

const CANARY = "canary-4f1c9e7b20d8";
const secretFile = (mode = 0o600): string => {
  const path = join(folder, "secret");
  writeFileSync(path, `${CANARY}\n`);
  chmodSync(path, mode);
  return path;
};

const hooksOf = (port: number, more: object = {}, secrets: object = {}, host = "127.0.0.1") =>
  parseHooks(
    {
      schema: "fieldproof.hooks/1",
      secrets,
      hooks: {
        inject: { kind: "http", method: "POST", url: `http://${host}:${port}/fault`, timeLimitMs: 10_000, ...more },
      },
    },
    "hooks.json",
  );
const pinOf = (port: number, host = "127.0.0.1", addresses = ["127.0.0.1"]) => ({ host, port, addresses });

const serve = async (listener: RequestListener): Promise<number> => (await bench.listen(createServer(listener))).port;

test("a hook sends its method, headers, secret and filled body, and is done on its status", async () => {
  let seen = "";
  const port = await serve((request, response) => {
    request.setEncoding("utf8");
    let body = "";
    request.on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      seen = `${request.method} ${request.url} ${request.headers.authorization} ${request.headers["x-plain"]} ${body}`;
      response.writeHead(202).end("accepted");
    });
  });
  const file = hooksOf(
    port,
    {
      headers: { authorization: { secret: "desk", prefix: "Bearer " }, "x-plain": "1" },
      body: '{"name":"{{name}}","ttlMs":{{ttlMs}}}',
    },
    { desk: { file: secretFile() } },
  );
  const result = await runHook("inject", file, {
    pins: [pinOf(port)],
    values: { name: 'a","b":"\n\u0000', ttlMs: 500 },
  });
  expect(result).toMatchObject({ kind: "done", evidence: { status: 202, output: { text: "accepted", bytes: 8 } } });
  expect(seen).toBe(`POST /fault Bearer ${CANARY} 1 {"name":"a\\",\\"b\\":\\"\\n\\u0000","ttlMs":500}`);
  expect(JSON.stringify(result)).not.toContain(CANARY);
});

test("a redirect is refused and its place never called", async () => {
  let called = 0;
  const elsewhere = await serve((_request, response) => {
    called += 1;
    response.end();
  });
  const port = await serve(
    (_request, response) => void response.writeHead(307, { location: `http://127.0.0.1:${elsewhere}/` }).end(),
  );
  const result = await runHook("inject", hooksOf(port), { pins: [pinOf(port), pinOf(elsewhere)] });
  expect(result).toMatchObject({ kind: "not-done", reason: "redirect", evidence: { status: 307 } });
  expect(called).toBe(0);
});

test("a wrong status is not done; silence and a broken answer are unclear; nobody there is sure to be nothing", async () => {
  const wrong = await serve((_request, response) => void response.writeHead(500).end("no"));
  expect(await runHook("inject", hooksOf(wrong), { pins: [pinOf(wrong)] })).toMatchObject({
    kind: "not-done",
    reason: "status",
  });
  const silent = await serve(() => undefined);
  const late = await runHook("inject", hooksOf(silent, { timeLimitMs: 80 }), { pins: [pinOf(silent)] });
  expect(late).toMatchObject({ kind: "unclear", reason: "time-limit", evidence: { status: null } });
  const broken = await serve((request) => void request.socket.destroy());
  expect(await runHook("inject", hooksOf(broken), { pins: [pinOf(broken)] })).toMatchObject({
    kind: "unclear",
    reason: "no-answer",
  });
  await bench.close();
  expect(await runHook("inject", hooksOf(wrong), { pins: [pinOf(wrong)] })).toMatchObject({
    kind: "not-done",
    reason: "no-connection",
  });
});

test("of a body of 1 GB only the cap is read", async () => {
  let written = 0;
  const port = await serve((_request, response) => {
    response.writeHead(200, { "content-length": 1_000_000_000 });
    const more = (): void => {
      while (written < 1_000_000_000 && !response.destroyed) {
        written += 65_536;
        if (!response.write(Buffer.alloc(65_536, "x"))) return void response.once("drain", more);
      }
    };
    more();
  });
  const result = await runHook("inject", hooksOf(port), { pins: [pinOf(port)] });
  expect(result).toMatchObject({ kind: "done", evidence: { output: { cut: true } } });
  if (result.kind === "done") expect(result.evidence.output.text.length).toBeLessThanOrEqual(65_537);
  expect(written).toBeLessThan(20_000_000);
});

/** A listener that counts who connects at all. */
const watched = async () => {
  const seen = { connections: 0 };
  const { port } = await bench.listen(
    createNetServer((socket) => {
      seen.connections += 1;
      socket.destroy();
    }),
  );
  return { port, seen };
};

test("a host or port that is not allowed is refused before a packet leaves", async () => {
  const { port, seen } = await watched();
  for (const pins of [[], [pinOf(port + 1)], [pinOf(port, "desk.example")]])
    expect(await runHook("inject", hooksOf(port), { pins })).toMatchObject({
      kind: "refused",
      error: { code: "FP-HOOK-005" },
    });
  // The same host by another spelling is the same host, and no way round.
  expect(await runHook("inject", hooksOf(port, {}, {}, "0x7f.1"), { pins: [] })).toMatchObject({ kind: "refused" });
  expect(seen.connections).toBe(0);
});

test("a name that leads elsewhere than it was pinned to is refused before a packet leaves", async () => {
  const { port, seen } = await watched();
  const file = hooksOf(port, {}, {}, "desk.example");
  const moved = await runHook("inject", file, {
    pins: [pinOf(port, "desk.example", ["192.0.2.7"])],
    resolve: async () => ["127.0.0.1"],
  });
  expect(moved).toMatchObject({ kind: "refused", error: { code: "FP-TARGET-010" } });
  const gone = await runHook("inject", file, {
    pins: [pinOf(port, "desk.example")],
    resolve: async () => {
      throw new Error("ENOTFOUND");
    },
  });
  expect(gone).toMatchObject({ kind: "refused", error: { code: "FP-TARGET-008" } });
  expect(seen.connections).toBe(0);
});

test("a name that still leads to its pin is called there, looked up only once more", async () => {
  const port = await serve((request, response) => void response.end(request.headers.host));
  let lookUps = 0;
  const result = await runHook("inject", hooksOf(port, {}, {}, "desk.example"), {
    pins: [pinOf(port, "desk.example")],
    resolve: async () => {
      lookUps += 1;
      return ["127.0.0.1"];
    },
  });
  expect(result).toMatchObject({ kind: "done", evidence: { output: { text: `desk.example:${port}` } } });
  expect(lookUps).toBe(1);
});

test("an answer that echoes the secret is masked, and escapes cannot reach a terminal", async () => {
  const forms = [
    CANARY,
    encodeURIComponent(CANARY),
    Buffer.from(CANARY).toString("base64"),
    Buffer.from(`x:${CANARY}`).toString("base64"),
  ];
  const port = await serve(
    (_request, response) => void response.end(`\u001b[31m${forms.join(" ")} ${CANARY.slice(0, 9)}`),
  );
  const headers = { authorization: { secret: "desk" } };
  const file = hooksOf(port, { headers }, { desk: { file: secretFile() } });
  const result = await runHook("inject", file, { pins: [pinOf(port)] });
  expect(result.kind).toBe("done");
  const text = JSON.stringify(result);
  expect(text).not.toContain("canary");
  expect(text).not.toContain(Buffer.from(CANARY).toString("base64").slice(4, 12));
  expect(text).not.toContain("\\u001b");
  expect(text).toContain("[secret]");
});

test.each([
  [0o640, "FP-TARGET-011"],
  [0o604, "FP-TARGET-011"],
])("a secret with mode %o is refused", async (mode, code) => {
  const { port, seen } = await watched();
  const file = hooksOf(port, { headers: { authorization: { secret: "desk" } } }, { desk: { file: secretFile(mode) } });
  expect(await runHook("inject", file, { pins: [pinOf(port)] })).toMatchObject({ kind: "refused", error: { code } });
  expect(seen.connections).toBe(0);
});

test("a secret that is not listed, not there, short or of many lines, and a value that is not given, are refused", async () => {
  const { port, seen } = await watched();
  const headers = { authorization: { secret: "desk" } };
  const run = async (secrets: object, more: object = { headers }) => {
    const result = await runHook("inject", hooksOf(port, more, secrets), { pins: [pinOf(port)] });
    return result.kind === "refused" ? result.error.code : result.kind;
  };
  const path = secretFile();
  expect(await run({})).toBe("FP-HOOK-006");
  expect(await run({ desk: { file: `${path}-none` } })).toBe("FP-FILE-001");
  for (const content of ["short", "", "two words here", "two-lines\nof-text-here"]) {
    writeFileSync(path, content);
    expect(await run({ desk: { file: path } })).toBe("FP-HOOK-003");
  }
  expect(await run({}, { body: "{{absent}}" })).toBe("FP-HOOK-006");
  expect(await run({}, { body: "{{constructor}}" })).toBe("FP-HOOK-006");
  expect(seen.connections).toBe(0);
});
