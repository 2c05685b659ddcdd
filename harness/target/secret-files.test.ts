import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadTarget } from "./load-target.ts";
import { readSecrets } from "./secret-files.ts";
import { targetText } from "./target-example.ts";

const folder = await mkdtemp(join(tmpdir(), "secrets-"));
afterAll(() => rm(folder, { recursive: true }));

test("secrets come from private files beside the target file, and no message holds one", async () => {
  const path = join(folder, "t.yaml");
  const file = join(folder, "agent.txt");
  await writeFile(path, targetText({ more: "secrets: { agent: { file: agent.txt } }" }));
  const target = await loadTarget(path);
  await expect(readSecrets(target)).rejects.toMatchObject({ code: "FP-FILE-001" });
  await writeFile(file, "hunter2-hunter2\n", { mode: 0o600 });
  expect(await readSecrets(target)).toEqual({ agent: "hunter2-hunter2" });
  await chmod(file, 0o644);
  const fault = await readSecrets(target).catch((error: unknown) => error);
  expect(fault).toMatchObject({ code: "FP-TARGET-011" });
  expect(JSON.stringify(fault)).not.toContain("hunter2");
});
