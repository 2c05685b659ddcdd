import { execFile } from "node:child_process";
import { chmod, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FaultOrder } from "../../../core/contract/stimulus.ts";
import { type RestoreStep, restoreStepSchema } from "../../../core/schema/restore-step.ts";
import { restoreAdapter } from "../adapters.ts";
import { LONGEST_BY_HAND } from "../by-hand.ts";
import type { FaultAdapter, Standing } from "../fault-adapter.ts";

/** A real target with a real way in, of one test. */
export interface FaultBench {
  readonly adapter: FaultAdapter;
  readonly order: FaultOrder;
  /** Whether the fault strikes now, seen from outside and not by the adapter. */
  strikes(): Promise<boolean>;
  readonly bearer: string;
  readonly bearerFile: string;
  /** The step, for a target at another address; null where a step names none. */
  at(step: RestoreStep, base: string): RestoreStep | null;
  /** Ends the process that holds the fault. */
  end(): Promise<void>;
  close(): Promise<void>;
}

const LIMIT_MS = 5000;
const LEASE_MS = 60_000;
const shell = promisify(execFile);

/** What every adapter keeps to, whatever it reaches. `deadIs`: what it says of a target whose process has ended. */
export const faultConformance = (
  name: string,
  open: () => Promise<FaultBench>,
  { deadIs }: { deadIs: Standing },
): void => {
  describe(`${name} keeps to the contract of fault adapters`, () => {
    let bench: FaultBench;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(() => bench.close());

    const stepOf = (faultId: string): RestoreStep => bench.adapter.undoStep(bench.order, faultId);
    /** As another process finds it, in a journal. */
    const found = (step: RestoreStep): RestoreStep => restoreStepSchema.parse(JSON.parse(JSON.stringify(step)));
    const code = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => "done",
        (error: unknown) => (error instanceof Object && "code" in error ? String(error.code) : String(error)),
      );

    test("inject, held, renewed, restored, gone, and restored again", async () => {
      const { adapter, order } = bench;
      const step = stepOf("run7-1");
      expect(await bench.strikes()).toBe(false);
      await adapter.inject(order, "run7-1", LEASE_MS);
      expect([await adapter.standing(step, LIMIT_MS), await bench.strikes()]).toEqual(["held", true]);
      await adapter.renew("run7-1", LEASE_MS);
      expect([await adapter.standing(step, LIMIT_MS), await bench.strikes()]).toEqual(["held", true]);
      await adapter.restore(step, LIMIT_MS);
      expect([await adapter.standing(step, LIMIT_MS), await bench.strikes()]).toEqual(["gone", false]);
      await adapter.restore(step, LIMIT_MS);
      expect(await adapter.standing(step, LIMIT_MS)).toBe("gone");
    });

    test("the step is known before the fault is there, holds no secret, and any other process can take it", async () => {
      const step = found(stepOf("1125T0230-7.a"));
      expect(step).toEqual(stepOf("1125T0230-7.a"));
      expect(JSON.stringify(step)).not.toContain(bench.bearer);
      const other = restoreAdapter(step);
      // Nothing to undo yet, which is done.
      await other.restore(step, LIMIT_MS);
      expect(await other.standing(step, LIMIT_MS)).toBe("gone");
      await bench.adapter.inject(bench.order, "1125T0230-7.a", LEASE_MS);
      expect(await other.standing(step, LIMIT_MS)).toBe("held");
      await other.restore(step, LIMIT_MS);
      expect([await other.standing(step, LIMIT_MS), await bench.strikes()]).toEqual(["gone", false]);
    });

    test("what a person is told to type undoes it, on one line and without a secret", async () => {
      const step = stepOf("by-hand");
      await bench.adapter.inject(bench.order, "by-hand", LEASE_MS);
      const line = bench.adapter.byHand(step);
      expect(line).not.toContain("\n");
      expect(line).not.toContain(bench.bearer);
      expect(line.length).toBeLessThanOrEqual(LONGEST_BY_HAND);
      const { stdout, stderr } = await shell("/bin/sh", ["-c", line]);
      expect([stdout, stderr].join("")).not.toContain(bench.bearer);
      expect([await bench.adapter.standing(step, LIMIT_MS), await bench.strikes()]).toEqual(["gone", false]);
    });

    test("a lapsed lease is told by its renewal, and undone is undone", async () => {
      const { adapter, order } = bench;
      const step = stepOf("lapsing");
      await adapter.inject(order, "lapsing", adapter.ownLease ? 50 : LEASE_MS);
      if (!adapter.ownLease) {
        await adapter.renew("lapsing", 50);
        expect([await adapter.standing(step, LIMIT_MS), await bench.strikes()]).toEqual(["held", true]);
        return;
      }
      await expect.poll(() => adapter.standing(step, LIMIT_MS), { interval: 10, timeout: 10_000 }).toBe("gone");
      expect(await bench.strikes()).toBe(false);
      expect(await code(adapter.renew("lapsing", LEASE_MS))).toBe("FP-FAULT-003");
      expect(await code(adapter.renew("never-there", LEASE_MS))).toBe("FP-FAULT-003");
      await adapter.restore(step, LIMIT_MS);
      expect(await adapter.standing(step, LIMIT_MS)).toBe("gone");
    });

    test("a target whose process has ended: no step is taken, and nothing is in force there", async () => {
      const { adapter, order } = bench;
      const step = stepOf("orphan");
      await adapter.inject(order, "orphan", LEASE_MS);
      await bench.end();
      expect(await code(adapter.restore(step, LIMIT_MS))).toBe("FP-FAULT-002");
      expect(await adapter.standing(step, LIMIT_MS)).toBe(deadIs);
      expect(await code(adapter.inject(order, "orphan-2", LEASE_MS))).toBe("FP-FAULT-001");
      if (adapter.ownLease) expect(await code(adapter.renew("orphan", LEASE_MS))).toBe("FP-FAULT-001");
      // The bearer may have gone with the process.
      await rm(bench.bearerFile);
      expect(await adapter.standing(step, LIMIT_MS)).toBe(deadIs);
    });

    test("a target that does not answer is given up in time, and nobody knows what stands there", async () => {
      const mute = createServer((socket) => void socket.on("error", () => undefined));
      await new Promise<void>((resolve) => void mute.listen(0, "127.0.0.1", resolve));
      const address = mute.address();
      const base = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
      try {
        const step = bench.at(stepOf("mute"), base);
        if (step === null) return;
        const from = performance.now();
        expect(await code(bench.adapter.restore(step, 100))).toBe("FP-FAULT-002");
        expect(await bench.adapter.standing(step, 100)).toBe("unknown");
        expect(performance.now() - from).toBeLessThan(LIMIT_MS);
      } finally {
        mute.close();
      }
    });

    test("a secret that others may read is not used, and nobody is asked with it", async () => {
      const { adapter, order, bearerFile } = bench;
      const step = stepOf("open-secret");
      await chmod(bearerFile, 0o644);
      const refused = await adapter.inject(order, "open-secret", LEASE_MS).catch((error: unknown) => String(error));
      expect(refused).toMatch(/FP-TARGET-011/);
      expect(await bench.strikes()).toBe(false);
      expect(await code(adapter.restore(step, LIMIT_MS))).toBe("FP-FAULT-002");
      expect(await adapter.standing(step, LIMIT_MS)).toBe("unknown");
    });

    test("a step for elsewhere than this machine, pinned by nobody, sends nothing", async () => {
      // TEST-NET-1 (RFC 5737): a packet to it would not be refused but time out.
      const step = bench.at(stepOf("elsewhere"), "http://192.0.2.1:9");
      if (step === null) return;
      const from = performance.now();
      expect(await code(bench.adapter.restore(step, LIMIT_MS))).toBe("FP-FAULT-002");
      expect(await bench.adapter.standing(step, LIMIT_MS)).toBe("unknown");
      expect(performance.now() - from).toBeLessThan(LIMIT_MS);
    });
  });
};
