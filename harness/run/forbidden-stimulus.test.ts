import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nanoDropOriginSlow } from "../../test/example-drills/origin-slow.ts";
import { defaultPlan } from "../plan/default-plan.ts";
import { planDigest } from "../plan/digest.ts";
import { resolvePhases } from "../plan/profiles.ts";
import { parseTarget } from "../target/load-target.ts";
import { targetText } from "../target/target-example.ts";
import { run } from "./run.ts";

test("a stimulus that the target file does not allow is refused before a packet leaves", async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  const address = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`;
  const runsDir = await mkdtemp(join(tmpdir(), "fieldproof-forbidden-"));
  try {
    const file = parseTarget(
      targetText({ origin: address, pop: address, more: "allowedStimuli: [origin-down]" }),
      "t.yaml",
    );
    const target = {
      path: "t.yaml",
      file,
      bytes: new Uint8Array(),
      sha256: "",
      places: [],
      offLoopback: false,
      pins: [],
    };
    const plan = defaultPlan();
    const running = run({
      ...{ plan, planDigest: planDigest(plan), planPath: null, profile: "smoke", phases: resolvePhases(plan, "smoke") },
      ...{ arrivalsSec: null, drills: ["nano-drop"], replicates: 1, runsDir, k6Path: "/nowhere/k6", versions: {} },
      ...{ browser: { reason: "none" }, target: { kind: "served", target }, catalog: [nanoDropOriginSlow] },
      ...{ signal: new AbortController().signal, onProgress: () => {} },
    });
    await expect(running).rejects.toMatchObject({ code: "FP-TARGET-020" });
    expect([connections, await readdir(runsDir)]).toEqual([0, []]);
  } finally {
    server.close();
    await rm(runsDir, { recursive: true });
  }
});
