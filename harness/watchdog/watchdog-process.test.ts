import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createHash } from "node:crypto";
import { access, appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { openJournal } from "../evidence/journal.ts";
import { markOf } from "../lock/process-mark.ts";
import { startChild } from "../run/child.ts";
import { WATCHDOG_FILE } from "./watchdog-file.ts";
import { startWatchdog } from "./watchdog-process.ts";

/** Real processes: a watchdog, and programs in the place of k6. */
const SOON = { interval: 20, timeout: 10_000 };

/** A load: `deaf` ends by SIGKILL only. */
const DEAF = 'process.on("SIGINT",()=>{});process.on("SIGTERM",()=>{});';
const aLoad = (deaf = false) => {
  const child = startChild(process.execPath, ["-e", `${deaf ? DEAF : ""}setInterval(()=>{},1000)`], {
    ...{ env: {}, stdio: ["ignore", "ignore", "ignore"] },
  });
  onTestFinished(async () => {
    await child.stop(0);
  });
  return child;
};

/** A process of its own that starts a watchdog, has it hold two loads, and then does nothing. */
async function aHarness(
  before: (dir: string) => Promise<void> = async () => {},
): Promise<{ harness: ChildProcess; pids: number[]; watchdog: number; dir: string }> {
  const dir = await mkdtemp(join(tmpdir(), "fieldproof-test-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await before(dir);
  const script = new URL("testing/idle-harness.ts", import.meta.url).pathname;
  const harness = spawn(process.execPath, [script, dir], { stdio: ["ignore", "pipe", "inherit"], detached: true });
  onTestFinished(() => void harness.kill("SIGKILL"));
  if (harness.stdout === null) throw new Error("no output");
  const [line] = await once(createInterface({ input: harness.stdout }), "line");
  const { pids, watchdog }: { pids: number[]; watchdog: number } = JSON.parse(String(line));
  onTestFinished(() => {
    for (const pid of pids) if (markOf(pid) !== null) process.kill(pid, "SIGKILL");
  });
  return { harness, pids, watchdog, dir };
}

const kindsIn = async (dir: string): Promise<unknown[]> =>
  (await readFile(join(dir, WATCHDOG_FILE), "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
    .map(({ kind, data }) => (kind === "watchdog.load-ended" ? data.how : kind));

test.skipIf(process.platform === "win32")(
  "a signal to the whole group of a dead harness spares the watchdog",
  async () => {
    const { harness, pids, watchdog, dir } = await aHarness();
    const group = -(harness.pid ?? 0);
    process.kill(group, "SIGINT");
    process.kill(group, "SIGKILL");
    process.kill(watchdog, "SIGTERM");
    await expect.poll(() => pids.map(markOf), SOON).toEqual([null, null]);
    await expect.poll(() => markOf(watchdog), SOON).toBeNull();
    // The loads are not of that group: one ends by SIGINT, the deaf one by SIGKILL.
    expect(await kindsIn(dir)).toEqual(["watchdog.acting", "SIGINT", "SIGKILL", "watchdog.ended"]);
  },
);

test.skipIf(process.platform === "win32")("a harness that stands still loses its load", async () => {
  const { harness, pids, watchdog, dir } = await aHarness();
  harness.kill("SIGSTOP");
  await expect.poll(() => pids.map(markOf), SOON).toEqual([null, null]);
  await expect.poll(() => markOf(watchdog), SOON).toBeNull();
  expect((await kindsIn(dir))[0]).toBe("watchdog.acting");
});

/** A journal that ends, as of a harness that was killed in the middle of a line, with a fault that a hook takes away. */
async function withFault(dir: string): Promise<void> {
  const hooksFile = join(dir, "hooks.yaml");
  const hooks = JSON.stringify({
    schema: "fieldproof.hooks/1",
    hooks: { mend: { kind: "command", argv: ["rm", join(dir, "FAULT")], timeLimitMs: 3000 } },
  });
  await writeFile(hooksFile, hooks);
  await writeFile(join(dir, "FAULT"), "");
  const hooksSha256 = createHash("sha256").update(hooks).digest("hex");
  const journal = await openJournal(join(dir, "journal.ndjson"), { now: () => 1 });
  await journal.append("stimulus.planned", {
    ...{ stimulus: "origin-slow", kind: "reversible", phase: "step", leaseMs: 600_000, faultIds: ["f-1"] },
    ...{ restore: [{ via: "hook", hooksFile, hooksSha256, hook: "mend", prove: null, values: {} }], byHand: ["rm it"] },
    target: "a folder",
  });
  await journal.close();
  await appendFile(join(dir, "journal.ndjson"), '{"seq":2,"at":2,"ki');
}

test.skipIf(process.platform === "win32")("a fault that a dead harness left in force is taken away", async () => {
  const { harness, watchdog, dir } = await aHarness(withFault);
  harness.kill("SIGKILL");
  await expect.poll(() => markOf(watchdog), SOON).toBeNull();
  await expect(access(join(dir, "FAULT"))).rejects.toThrow("ENOENT");
  const text = await readFile(join(dir, WATCHDOG_FILE), "utf8");
  const undone = text.split("\n").find((line) => line.includes("stimulus.undone")) ?? "";
  expect(JSON.parse(undone).data).toEqual({
    ...{ stimulus: "origin-slow", by: "watchdog", steps: [{ step: 0, done: true, reason: "taken at try 1" }] },
  });
});

test("what was released is nobody's business, and a watchdog that is told so ends", async () => {
  const watchdog = await startWatchdog();
  const [kept, released] = [aLoad(), aLoad()];
  watchdog.hold(kept);
  watchdog.hold(released)();
  await watchdog.settled();
  await watchdog.close();
  await watchdog.close();
  expect([markOf(watchdog.mark.pid), kept.running(), released.running()]).toEqual([null, true, true]);
});

test("one that is killed is missed at once, and whoever asks it is told", async () => {
  const watchdog = await startWatchdog();
  process.kill(watchdog.mark.pid, "SIGKILL");
  await watchdog.settled();
  const fault = await watchdog.lost;
  expect([fault.code, fault.message]).toEqual(["FP-WATCH-001", expect.stringContaining("killed by SIGKILL")]);
  watchdog.folder("/nowhere");
  await watchdog.close();
});

test("one that is slow to start is not taken for one that stands still", async () => {
  const beatMs = 1;
  const watchdog = await startWatchdog(beatMs);
  await watchdog.close();
});

test.skipIf(process.platform === "win32")("one that stands still guards nothing, and is missed as well", async () => {
  const watchdog = await startWatchdog(20);
  process.kill(watchdog.mark.pid, "SIGSTOP");
  expect((await watchdog.lost).code).toBe("FP-WATCH-001");
  await watchdog.close();
});
