import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FaultOrder } from "../../core/contract/stimulus.ts";
import { Bench } from "../proxy/testing/bench.ts";
import { hookAdapter } from "./hook-adapter.ts";
import { pinHooks } from "./pinned-hooks.ts";
import { reachOf } from "./reach.ts";
import { type FaultBench, faultConformance } from "./testing/fault-conformance.ts";

const SECRET = "hook-bearer-71c2e9d04b";
const ORDER: FaultOrder = { via: "hook", inject: "break", undo: "mend", prove: "whole", values: { part: "cdn" } };

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fieldproof-hooks-it's "));
});
afterEach(() => rm(folder, { recursive: true }));
const hooksFile = async (hooks: object): Promise<string> => {
  const path = join(folder, "hooks.yaml");
  await writeFile(join(folder, "secret"), SECRET, { mode: 0o600 });
  const secrets = { pass: { file: join(folder, "secret") } };
  await writeFile(path, JSON.stringify({ schema: "fieldproof.hooks/1", secrets, hooks }));
  return path;
};

/** A target of somebody else, with an API of its own: PUT and DELETE of a breakage, GET says 200 when there is none. */
const openBench = async (): Promise<FaultBench> => {
  const bench = new Bench();
  const broken = new Set<string>();
  const server = createServer((request, response) => {
    const name = request.url ?? "";
    if (request.headers.authorization !== `Bearer ${SECRET}`) return void response.writeHead(401).end();
    if (request.method === "PUT") broken.add(name);
    if (request.method === "DELETE") broken.delete(name);
    response.writeHead(request.method === "GET" && broken.size > 0 ? 409 : 200).end();
  });
  const { port } = await bench.listen(server);
  const hook = (method: string) => ({
    kind: "http",
    method,
    url: `http://127.0.0.1:${port}/breakage`,
    headers: { authorization: { secret: "pass", prefix: "Bearer " } },
    ...(method === "PUT" ? { body: '{"id":"{{faultId}}","ms":{{leaseMs}},"part":"{{part}}"}' } : {}),
    timeLimitMs: 5000,
  });
  const place = await pinHooks(await hooksFile({ break: hook("PUT"), mend: hook("DELETE"), whole: hook("GET") }));
  const end = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    adapter: hookAdapter(place, reachOf()),
    order: ORDER,
    strikes: async () => broken.size > 0,
    ...{ bearer: SECRET, bearerFile: join(folder, "secret") },
    at: () => null,
    end,
    close: () => bench.close(),
  };
};

faultConformance("a target with hooks of its own", openBench, { deadIs: "unknown" });

/** Command hooks that make and take away a file, as a program on the target's own machine would. */
const commands = async () => {
  const marker = join(folder, "broken $(id) `id`");
  const script = join(folder, "part.mjs");
  await writeFile(
    script,
    `import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
     const [verb, path, ...rest] = process.argv.slice(2);
     if (verb === "break") writeFileSync(path, rest.join(","));
     if (verb === "mend") {
       if (readFileSync(0, "utf8").trim() !== "key ${SECRET}" || process.env.PART_MODE !== "a b") process.exit(4);
       rmSync(path, { force: true });
     }
     if (verb === "whole") process.exit(existsSync(path) ? 1 : 0);
     if (verb === "hang") setInterval(() => undefined, 1000);`,
  );
  const hook = (verb: string, more: object = {}) => ({
    ...{
      kind: "command",
      argv: [process.execPath, script, verb, marker, "{{part}}"],
      timeLimitMs: 10_000,
      graceMs: 50,
    },
    ...more,
  });
  const stdin = { secret: "pass", prefix: "key " };
  const path = await hooksFile({
    break: hook("break", { argv: [process.execPath, script, "break", marker, "id={{faultId}}", "{{leaseMs}}"] }),
    mend: hook("mend", { stdin, env: { PART_MODE: "a b" }, cwd: folder }),
    whole: hook("whole"),
    hang: hook("hang"),
  });
  return { marker, path, adapter: hookAdapter(await pinHooks(path), reachOf()) };
};

test("programs break and mend, and learn the fault's id and lease", async () => {
  const { adapter, marker } = await commands();
  const step = adapter.undoStep(ORDER, "run7-9");
  expect(step).toMatchObject({ hook: "mend", prove: "whole", values: { faultId: "run7-9", part: "cdn" } });
  await adapter.inject(ORDER, "run7-9", 30_000);
  expect(await readFile(marker, "utf8")).toBe("id=run7-9,30000");
  expect(await adapter.standing(step, 5000)).toBe("held");
  await adapter.restore(step, 5000);
  expect([existsSync(marker), await adapter.standing(step, 5000)]).toEqual([false, "gone"]);
});

test("a program as a person would type it: quoted, with its folder, environment and secret from the file", async () => {
  const { adapter, marker } = await commands();
  await adapter.inject(ORDER, "run7-9", 30_000);
  const line = adapter.byHand(adapter.undoStep(ORDER, "run7-9"));
  expect(line).not.toContain(SECRET);
  await promisify(execFile)("/bin/sh", ["-c", line]);
  expect(existsSync(marker)).toBe(false);
});

test("a hooks file that was changed after it was pinned is not run, by nobody and for no purpose", async () => {
  const { adapter, path, marker } = await commands();
  await adapter.inject(ORDER, "run7-9", 30_000);
  const step = adapter.undoStep(ORDER, "run7-9");
  await appendFile(path, "\n");
  await expect(adapter.restore(step, 5000)).rejects.toThrow(/undoes hook mend failed: .*FP-HOOK-007/);
  await expect(adapter.inject(ORDER, "run7-10", 30_000)).rejects.toMatchObject({ code: "FP-FAULT-001" });
  expect(await adapter.standing(step, 5000)).toBe("unknown");
  expect(adapter.byHand(step)).toMatch(/^run the hook mend of '.*hooks\.yaml' as it was with SHA-256 [0-9a-f]{64}$/);
  expect(existsSync(marker)).toBe(true);
});

test("an undo that takes longer than it may is not done, though its hook would wait", async () => {
  const { adapter } = await commands();
  const step = adapter.undoStep({ ...ORDER, undo: "hang", prove: "hang" }, "run7-9");
  const from = performance.now();
  await expect(adapter.restore(step, 300)).rejects.toThrow(/time-limit.*may have been done all the same/);
  expect(await adapter.standing(step, 300)).toBe("unknown");
  expect(performance.now() - from).toBeLessThan(8000);
});

test("without a hook that proves nobody knows, and a hook that is none is told by its name", async () => {
  const { adapter } = await commands();
  await adapter.inject(ORDER, "run7-9", 30_000);
  expect(await adapter.standing(adapter.undoStep({ ...ORDER, prove: null }, "run7-9"), 5000)).toBe("unknown");
  const none = adapter.undoStep({ ...ORDER, undo: "nowhere" }, "run7-9");
  await expect(adapter.restore(none, 5000)).rejects.toThrow(/hook nowhere failed: .*none of this name.*FP-HOOK-006/);
  expect(adapter.byHand(none)).toMatch(/^run the hook nowhere/);
});

test("a one-way hook is run once and its step rolls forward the same way", async () => {
  const { adapter, marker } = await commands();
  const call = { via: "hook", hook: "mend", values: { part: "cdn" } } as const;
  await writeFile(marker, "");
  await adapter.act(call);
  expect(existsSync(marker)).toBe(false);
  await adapter.restore(adapter.step(call), 5000);
  await expect(adapter.act({ ...call, hook: "whole", values: {} })).rejects.toMatchObject({ code: "FP-FAULT-001" });
});

test.each([
  ["no YAML", "{a: ", /YAML/],
  ["a key twice", "schema: fieldproof.hooks/1\nschema: x", /given twice/],
  ["no hooks", '{"schema":"fieldproof.hooks/1","hooks":{}}', /at least one hook/],
])("a hooks file with %s is not pinned", async (_what, text, says) => {
  const path = join(folder, "bad.yaml");
  await writeFile(path, text);
  await expect(pinHooks(path)).rejects.toMatchObject({ code: "FP-HOOK-001", message: expect.stringMatching(says) });
});

test("a hook to elsewhere than this machine is not sent unless a target file pins its host", async () => {
  const hook = { kind: "http", method: "DELETE", url: "http://192.0.2.1:9/x", timeLimitMs: 5000 };
  const adapter = hookAdapter(await pinHooks(await hooksFile({ break: hook, mend: hook, whole: hook })), reachOf());
  const step = adapter.undoStep(ORDER, "x");
  await expect(adapter.restore(step, 5000)).rejects.toThrow(/FP-HOOK-005/);
  expect(await adapter.standing(step, 5000)).toBe("unknown");
});
