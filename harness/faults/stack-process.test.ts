import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FaultOrder } from "../../core/contract/stimulus.ts";
import { stackFaultsSchema } from "../../core/schema/stack-fault.ts";
import { startStack, type StackProcess } from "../run/stack-process.ts";
import type { FaultAdapter } from "./fault-adapter.ts";
import { reachOf } from "./reach.ts";
import { stackFaultAdapter } from "./stack-fault-adapter.ts";

/** The reference stack as the harness runs it: a process of its own, which can be stopped and killed. */
let folder = "";
let stack: StackProcess;
let adapter: FaultAdapter;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fieldproof-stopped-"));
  const server = fileURLToPath(new URL("../../mock-platform/server.ts", import.meta.url));
  stack = await startStack(
    { command: process.execPath, args: [server] },
    {
      ...{ timeFactor: 10, seed: 7, event: "drop", items: 5, defects: [], benign: [] },
      ...{ privateDir: folder, logFile: join(folder, "stack.log") },
    },
  );
  const bearerFile = join(folder, "bearer");
  await writeFile(bearerFile, stack.secrets.opsBearer, { mode: 0o600 });
  adapter = stackFaultAdapter({ ops: stack.addresses.ops, bearerFile }, reachOf());
});
afterEach(async () => {
  stack.child.process.kill("SIGCONT");
  await stack.child.stop(5000);
  await rm(folder, { recursive: true });
});

const DOWN: FaultOrder = { via: "stack-fault", fault: { kind: "origin-down" } };
const origin = async (): Promise<number> => {
  const headers = { authorization: `Bearer ${stack.secrets.agentBearer}` };
  return (await fetch(`${stack.addresses.origin}/origin/v1/islands/drop`, { headers })).status;
};
const faults = async () => {
  const headers = { authorization: `Bearer ${stack.secrets.opsBearer}` };
  return stackFaultsSchema.parse(await (await fetch(`${stack.addresses.ops}/ops/v1/faults`, { headers })).json());
};

test("a stack that was stopped over the end of a lease strikes with it no more when it goes on", async () => {
  const leaseMs = 2500;
  await adapter.inject(DOWN, "stopped", 60_000);
  expect(await origin()).toBe(503);
  // Short from here on: on a busy machine it must not lapse before it was seen to strike.
  await adapter.renew("stopped", leaseMs);
  stack.child.process.kill("SIGSTOP");
  // The request is there when the process goes on, before any of its timers has run.
  const from = performance.now();
  const asked = origin();
  const step = adapter.undoStep(DOWN, "stopped");
  expect(await adapter.standing(step, 100)).toBe("unknown");
  await expect.poll(() => performance.now() - from, { interval: 20 }).toBeGreaterThan(leaseMs);
  stack.child.process.kill("SIGCONT");
  expect(await asked).toBe(200);
  await expect(adapter.renew("stopped", leaseMs)).rejects.toMatchObject({ code: "FP-FAULT-003" });
  expect(await faults()).toMatchObject({ held: [], ended: [{ id: "stopped", ended: "lapsed", struck: 1 }] });
  await adapter.restore(step, 5000);
});

test("a stack that was killed took its fault with it", async () => {
  await adapter.inject(DOWN, "killed", 60_000);
  const step = adapter.undoStep(DOWN, "killed");
  expect(await adapter.standing(step, 5000)).toBe("held");
  stack.child.process.kill("SIGKILL");
  await stack.child.exited;
  expect(await adapter.standing(step, 5000)).toBe("gone");
  await expect(adapter.restore(step, 5000)).rejects.toMatchObject({ code: "FP-FAULT-002" });
});
