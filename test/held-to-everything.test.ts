import { expect, test } from "vitest";
import { digestFiles } from "../harness/evidence/file-digests.ts";
import { judgeRun } from "../reports/judge/judge-run.ts";
import { GoldenCopy } from "./golden-copy.ts";

/**
 * A stack that speaks the wire contract is held to all that a drill demands, whatever it says of its own capabilities: one
 * that answers less, and gives less, is never the greener for it.
 */
const DIR = "nano-drop/1";
const answeringLess = async (name: "ready" | "not-ready", without: readonly string[]): Promise<GoldenCopy> => {
  const copy = await GoldenCopy.of(name);
  await copy.json(`${DIR}/export/info.json`, { capabilities: ["customer", "agent"] });
  for (const file of without) await copy.remove(`${DIR}/export/${file}.ndjson`);
  // As the harness would have journalled it.
  const files = await digestFiles(copy.path(DIR), (path) => ["journal.ndjson", "replicate.json"].includes(path));
  const digests = Object.fromEntries(files.map(({ path, sha256 }) => [path, sha256]));
  await copy.journal(DIR, (entries) =>
    entries.map((entry) =>
      entry.kind === "evidence.collected" ? { ...entry, data: { ...entry.data, files: digests } } : entry,
    ),
  );
  await copy.reseal();
  return copy;
};
const ruled = async (copy: GoldenCopy): Promise<[string, number]> => {
  const verdict = await judgeRun(copy.runDir);
  const objectives = verdict.drills.flatMap(({ replicates }) => replicates.flatMap((one) => one.objectives));
  return [verdict.verdict, objectives.filter(({ notRun }) => notRun !== undefined).length];
};

test.each([["ready", "READY"] as const, ["not-ready", "NOT READY"] as const])(
  "a stack that names fewer capabilities is judged as before: %s",
  async (name, verdict) => {
    expect(await ruled(await answeringLess(name, []))).toEqual([verdict, 0]);
  },
);

test("a stack that gives neither log nor consents proves nothing, and no objective is excused", async () => {
  expect(await ruled(await answeringLess("ready", ["log", "consents"]))).toEqual(["CAN'T TELL", 0]);
  expect((await ruled(await answeringLess("not-ready", ["log"])))[0]).not.toBe("READY");
});
