import { createHash } from "node:crypto";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { parse } from "yaml";
import { awaitEntry } from "../scripts/selftest/interrupt/journal-watch.ts";
import { startNode } from "../scripts/selftest/interrupt/node-process.ts";
import { serveTarget } from "../scripts/selftest/interrupt/served-target.ts";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { onlyRun } from "./cli-process.ts";
import { originHooks } from "./example-drills/origin-slow-by-hook.ts";
import { testFolder } from "./temp-folder.ts";

const RUNNER = fileURLToPath(new URL("example-drills/example-process.ts", import.meta.url));
const k6 = k6ForTests();

test.skipIf(k6 === undefined)(
  "a fault that a target's own hooks put in place is taken away by the watchdog when the harness is killed",
  { timeout: 120_000 },
  async ({ annotate }) => {
    const dir = await testFolder("hooked");
    const served = await serveTarget(dir, { timeFactor: 20, asksPartner: false }, 7);
    onTestFinished(() => served.close());
    const { targetFile, view } = served;
    const { addresses } = parse(await readFile(targetFile, "utf8"));
    const hooks = originHooks(addresses.ops, `${targetFile}.ops-bearer`);
    await writeFile(join(dir, "hooks.yaml"), hooks);
    const sha256 = createHash("sha256").update(hooks).digest("hex");
    await appendFile(targetFile, `hooks: { file: hooks.yaml, sha256: ${sha256} }\n`);

    const runs = join(dir, "runs");
    const example = ["--example", "origin-slow-by-hook", "--runs", runs];
    const env = { FIELDPROOF_STATE: join(dir, "state"), FIELDPROOF_K6: k6 ?? "", CI: "" };
    const harness = startNode([RUNNER, "run", ...example, "--target", targetFile], { cwd: dir, env });
    const effect = await awaitEntry(runs, "nano-drop", "stimulus.effect", () => false);
    expect(effect).toMatchObject({ proved: true });
    expect((await view.faults())?.held).toHaveLength(1);

    harness.process.kill("SIGKILL");
    const killedAt = Date.now();
    await vi.waitFor(async () => expect((await view.faults())?.held).toEqual([]), { timeout: 15_000, interval: 50 });
    await annotate(`SIGKILL to a whole target ${Date.now() - killedAt} ms`);

    // What the watchdog did is on the disk; recover has it proved by the drill, too, and closes the folder.
    const recovered = await startNode([RUNNER, "recover", ...example], { cwd: dir, env }).done;
    expect([recovered.code, recovered.stderr]).toEqual([0, expect.not.stringMatching(/\n\s+at /)]);
    expect((await startNode([RUNNER, "judge", ...example], { cwd: dir, env }).done).code).toBe(4);
    const bearer = await readFile(`${targetFile}.ops-bearer`, "utf8");
    const journal = await readFile(join(await onlyRun(runs), "nano-drop/1/journal.ndjson"), "utf8");
    expect([journal.includes("mend-origin"), journal.includes(bearer)]).toEqual([true, false]);
  },
);
