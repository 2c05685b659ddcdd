import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { RUN_SCHEMA_ID, type RunRecord } from "../../core/schema/evidence.ts";
import { writeJsonFile } from "../../harness/evidence/json-file.ts";
import { lockPath, lockText } from "../../harness/lock/lock-file.ts";
import { ownMark } from "../../harness/lock/process-mark.ts";
import { runKey } from "../../harness/lock/target-lock.ts";
import { testFolder } from "../../test/temp-folder.ts";
import type { CliContext } from "./context.ts";
import { stopCommand } from "./stop-command.ts";

const RECORD: RunRecord = {
  ...{ schema: RUN_SCHEMA_ID, id: "1125T0300-7", startedAt: "2026-11-25T03:00:00.000Z", endedAt: null },
  ...{ profile: "smoke", drills: ["nano-drop"], replicates: 1, planDigest: "0".repeat(64), target: "a stack" },
  ...{ aborted: null, versions: {}, machine: { cpu: "x", cores: 2, memoryMb: 1, platform: "linux-x64" } },
};
const ENDED = {
  endedAt: "2026-11-25T03:01:00.000Z",
  aborted: { code: "FP-STOP-001", message: "The run was stopped by the file STOP." },
};

/** A folder of runs, and what is said about stopping them. */
async function aPlace(json = false) {
  const root = await testFolder("stop");
  const [runs, state] = [join(root, "runs"), join(root, "state")];
  await mkdir(state);
  vi.stubEnv("FIELDPROOF_STATE", state);
  onTestFinished(() => void vi.unstubAllEnvs());
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  const context: CliContext = {
    ...{ json, quiet: false, color: false, width: 100, interactive: false, out: say, err: say },
  };
  const aRun = async (id: string, part: Partial<RunRecord> = {}): Promise<string> => {
    const dir = join(runs, id);
    await mkdir(dir, { recursive: true });
    await writeJsonFile(join(dir, "run.json"), { ...RECORD, id, ...part });
    return dir;
  };
  const lock = async (runDir: string, started: string | null): Promise<void> => {
    const key = runKey(runDir);
    const mark = { ...ownMark(), ...(started === null ? {} : { started }) };
    const text = lockText({ key, target: "x", runDir, ...mark, host: hostname(), since: RECORD.startedAt });
    await writeFile(lockPath(state, key), text);
  };
  const stop = (run?: string, wait = "20") => stopCommand(run, { runs, wait }, context);
  return { runs, said, aRun, lock, stop };
}

/** What a run does: it ends once it is asked. */
const obey = async (dir: string, write: () => Promise<unknown>): Promise<void> => {
  await expect.poll(() => access(join(dir, "STOP")).then(() => true)).toBe(true);
  await write();
};

test("each run that goes on is asked, waited for, and told how it ended", async () => {
  const { said, aRun, lock, stop } = await aPlace();
  const [first, second] = [await aRun("1125T0300-7"), await aRun("1125T0301-7")];
  await lock(second, null);
  const old = await aRun("1124T0300-7", ENDED);
  const obeyed = [
    obey(first, () => aRun("1125T0300-7", ENDED)),
    obey(second, () => aRun("1125T0301-7", { endedAt: ENDED.endedAt })),
  ];
  expect(await stop()).toBe(0);
  await Promise.all(obeyed);
  expect(said).toEqual([
    "1125T0300-7 ended at 2026-11-25T03:01:00.000Z: The run was stopped by the file STOP. [FP-STOP-001]",
    "1125T0301-7 ended at 2026-11-25T03:01:00.000Z: it had come to its end by itself",
  ]);
  await expect(access(join(old, "STOP"))).rejects.toThrow("ENOENT");
});

test("only the run that is named, by its id or by its folder", async () => {
  const { said, aRun, stop } = await aPlace(true);
  const [named, other] = [await aRun("1125T0300-7"), await aRun("1125T0301-7")];
  for (const name of ["1125T0300-7", named]) {
    await rm(join(named, "STOP"), { force: true });
    await aRun("1125T0300-7");
    const obeyed = obey(named, () => aRun("1125T0300-7", ENDED));
    expect(await stop(name)).toBe(0);
    await obeyed;
    expect(JSON.parse(said.pop() ?? "")).toEqual({ runs: [{ run: "1125T0300-7", ended: true, ...ENDED }] });
  }
  await expect(access(join(other, "STOP"))).rejects.toThrow("ENOENT");
});

test("nothing runs: no folder, ended ones, one of a dead process, one that is named and is not there", async () => {
  const { aRun, lock, stop } = await aPlace();
  const nothing = { code: "FP-STOP-003" };
  await expect(stop()).rejects.toMatchObject(nothing);
  await aRun("1124T0300-7", ENDED);
  const dead = await aRun("1125T0300-7");
  await lock(dead, "another boot/1");
  await expect(stop()).rejects.toMatchObject(nothing);
  await expect(stop("1125T0300-7")).rejects.toMatchObject({ message: expect.stringContaining(" as 1125T0300-7") });
  await expect(access(join(dead, "STOP"))).rejects.toThrow("ENOENT");
});

test("a run that does not end in time is told, with what to do", async () => {
  const { said, aRun, stop } = await aPlace();
  await aRun("1125T0300-7");
  expect(await stop(undefined, "1")).toBe(3);
  expect(said[0]).toMatch(/^The run 1125T0300-7 was asked to stop and has not ended within 1 s\. {2}\[FP-STOP-004\]$/);
});
