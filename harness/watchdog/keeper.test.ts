import { expect, test } from "vitest";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Outstanding } from "../../core/judging/stimulus-ledger.ts";
import type { RestoreStep } from "../../core/schema/restore-step.ts";
import type { RestoreAdapter } from "../faults/fault-adapter.ts";
import type { ProcessMark } from "../lock/process-mark.ts";
import { createKeeper, LOOK_EVERY_MS, SILENCE_MS } from "./keeper.ts";

const step = (hook: string): RestoreStep => ({
  ...{ via: "hook", hooksFile: "/hooks.yaml", hooksSha256: "0".repeat(64), hook, prove: null, values: {} },
});
const stimulus = (name: "origin-slow" | "origin-down", hook: string): Outstanding => ({
  ...{ stimulus: name, kind: "reversible", target: "a target", faultIds: [], steps: [step(hook)], byHand: [] },
  residue: null,
});

/** A world of one clock, in which processes end as they are told to. */
function aWorld(options: { deaf?: readonly number[]; reused?: readonly number[]; failing?: number } = {}) {
  let now = 0;
  let failures = options.failing ?? 0;
  const living = new Map<number, string>();
  const told: string[] = [];
  const written: Record<string, unknown>[] = [];
  const taken: string[] = [];
  const left: Outstanding[] = [];
  const end = (pid: number): void => {
    living.delete(pid);
    if (options.reused?.includes(pid) === true) living.set(pid, "later");
  };
  const adapter: RestoreAdapter = {
    via: "hook",
    restore: async (one) => {
      if (failures-- > 0) throw new FieldproofError("FP-FAULT-002", { stimulus: "x", reason: "no answer" });
      if (one.via === "hook") taken.push(one.hook);
    },
    standing: async () => "gone",
    byHand: () => "by hand",
  };
  const keeper = createKeeper({
    mark: (pid): ProcessMark | null => (living.has(pid) ? { pid, started: living.get(pid) ?? null } : null),
    signal: (pid, name) => {
      told.push(`${name} ${pid}`);
      if (name === "SIGKILL" || options.deaf?.includes(Math.abs(pid)) !== true) end(Math.abs(pid));
      return true;
    },
    pause: async (ms) => {
      now += ms;
    },
    now: () => now,
    adapterOf: () => adapter,
    outstanding: async () => left,
    openLog: async () => ({
      append: async (kind, data) => {
        written.push({ kind, ...data });
        return { seq: 1, at: 0, kind, data, prev: "", hash: "" };
      },
      fault: null,
      close: async () => undefined,
    }),
    say: (word) => void told.push(word.said),
  });
  const hold = (pid: number, group = false): void => {
    living.set(pid, "then");
    keeper.take({ say: "hold", pid, started: "then", group });
  };
  /** Looks as the process does, until it acts or `forMs` are over. */
  const lookFor = async (forMs: number): Promise<number | null> => {
    for (const until = now + forMs; now < until; now += LOOK_EVERY_MS) if (await keeper.look()) return now;
    return null;
  };
  const pass = (ms: number): void => {
    now += ms;
  };
  return { keeper, hold, living, told, written, taken, left, lookFor, pass };
}

test("silence is noticed within four seconds, and only while something is in its care", async () => {
  const { hold, keeper, lookFor } = aWorld();
  expect(await lookFor(20_000)).toBeNull();
  keeper.take({ say: "beat" });
  hold(7);
  const [before, at] = [20_000, await lookFor(20_000)];
  expect(at).toBeGreaterThanOrEqual(before + SILENCE_MS);
  expect(at).toBeLessThan(before + 4000);
  keeper.take({ say: "release", pid: 7 });
  expect(await lookFor(20_000)).toBeNull();
});

test("a fault in force without any load is in its care, too", async () => {
  const { keeper, left, lookFor } = aWorld();
  left.push(stimulus("origin-slow", "mend"));
  expect(await lookFor(10_000)).toBeNull();
  keeper.take({ say: "folder", dir: "/run" });
  expect(await lookFor(10_000)).not.toBeNull();
});

test("whoever beats is let be, for an hour", async () => {
  const { keeper, hold, lookFor } = aWorld();
  hold(7);
  for (let beat = 0; beat < 7200; beat++) {
    keeper.take({ say: "beat" });
    expect(await lookFor(500)).toBeNull();
  }
});

test("a watchdog that stood still itself judges nobody before it has listened anew", async () => {
  const { hold, lookFor, pass } = aWorld();
  hold(7);
  expect(await lookFor(1000)).toBeNull();
  pass(60_000);
  expect(await lookFor(SILENCE_MS - LOOK_EVERY_MS)).toBeNull();
  expect(await lookFor(1000)).not.toBeNull();
});

test("the load gets SIGINT, what is deaf SIGKILL, a group as a whole", async () => {
  const { keeper, hold, told, living } = aWorld({ deaf: [8] });
  hold(7);
  hold(8);
  hold(9, true);
  await keeper.act("ended");
  expect(told).toEqual(["acting", "SIGINT 7", "SIGINT 8", "SIGINT -9", "SIGKILL -9", "SIGKILL 8"]);
  expect([...living]).toEqual([]);
});

test("a pid that is another's by now is left alone, and so is its group", async () => {
  const { keeper, hold, told, living } = aWorld();
  hold(7);
  hold(8, true);
  living.set(7, "later").set(8, "later");
  await keeper.act("ended");
  expect(told).toEqual(["acting"]);
});

test("a pid that is given away while its process ends is not killed", async () => {
  const { keeper, hold, told, living } = aWorld({ reused: [7] });
  hold(7);
  await keeper.act("ended");
  expect([told, [...living]]).toEqual([["acting", "SIGINT 7"], [[7, "later"]]]);
});

test("steps are tried three times, the last stimulus first, and what was done is written down", async () => {
  const { keeper, left, taken, written } = aWorld({ failing: 2 });
  keeper.take({ say: "folder", dir: "/run" });
  left.push(stimulus("origin-slow", "first"), stimulus("origin-down", "second"));
  await keeper.act("silent");
  expect(taken.toSorted()).toEqual(["first", "second"]);
  expect(written.map(({ kind, stimulus: name }) => `${kind} ${name ?? ""}`)).toEqual([
    "watchdog.acting ",
    "stimulus.undone origin-down",
    "stimulus.undone origin-slow",
    "watchdog.ended ",
  ]);
  expect(written[1]).toMatchObject({ by: "watchdog", steps: [{ step: 0, done: true, reason: "taken at try 2" }] });
});

test("a step that cannot be taken is told with its reason, and keeps no other from being taken", async () => {
  const { keeper, left, written } = aWorld({ failing: 3 });
  keeper.take({ say: "folder", dir: "/run" });
  left.push({
    ...stimulus("origin-slow", "x"),
    steps: [step("x"), step("y")],
  });
  await keeper.act("ended");
  expect(written[1]).toMatchObject({
    steps: [
      { step: 0, done: false, reason: expect.stringContaining("no answer") },
      { step: 1, done: true, reason: "taken at try 1" },
    ],
  });
});

test("it acts once, and hears nothing any more", async () => {
  const { keeper, hold, told } = aWorld();
  hold(7);
  await keeper.act("silent");
  keeper.take({ say: "sync", n: 1 });
  keeper.take({ say: "done" });
  await keeper.act("ended");
  expect([told, keeper.done]).toEqual([["acting", "SIGINT 7"], false]);
});
