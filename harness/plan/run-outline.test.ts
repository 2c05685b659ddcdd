import { expect, test } from "vitest";
import { CAPABILITIES, type Capability } from "../../core/contract/ids.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { outlineLines } from "../../scripts/cli/outline-lines.ts";
import { parseTarget } from "../target/load-target.ts";
import { HTTP_SECTION } from "../target/http-example.ts";
import { targetText } from "../target/target-example.ts";
import { defaultPlan } from "./default-plan.ts";
import { checkApproval, limitRefusals } from "./outline-refusals.ts";
import { planAtTarget } from "./plan-at-target.ts";
import { resolvePhases } from "./profiles.ts";
import { notRunReason, outlineDigest, outlineRun } from "./run-outline.ts";

const HOSTS = "[{ host: desk.example, ports: [80], addresses: [192.0.2.0/28] }]";
const targetOf = (part: Parameters<typeof targetText>[0] = {}, address = "192.0.2.7") => ({
  path: "t.yaml",
  file: parseTarget(
    targetText({ origin: "http://desk.example", pop: "http://desk.example", hosts: HOSTS, ...part }),
    "t.yaml",
  ),
  bytes: new Uint8Array(),
  sha256: "ab".repeat(32),
  places: [],
  offLoopback: true,
  pins: [{ host: "desk.example", port: 80, addresses: [address] }],
});

const outlineOf = (target = targetOf(), part: { seed?: number; replicates?: number } = {}) => {
  const plan = planAtTarget({ ...defaultPlan(), seed: part.seed ?? 7 }, "smoke", target.file);
  const phases = resolvePhases(plan, "smoke");
  const rest = { arrivalsSec: null, replicates: part.replicates ?? 1, target };
  return outlineRun({ plan, phases, profile: "smoke", drills: ["nano-drop", "solo-cost"], ...rest });
};
const all = `capabilities: [${CAPABILITIES.join(", ")}]`;
const able = (more = "") => {
  const target = targetOf();
  const text = targetText({ origin: "http://desk.example", pop: "http://desk.example", hosts: HOSTS, more }).replace(
    "capabilities: [customer, agent]",
    all,
  );
  return { ...target, file: parseTarget(text, "t.yaml") };
};
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof FieldproofError) return error.code;
    throw error;
  }
  return "allowed";
};

test("a target without a clock of its own runs in real time, one with it on that", () => {
  expect(outlineOf().timeFactor).toBe(1);
  expect(outlineOf(able("timeFactor: 5")).timeFactor).toBe(5);
});

test("what a target lacks is named, and what does not run costs nothing", () => {
  const outline = outlineOf();
  expect(outline.notRun).toEqual([
    { drill: "nano-drop", reason: "the target offers no operations, no export, no islands, no consent, no log" },
    { drill: "solo-cost", reason: "this version has no such drill" },
  ]);
  expect([outline.contactsAtMost, outline.requestsAtMost, outline.requestsPerMinuteAtMost, outline.wallSec]).toEqual([
    0, 0, 0, 0,
  ]);
});

test("contacts, requests, length and cost grow with the replicates", () => {
  const prices = "prices: { currency: EUR, perContactMicros: 1000000, perRequestMicros: 10 }";
  const one = outlineOf(able(prices));
  const three = outlineOf(able(prices), { replicates: 3 });
  expect(one).toMatchObject({ contactsAtMost: 137, wallSec: 420, undo: [], stimuli: [] });
  expect(one.cost).toEqual({ currency: "EUR", atMostMicros: 137_000_000 + one.requestsAtMost * 10 });
  expect([three.contactsAtMost, three.wallSec]).toEqual([411, 1260]);
});

test("the digest is the same for the same run, and another for any other", () => {
  const digest = outlineDigest(outlineOf(able()));
  expect(outlineDigest(outlineOf(able()))).toBe(digest);
  for (const other of [
    outlineOf(able(), { seed: 8 }),
    outlineOf(able(), { replicates: 2 }),
    outlineOf({ ...able(), sha256: "cd".repeat(32) }),
    outlineOf({ ...able(), pins: [{ host: "desk.example", port: 80, addresses: ["192.0.2.8"] }] }),
    outlineOf(able("timeFactor: 2")),
  ])
    expect(outlineDigest(other)).not.toBe(digest);
});

test("every limit that would be exceeded is named; on the limit is within", () => {
  const outline = outlineOf(able());
  const { contactsAtMost: contacts, requestsPerMinuteAtMost: perMinute } = outline;
  const limits = (maxContacts: number, maxRequestsPerSec: number, perMinuteAllowed: number) =>
    limitRefusals(outline, {
      limits: {
        maxContacts,
        maxRequestsPerSec,
        publishedLimits: [{ scope: "desk", perMinute: perMinuteAllowed, source: "docs" }],
      },
    }).map((one) => one.details["allowed"]);
  expect(limits(contacts, perMinute, perMinute)).toEqual([]);
  expect(limits(contacts - 1, 0.5, perMinute - 1)).toEqual([contacts - 1, 0.5, perMinute - 1]);
});

test("a mapped desk is outlined by its own requests: looks give way to a limit, what people do does not", () => {
  const under = (perMinute: number) => {
    const target = able(HTTP_SECTION);
    const { limits } = target.file;
    const publishedLimits = limits.publishedLimits.map((limit) => ({ ...limit, perMinute }));
    const file = { ...target.file, limits: { ...limits, maxRequestsPerSec: 1000, publishedLimits } };
    const outline = outlineOf({ ...target, file });
    return { outline, refused: limitRefusals(outline, file).map((one) => one.details["allowed"]) };
  };
  const wide = under(50_000);
  expect(wide.refused).toEqual([]);
  expect(wide.outline.looksEveryMs).toBe(1000);
  // No doors are tried, so there are fewer contacts than at the bundled stack.
  expect(wide.outline.contactsAtMost).toBeLessThan(outlineOf(able()).contactsAtMost);
  const tight = under(wide.outline.requestsPerMinuteAtMost / 4);
  expect(tight.refused).toEqual([]);
  // A tenth is the harness's own.
  expect(tight.outline.requestsPerMinuteAtMost / wide.outline.requestsPerMinuteAtMost).toBeCloseTo(0.9 / 4, 3);
  expect(tight.outline.looksEveryMs).toBeGreaterThan(4000);
  expect(outlineLines(tight.outline, "d").join("\n")).toContain("reply times are no finer than");
  expect(under(100).refused).toEqual([100]);
  expect(outlineOf(able())).not.toHaveProperty("looksEveryMs");
});

test("a word among the capabilities of a mapped desk gives a drill nothing to work with", () => {
  const target = able(HTTP_SECTION);
  const plan = planAtTarget(defaultPlan(), "smoke", target.file);
  const reasonOf = (needs: readonly Capability[]) =>
    notRunReason({ needs: [...needs], objectives: () => [] }, target.file, plan);
  expect(reasonOf(["customer", "agent", "export"])).toBe(null);
  expect(reasonOf(["customer", "operations", "fulfilment"])).toBe("the target offers no operations, no fulfilment");
});

test("off this machine a run needs the digest that was approved", () => {
  const outline = outlineOf(able());
  const digest = outlineDigest(outline);
  const approve = (given: string | undefined, offLoopback = true) =>
    codeOf(() => checkApproval({ ...outline, offLoopback }, digest, given));
  expect([approve(digest), approve(digest.slice(0, 8)), approve(digest.slice(0, 8).toUpperCase())]).toEqual([
    "allowed",
    "allowed",
    "allowed",
  ]);
  expect(approve(undefined)).toBe("FP-TARGET-014");
  expect(approve(undefined, false)).toBe("allowed");
  const wrong = digest.startsWith("0") ? "1" : "0";
  for (const given of [digest.slice(0, 7), "", `${wrong}${digest.slice(1, 8)}`, `${digest}0`, "zzzzzzzz"])
    expect([given, approve(given), approve(given, false)]).toEqual([given, "FP-TARGET-015", "FP-TARGET-015"]);
});

test("guards of the target and of the plan are in the outline, and so in the digest", () => {
  const guards = "guards: [{ name: queue, signal: { counter: queue.depth }, above: 200 }]";
  const [without, guarded] = [outlineOf(able()), outlineOf(able(guards))];
  expect([without.guards, guarded.guards.map(({ name }) => name)]).toEqual([[], ["queue"]]);
  expect(outlineDigest(guarded)).not.toBe(outlineDigest(without));
  expect(outlineLines(guarded, "d")).toContain("guards: queue (queue.depth above 200 for 5 s)");
  expect(outlineLines(without, "d")).toContain("guards: none");
});

test("a drill that brings its own load is outlined by that: its customers, its length, its stimulus and the undo", () => {
  const plan = defaultPlan();
  const phases = resolvePhases(plan, "smoke");
  const outlined = (drills: Parameters<typeof outlineRun>[0]["drills"]) =>
    outlineRun({ plan, phases, profile: "smoke", drills, arrivalsSec: null, replicates: 1, target: null });
  const own = outlined(["overloaded-fulfilment"]);
  // 235 with order trouble, 94 of the stream beside them, and those of the doors and the browser.
  expect(own.contactsAtMost).toBe(329);
  expect(own.wallSec).toBe(67);
  expect(own.stimuli).toEqual([
    { drill: "overloaded-fulfilment", id: "partner-slow", kind: "reversible", phase: "fault", leaseMs: 5000 },
  ]);
  expect(own.undo).toEqual(["DELETE /ops/v1/faults/<id> at <ops>"]);
  const both = outlined(["nano-drop", "overloaded-fulfilment"]);
  expect(both.wallSec).toBe(outlined(["nano-drop"]).wallSec + own.wallSec);
  expect(both.contactsAtMost).toBe(outlined(["nano-drop"]).contactsAtMost + own.contactsAtMost);
});
