import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseHooks } from "./parse-hooks.ts";
import { runHook } from "./run-hook.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fieldproof-hooks-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CANARY = "canary-4f1c9e7b20d8";

/** Runs JavaScript as the hook's program, written to a file so that nothing of it stands in the arguments. */
const script = (source: string): string[] => {
  const path = join(folder, "hook.mjs");
  writeFileSync(path, source);
  return [process.execPath, path];
};
const hooksOf = (argv: string[], more: object = {}, secrets: object = {}) =>
  parseHooks(
    { schema: "fieldproof.hooks/1", secrets, hooks: { undo: { kind: "command", argv, timeLimitMs: 15_000, ...more } } },
    "hooks.json",
  );
const run = (argv: string[], more: object = {}, values = {}) => runHook("undo", hooksOf(argv, more), { values });

/** Gone, or a zombie that nobody has collected yet: it runs no more. */
const dead = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return process.platform === "linux" && / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
};

test("a program runs with its arguments as they are, and no shell sees them", async () => {
  const argv = [
    ...script("console.log(JSON.stringify(process.argv.slice(2)))"),
    "$(id)",
    "a b;c",
    "lease={{lease}}",
    "*",
  ];
  const result = await run(argv, {}, { lease: "x y $HOME" });
  expect(result).toMatchObject({ kind: "done", evidence: { exitCode: 0, signal: null, status: null } });
  if (result.kind === "done") expect(result.evidence.output.text).toContain('["$(id)","a b;c","lease=x y $HOME","*"]');
});

test("values that would pass for an option, hold control characters or are not given start nothing", async () => {
  const marker = join(folder, "ran");
  const argv = [
    ...script(`import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(marker)}, "");`),
    "{{lease}}",
  ];
  for (const values of [{ lease: "--force" }, { lease: "a\u0000b" }, {}])
    expect(await run(argv, {}, values)).toMatchObject({ kind: "refused", error: { code: "FP-HOOK-006" } });
  expect(() => readFileSync(marker)).toThrow(/ENOENT/);
});

test("the environment is minimal: nothing of the harness's own but what a program needs", async () => {
  process.env["FIELDPROOF_TEST_LEAK"] = CANARY;
  try {
    const argv = script("console.log(Object.keys(process.env).sort().join())");
    const result = await run(argv, { env: { LEASE: "7" } });
    if (result.kind !== "done") throw new Error(JSON.stringify(result));
    const names = result.evidence.output.text.replace("\\u{0a}", "").split(",");
    expect(names).toContain("LEASE");
    expect(names.filter((name) => !["HOME", "LANG", "LEASE", "PATH", "TMPDIR", "TZ"].includes(name))).toEqual([]);
  } finally {
    delete process.env["FIELDPROOF_TEST_LEAK"];
  }
});

test("exit codes mean done, not done for sure, or unclear", async () => {
  const exits = (code: number) => script(`process.exitCode = ${code}`);
  expect(await run(exits(3))).toMatchObject({ kind: "not-done", reason: "exit-code", evidence: { exitCode: 3 } });
  expect(await run(exits(3), { doneExitCodes: [0, 3] })).toMatchObject({ kind: "done" });
  const sure = { notDoneExitCodes: [4] };
  expect(await run(exits(4), sure)).toMatchObject({ kind: "not-done" });
  expect(await run(exits(3), sure)).toMatchObject({ kind: "unclear", reason: "exit-code" });
  expect(await run(script("process.kill(process.pid, 'SIGKILL')"))).toMatchObject({
    kind: "unclear",
    reason: "signal",
  });
});

test("a hook that hangs and ignores SIGTERM is killed with the grandchild that would outlive it", async () => {
  const pidFile = join(folder, "pids");
  // A shell is there at once: Node may take seconds to start on a busy machine, and its time is limited here.
  const path = join(folder, "deaf.sh");
  writeFileSync(path, 'trap "" TERM\nsleep 60 &\necho "$$ $!" > pids\nwait\n');
  const result = await run(["sh", path], { timeLimitMs: 2000, graceMs: 100, cwd: folder });
  expect(result).toMatchObject({ kind: "unclear", reason: "time-limit", evidence: { signal: "SIGKILL" } });
  const pids = readFileSync(pidFile, "utf8").split(" ").map(Number);
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.map(dead), { interval: 10 }).toEqual([true, true]);
});

test("a hook that ends well does not leave its grandchild behind, nor hang on the pipe that it holds", async () => {
  const argv = script(`
    import { spawn } from "node:child_process";
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
    console.log(child.pid);
    child.unref();
  `);
  const result = await run(argv);
  if (result.kind !== "done") throw new Error(JSON.stringify(result));
  const pid = Number.parseInt(result.evidence.output.text, 10);
  expect(pid).toBeGreaterThan(1);
  await expect.poll(() => dead(pid), { interval: 10 }).toBe(true);
});

test("a flood is counted and capped", async () => {
  const argv = script(
    "for (let i = 0; i < 200; i++) process.stdout.write('y'.repeat(100_000)); process.stderr.write('err')",
  );
  const result = await run(argv);
  if (result.kind !== "done") throw new Error(JSON.stringify(result));
  const { output, errors } = result.evidence;
  expect([output.bytes, output.cut, errors.text]).toEqual([20_000_000, true, "err"]);
  expect(output.text.length).toBeLessThanOrEqual(65_537);
});

test("terminal escapes and bytes that are no text are shown, not obeyed", async () => {
  const argv = script("process.stdout.write(Buffer.from([0x1b, 0x5d, 0x30, 0x3b, 0x78, 0x07, 0xff, 0x0a]))");
  const result = await run(argv);
  if (result.kind !== "done") throw new Error(JSON.stringify(result));
  expect(result.evidence.output.text).toBe("\\u{1b}]0;x\\u{07}\ufffd\\u{0a}");
});

test("a program that is missing, not executable, or has no folder to run in is refused", async () => {
  const plain = join(folder, "plain");
  writeFileSync(plain, "#!/bin/sh\n");
  chmodSync(plain, 0o644);
  const [node = ""] = script("");
  for (const [argv, more, words] of [
    [["/no/such/program"], {}, "is not there"],
    [["no-such-program-of-anybody"], {}, "is not there"],
    [[plain], {}, "may not be executed"],
    [[folder], {}, "may not be executed"],
    [[node], { cwd: join(folder, "none") }, "cannot be started"],
  ] as const)
    expect(await run([...argv], more)).toMatchObject({
      kind: "refused",
      error: { code: "FP-HOOK-006", message: expect.stringContaining(words) },
    });
});

test("a secret comes by standard input and stands in no argument, environment or evidence", async () => {
  const path = join(folder, "secret");
  writeFileSync(path, `${CANARY}\n`, { mode: 0o600 });
  const argv = script(`
    import { readFileSync } from "node:fs";
    const given = readFileSync(0, "utf8").trim();
    console.log(given.length, given, Buffer.from(given).toString("hex"), Buffer.from("u:" + given).toString("base64"));
    console.error("x".repeat(65_530) + given);
    console.log(JSON.stringify([process.argv, process.env]).includes(given));
  `);
  const file = hooksOf(argv, { stdin: { secret: "desk" } }, { desk: { file: path } });
  const result = await runHook("undo", file);
  if (result.kind !== "done") throw new Error(JSON.stringify(result));
  const { output, errors } = result.evidence;
  expect(output.text).toMatch(/^19 \[secret\] \[secret\] .*\[secret\].*false/);
  const whole = JSON.stringify(result);
  for (const form of [
    "cana",
    Buffer.from(CANARY).toString("hex").slice(0, 12),
    Buffer.from(CANARY).toString("hex").slice(-12),
  ])
    expect(whole).not.toContain(form);
  expect(errors).toMatchObject({ bytes: 65_550, cut: true });
});

test("a hook of no such name is refused", async () => {
  for (const name of ["other", "constructor", "__proto__"])
    expect(await runHook(name, hooksOf(["true"]))).toMatchObject({ kind: "refused", error: { code: "FP-HOOK-006" } });
});
