import { expect, test } from "vitest";
import type { FaultOrder, OneWayCall } from "../../core/contract/stimulus.ts";
import type { RestoreStep, RestoreVia } from "../../core/schema/restore-step.ts";
import { type AdapterPlaces, faultAdapter, oneWayAdapter, restoreAdapter } from "./adapters.ts";

const STEPS: Readonly<Record<RestoreVia, RestoreStep>> = {
  "stack-fault": { via: "stack-fault", ops: "http://127.0.0.1:1", bearerFile: "/none", faultId: "x" },
  "proxy-toxic": { via: "proxy-toxic", control: "http://127.0.0.1:1", bearerFile: "/none", toxic: "x" },
  hook: { via: "hook", hooksFile: "/none", hooksSha256: "0".repeat(64), hook: "x", prove: null, values: {} },
  "stack-call": {
    ...{ via: "stack-call", ops: "http://127.0.0.1:1", bearerFile: "/none", method: "POST" },
    ...{ path: "/x", body: null, accept: [200] },
  },
};
const PLACES: AdapterPlaces = {
  stack: { ops: "http://127.0.0.1:1", bearerFile: "/none" },
  proxy: { control: "http://127.0.0.1:1", bearerFile: "/none" },
  hooks: { hooksFile: "/none", hooksSha256: "0".repeat(64) },
};
const NONE: AdapterPlaces = { stack: null, proxy: null, hooks: null };
const ORDERS: readonly FaultOrder[] = [
  { via: "stack-fault", fault: { kind: "origin-down" } },
  { via: "proxy-toxic", toxic: { type: "down", direction: "downstream", share: 1 } },
  { via: "hook", inject: "a", undo: "b", prove: null, values: {} },
];
const CALLS: readonly OneWayCall[] = [
  { via: "stack-call", method: "POST", path: "/x", body: null, accept: [200] },
  { via: "hook", hook: "a", values: {} },
];

test("each step finds the adapter of its way, and no adapter takes another's step", async () => {
  for (const step of Object.values(STEPS)) {
    const adapter = restoreAdapter(step);
    expect(adapter.via).toBe(step.via);
    for (const other of Object.values(STEPS)) {
      if (other.via === step.via) continue;
      await expect(adapter.restore(other, 100)).rejects.toMatchObject({ code: "FP-INTERNAL-001" });
      expect(await adapter.standing(other, 100)).toBe("unknown");
    }
  }
});

test("a step that cannot be taken throws its code, and its standing never throws", async () => {
  for (const step of Object.values(STEPS)) {
    await expect(restoreAdapter(step).restore(step, 1000)).rejects.toMatchObject({ code: "FP-FAULT-002" });
    expect(["gone", "unknown"]).toContain(await restoreAdapter(step).standing(step, 1000));
    expect(restoreAdapter(step).byHand(step)).not.toBe("");
  }
});

test("each order and call finds its adapter, or hears that the target has no such way in", () => {
  for (const order of ORDERS) {
    const adapter = faultAdapter(order, PLACES);
    expect(adapter.via).toBe(order.via);
    expect(restoreAdapter(adapter.undoStep(order, "x")).via).toBe(order.via);
    expect(() => faultAdapter(order, NONE)).toThrow(expect.objectContaining({ code: "FP-FAULT-001" }));
  }
  for (const call of CALLS) {
    expect(oneWayAdapter(call, PLACES).step(call).via).toBe(call.via);
    expect(() => oneWayAdapter(call, NONE)).toThrow(expect.objectContaining({ code: "FP-FAULT-001" }));
  }
  expect(ORDERS.map((order) => faultAdapter(order, PLACES).ownLease)).toEqual([true, true, false]);
});
