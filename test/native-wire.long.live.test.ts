import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseTarget } from "../harness/target/load-target.ts";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { runCli, startCli } from "./cli-process.ts";
import { onFitMachine } from "./fit-machine.ts";
import { quickPlan } from "./quick-plan.ts";

const k6 = k6ForTests();
const EXAMPLE = new URL("../examples/native-wire.target.yaml", import.meta.url);

test.skipIf(k6 === undefined)(
  "nano-drop at the native wire by its YAML file alone: what the ports carry is judged and met, the rest is NOT RUN with its reason",
  async () => {
    const { dir, plan } = await quickPlan();
    const native = join(dir, "served.yaml");
    const served = startCli(
      ["serve", "--time-factor", "20", "--secrets-file", join(dir, "secrets.json"), "--target-file", native],
      { cwd: dir },
    );
    try {
      await served.said("drill it:");
      const { pops, origin } = parseTarget(await readFile(native, "utf8"), native).addresses;
      const { agentBearer } = JSON.parse(await readFile(join(dir, "secrets.json"), "utf8"));
      await writeFile(join(dir, "agent-bearer"), `${agentBearer}\n`, { mode: 0o600 });
      const text = (await readFile(EXAMPLE, "utf8"))
        .replace("http://127.0.0.1:4101", pops["pop-a"] ?? "")
        .replace("http://127.0.0.1:4102", pops["pop-b"] ?? "")
        .replace("http://127.0.0.1:4100", origin)
        .replace("adapter: http\n", "adapter: http\ntimeFactor: 20\n");
      await writeFile(join(dir, "native.yaml"), text);
      let tries = 0;
      const { stderr, verdict } = await onFitMachine(async () => {
        const runs = join(dir, `runs-${tries++}`);
        const args = ["run", plan, "--target", join(dir, "native.yaml"), "--no-browser", "--runs", runs];
        return { runs, ...(await runCli(args, k6 === undefined ? {} : { k6 })) };
      });
      expect(stderr).not.toMatch(/\n\s+at /);
      const replicate = verdict.drills[0]?.replicates[0];
      expect(replicate?.validity.filter((check) => !check.ok)).toEqual([]);
      const by = (status: string) =>
        replicate?.objectives.filter((one) => one.status === status).map((one) => one.id) ?? [];
      expect(by("missed")).toEqual([]);
      expect(by("met")).toEqual(expect.arrayContaining(["unanswered", "replies-delivered", "replies-genuine"]));
      const notRun = replicate?.objectives.filter((one) => one.notRun !== undefined).map((one) => one.id);
      expect(notRun).toEqual(expect.arrayContaining(["consent-recorded", "log-complete", "access-proved"]));
    } finally {
      served.process.kill("SIGINT");
      await served.done;
    }
  },
  480_000,
);
