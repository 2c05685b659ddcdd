import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OneWayCall } from "../../core/contract/stimulus.ts";
import { type RestoreStep, restoreStepSchema } from "../../core/schema/restore-step.ts";
import { startStack } from "../../mock-platform/server.ts";
import type { RunningStack } from "../../mock-platform/stack-options.ts";
import { restoreAdapter } from "./adapters.ts";
import type { OneWayAdapter } from "./fault-adapter.ts";
import { reachOf } from "./reach.ts";
import { stackCallAdapter } from "./stack-call-adapter.ts";

let folder = "";
let stack: RunningStack;
let adapter: OneWayAdapter;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fieldproof-calls-"));
  stack = await startStack({ orders: 5, checkAnswers: true });
  const bearerFile = join(folder, "ops-bearer");
  await writeFile(bearerFile, stack.opsBearer, { mode: 0o600 });
  adapter = stackCallAdapter({ ops: stack.ops, bearerFile }, reachOf());
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true });
});

const generation = (): number => stack.services.pops[0]?.status().cacheGeneration ?? -1;
const STAGE: OneWayCall = {
  ...{ via: "stack-call", method: "POST", path: "/ops/v1/islands/drop/stage", body: null, accept: [200] },
};
/** A call that an operator cannot have meant: it goes through and is refused by the stack. */
const REFUSED: OneWayCall = { ...STAGE, path: "/ops/v1/islands/nothing/stage" };

test("a call is made, and its step makes it again from the journal alone", async () => {
  const before = generation();
  await adapter.act(STAGE);
  expect(generation()).toBe(before + 1);
  const step: RestoreStep = restoreStepSchema.parse(JSON.parse(JSON.stringify(adapter.step(STAGE))));
  await restoreAdapter(step).restore(step, 5000);
  expect(generation()).toBe(before + 2);
});

test("a body goes with it, and only the statuses that were named mean done", async () => {
  const order = { id: "call-1", ttlMs: 1000, fault: { kind: "origin-down" } };
  const add: OneWayCall = {
    ...{ via: "stack-call", method: "POST", path: "/ops/v1/faults", body: JSON.stringify(order), accept: [201] },
  };
  await adapter.act(add);
  expect(stack.services.faults.list().held).toMatchObject([{ id: "call-1" }]);
  await expect(adapter.act(add)).rejects.toThrow(/POST \/ops\/v1\/faults could not be put in place: it answered 200/);
  stack.services.faults.remove("call-1");
});

test("what the target refuses is told by its status, as a stimulus and as a step", async () => {
  await expect(adapter.act(REFUSED)).rejects.toMatchObject({ code: "FP-FAULT-001" });
  await expect(adapter.restore(adapter.step(REFUSED), 5000)).rejects.toThrow(/failed: it answered 404/);
});

test("a call is no state: only a target that has ended is known to hold nothing", async () => {
  const step = adapter.step(STAGE);
  expect(await adapter.standing(step, 5000)).toBe("unknown");
  const other = await startStack({ orders: 5 });
  const there = { ...step, ops: other.ops } as RestoreStep;
  await other.close();
  expect(await adapter.standing(there, 5000)).toBe("gone");
  await expect(adapter.restore(there, 5000)).rejects.toThrow(/FP-FAULT-002|nobody listens/);
});

test("a person can make the call, without the bearer in the line", async () => {
  const before = generation();
  const line = adapter.byHand(adapter.step(STAGE));
  expect(line).not.toContain(stack.opsBearer);
  const { stdout } = await promisify(execFile)("/bin/sh", ["-c", line]);
  expect(stdout).toMatch(/"pop-a":"good".* 200\n$/s);
  expect(generation()).toBe(before + 1);
  const long = adapter.byHand(adapter.step({ ...STAGE, body: "x".repeat(3000) }));
  expect(long).toMatch(/^send POST \/ops\/v1\/islands\/drop\/stage .* with the body that the journal holds$/);
});
