import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startStack } from "../../mock-platform/server.ts";
import { reachOf } from "./reach.ts";
import { stackFaultAdapter } from "./stack-fault-adapter.ts";
import { type FaultBench, faultConformance } from "./testing/fault-conformance.ts";

const openBench = async (kind: "origin-down" | "partner-cut" = "origin-down"): Promise<FaultBench> => {
  const folder = await mkdtemp(join(tmpdir(), "fieldproof-faults-it's "));
  const stack = await startStack({ orders: 5, checkAnswers: true });
  const bearerFile = join(folder, "ops bearer");
  await writeFile(bearerFile, `${stack.opsBearer}\n`, { mode: 0o600 });
  return {
    adapter: stackFaultAdapter({ ops: stack.ops, bearerFile }, reachOf()),
    order: { via: "stack-fault", fault: { kind } },
    strikes: async () => {
      if (kind === "partner-cut") {
        const headers = { authorization: `Bearer ${stack.partnerBearer}` };
        return (await fetch(`${stack.partner}/partner/v1/cases/none`, { headers }).catch(() => null)) === null;
      }
      const headers = { authorization: `Bearer ${stack.agentBearer}` };
      return (await fetch(`${stack.origin}/origin/v1/islands/drop`, { headers })).status === 503;
    },
    ...{ bearer: stack.opsBearer, bearerFile },
    at: (step, ops) => (step.via === "stack-fault" ? { ...step, ops } : null),
    end: () => stack.close(),
    close: async () => {
      await stack.close();
      await rm(folder, { recursive: true });
    },
  };
};

faultConformance("the reference stack's fault port", openBench, { deadIs: "gone" });

faultConformance("the reference stack's fault port, at the partner", () => openBench("partner-cut"), {
  deadIs: "gone",
});

test("a fault that was undone does not come back when its order is sent late; another order has no room", async () => {
  const { adapter, order, close, strikes } = await openBench();
  try {
    const step = adapter.undoStep(order, "late");
    await adapter.inject(order, "late", 60_000);
    // The answer may be lost, and the order is sent again.
    await adapter.inject(order, "late", 60_000);
    await adapter.restore(step, 5000);
    await expect(adapter.inject(order, "late", 60_000)).rejects.toThrow(/removed before/);
    await expect(
      adapter.inject({ via: "stack-fault", fault: { kind: "origin-slow", delayMs: 5 } }, "late", 60_000),
    ).rejects.toThrow(/409 fault-differs/);
    expect(await strikes()).toBe(false);
  } finally {
    await close();
  }
});

test("another server at the address is not believed: its 404 undoes nothing", async () => {
  const { adapter, order, close } = await openBench();
  const other = await startStack({ orders: 5 });
  try {
    const step = adapter.undoStep(order, "x");
    if (step.via !== "stack-fault") throw new Error("another step");
    for (const ops of [other.pops["pop-a"] ?? "", other.ops]) {
      await expect(adapter.restore({ ...step, ops }, 5000)).rejects.toThrow(/it answered 40[14] where its fault port/);
      expect(await adapter.standing({ ...step, ops }, 5000)).toBe("unknown");
    }
  } finally {
    await other.close();
    await close();
  }
});
