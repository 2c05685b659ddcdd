import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockPath } from "./lock-file.ts";
import { type LockSettings, takeLock, targetKeys } from "./target-lock.ts";

let stateDir = "";
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), "fieldproof-test-"));
});
afterEach(() => rm(stateDir, { recursive: true, force: true }));

const KEYS = ["127.0.0.1:4001", "127.0.0.1:4004"];
const order = (runDir: string, keys: readonly string[] = KEYS) => ({ keys, target: "staging", runDir });
const settings = (part: Partial<LockSettings> = {}): LockSettings => ({
  stateDir,
  leftBehind: async () => null,
  ...part,
});
const deadMark = () => ({ pid: spawnSync(process.execPath, ["-e", ""]).pid, started: null });
const path = lockPath;
const first = (): string => path(stateDir, KEYS[0] ?? "");

test("addresses are told apart by host and port, in one order", () => {
  expect(
    targetKeys(["http://localhost:4004", "http://127.0.0.1:4001/x", "http://[::1]:4001", "https://pop.example"]),
  ).toEqual(["127.0.0.1:4001", "127.0.0.1:4004", "pop.example:443"]);
});

test("a second run on the same target is refused, and told who is there", async () => {
  const lock = await takeLock(order("/runs/a"), settings());
  await expect(takeLock(order("/runs/b"), settings())).rejects.toMatchObject({
    code: "FP-LOCK-001",
    exitCode: 2,
    details: { pid: process.pid, runDir: "/runs/a", target: "staging" },
  });
  await lock.release();
  const again = await takeLock(order("/runs/b"), settings());
  await again.release();
  await again.release();
  expect(await readdir(stateDir)).toEqual([]);
});

test("one shared address is enough to be refused, and nothing stays held", async () => {
  const lock = await takeLock(order("/runs/a", ["127.0.0.1:4004"]), settings());
  await expect(takeLock(order("/runs/b"), settings())).rejects.toMatchObject({ code: "FP-LOCK-001" });
  expect(await readdir(stateDir)).toHaveLength(1);
  await lock.release();
});

test("two runs that begin at once: one of them has the target, whole", async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, (_, at) => takeLock(order(`/runs/${at}`), settings())),
  );
  const won = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(won).toHaveLength(1);
  expect(await readdir(stateDir)).toHaveLength(2);
  await won[0]?.release();
});

test("a dead process's lock with nothing left behind is taken over, by one alone", async () => {
  await takeLock(order("/runs/dead"), settings({ self: deadMark() }));
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, (_, at) => takeLock(order(`/runs/${at}`), settings())),
  );
  const won = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(won.map(({ takenOver }) => takenOver)).toEqual([["/runs/dead"]]);
  expect(tries.filter((one) => one.status === "rejected").map((one) => one.reason.code)).toEqual(
    Array.from({ length: 7 }, () => expect.stringMatching(/^FP-LOCK-00[13]$/)),
  );
  await won[0]?.release();
  expect(await readdir(stateDir)).toEqual([]);
});

test("a number that another process has now is a dead lock", async () => {
  await takeLock(order("/runs/dead"), settings({ self: { pid: process.pid, started: "earlier" } }));
  expect((await takeLock(order("/runs/b"), settings())).takenOver).toEqual(["/runs/dead"]);
});

test("a dead process's lock with something left behind is refused", async () => {
  await takeLock(order("/runs/dead"), settings({ self: deadMark() }));
  const left = settings({ leftBehind: async (runDir) => `origin-slow of ${runDir}` });
  await expect(takeLock(order("/runs/b"), left)).rejects.toMatchObject({
    code: "FP-LOCK-002",
    exitCode: 2,
    message: expect.stringContaining("origin-slow of /runs/dead"),
    hint: expect.stringContaining("fieldproof recover /runs/dead"),
  });
});

test("where nobody can tell what is left behind, it is refused", async () => {
  await takeLock(order("/runs/dead"), settings({ self: deadMark() }));
  const unknown = settings({ leftBehind: () => Promise.reject(new Error("no such folder")) });
  await expect(takeLock(order("/runs/b"), unknown)).rejects.toMatchObject({
    code: "FP-LOCK-003",
    message: expect.stringContaining("no such folder"),
  });
});

test("another host's lock counts as living, whatever its process number says here", async () => {
  await takeLock(order("/runs/a"), settings({ host: "elsewhere", self: deadMark() }));
  await expect(takeLock(order("/runs/b"), settings())).rejects.toMatchObject({
    code: "FP-LOCK-001",
    details: { host: "elsewhere" },
  });
});

test.each<[string, (text: string) => string, RegExp]>([
  ["cut", (text) => text.slice(0, 40), /it was cut/],
  ["empty", () => "", /it was cut/],
  ["edited", (text) => text.replace("/runs/a", "/runs/b"), /check sum/],
  ["foreign", () => "{}", /schema none/],
  ["newer", (text) => text.replace("fieldproof.lock/1", "fieldproof.lock/2"), /lock\/2/],
])("a lock that is %s is refused, with what to do, and stays", async (_name, damage, reason) => {
  await takeLock(order("/runs/a"), settings({ self: deadMark() }));
  const damaged = damage(await readFile(first(), "utf8"));
  await writeFile(first(), damaged);
  const refused = takeLock(order("/runs/b"), settings());
  await expect(refused).rejects.toMatchObject({
    code: "FP-LOCK-003",
    message: expect.stringMatching(reason),
    hint: expect.stringContaining("delete that file"),
  });
  expect(await readFile(first(), "utf8")).toBe(damaged);
});

test("the lock of another target under this one's name is refused", async () => {
  await takeLock(order("/runs/a", ["127.0.0.1:9"]), settings({ self: deadMark() }));
  await writeFile(first(), await readFile(path(stateDir, "127.0.0.1:9"), "utf8"));
  await expect(takeLock(order("/runs/b"), settings())).rejects.toThrow(/something else/);
});

test("a lock that somebody else took is not given back", async () => {
  const lock = await takeLock(order("/runs/a"), settings({ self: { pid: process.pid, started: "earlier" } }));
  const other = await takeLock(order("/runs/b"), settings());
  await lock.release();
  await expect(takeLock(order("/runs/c"), settings())).rejects.toMatchObject({ code: "FP-LOCK-001" });
  await other.release();
});
