import { join } from "node:path";
import { expect, test } from "vitest";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { onFitMachine, wasUnfit } from "./fit-machine.ts";
import { follow, GUIDE, guideLines, OURS } from "./your-stack.ts";

const k6 = k6ForTests();

test.skipIf(k6 === undefined)(
  "who follows the page from its beginning has a drill of the other desk, and its verdict, at the end",
  async () => {
    const page = await GUIDE;
    const { verdict, said } = await onFitMachine(async () => {
      const { said: told, folder } = await follow(guideLines(page), k6);
      return { said: told, runs: join(folder, "my-desk", "runs") };
    });
    expect(said.find(({ line }) => line.startsWith(`${OURS}run `))?.output).toContain("report: ");
    expect(said.at(-1)).toMatchObject({ line: expect.stringContaining("cleanup"), code: 0 });
    // Three minutes are long for a machine that others use, too: an unfit run proves its way, and nothing of the desk.
    if (wasUnfit(verdict)) return;
    expect(verdict.verdict).toBe("READY");
    const objectives = verdict.drills.find(({ drill }) => drill === "nano-drop")?.replicates[0]?.objectives ?? [];
    const unmeasured = objectives.filter(({ status }) => status === "unmeasured");
    expect(unmeasured.filter(({ notRun }) => notRun === undefined)).toEqual([]);
  },
  900_000,
);
