import { createHash, type KeyObject } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import canonicalize from "canonicalize";
import { beforeAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import type { Island } from "../core/schema/wire.ts";
import { arrivalsOf } from "../harness/plan/digest.ts";
import { islandContentSha256 } from "../harness/run/island-content.ts";
import { writeServedTarget } from "../scripts/cli/served-target-file.ts";
import { validCommand, type ValidFlags } from "../scripts/cli/valid-command.ts";
import { GoldenCopy } from "./golden-copy.ts";
import { islandKeyId, islandOf, newIslandKey, openIslandPops } from "./island-pops.ts";
import { testFolder } from "./temp-folder.ts";

/** `fieldproof valid`: a READY that ends says why, and nothing that was not looked at is called still READY. */
const REPLICATE = "nano-drop/1";
const ENDED = Date.parse("2026-11-20T12:00:00.000Z");
const SOON = ENDED + 3_600_000;
const TARGET = { name: "served reference stack", timeFactor: 20 };

interface Drilled {
  readonly copy: GoldenCopy;
  readonly plan: string;
  readonly island: Island;
  readonly key: KeyObject;
}

/** The recorded run as one that was rehearsed at a served stack, with what its island said in the journal. */
async function drilledRun(
  profile: "smoke" | "rehearsal",
  name: "ready" | "not-ready" = "ready",
  replay: { readonly csv: string; readonly offsets: readonly number[] | null } | null = null,
): Promise<Drilled> {
  const copy = await GoldenCopy.of(name);
  if (replay !== null)
    await copy.json("plan.json", ({ arrivals, ...plan }) => ({
      ...plan,
      arrivals: { ...Object(arrivals), csv: replay.csv },
    }));
  const replayed = arrivalsOf({ arrivalsSec: replay?.offsets ?? null });
  const written: { drop: { event: string }; profiles: object } = JSON.parse(await copy.text("plan.json"));
  const plan = join(await testFolder("valid"), "drop.yaml");
  await writeFile(plan, stringify(written));
  const island = islandOf(written.drop.event);
  const key = newIslandKey();
  const proved = { keyId: await islandKeyId(key), contentSha256: islandContentSha256(island) };
  const { timeFactor } = TARGET;
  const profiles = {
    ...written.profiles,
    [profile]: { ...Object(Reflect.get(written.profiles, profile)), timeFactor },
  };
  await copy.json("plan.json", { profiles });
  const planDigest = createHash("sha256")
    .update(canonicalize(JSON.parse(await copy.text("plan.json"))) ?? "")
    .digest("hex");
  await copy.journal(REPLICATE, (entries) =>
    entries.map((entry) => {
      if (entry.kind === "replicate.began")
        return { ...entry, data: { ...entry.data, profile, planDigest, ...replayed } };
      return entry.kind === "island.proved" ? { ...entry, data: { ...entry.data, ...proved } } : entry;
    }),
  );
  const endedAt = new Date(ENDED).toISOString();
  await copy.json("run.json", { profile, planDigest, endedAt, target: TARGET.name, ...replayed });
  await copy.reseal();
  return { copy, plan, island, key };
}

/** Its target as it is now: two PoPs that may be changed. */
async function targetOf({ island, key }: Drilled) {
  const served = await openIslandPops(island, key);
  const file = join(await testFolder("target"), "target.yaml");
  const { pops, ops } = served;
  const bearers = { opsBearer: "ops ops ops", agentBearer: "agent agent" };
  const stack = { pops, ops, origin: ops, ...bearers, timeFactor: TARGET.timeFactor, hasPartner: true };
  await writeServedTarget(file, stack, SOON);
  return { ...served, file };
}

async function valid({ copy }: Drilled, flags: ValidFlags, nowMs = SOON, json = false) {
  const lines: string[] = [];
  const context = { json, quiet: false, color: false, width: 100, interactive: false, err: () => {} };
  const out = (text: string): void => {
    lines.push(text);
  };
  const code = await validCommand(copy.runDir, flags, { ...context, out }, nowMs);
  return { code, out: lines.join("\n"), headline: lines.at(-1) ?? "" };
}

let run: Drilled;
beforeAll(async () => {
  run = await drilledRun("rehearsal");
});

test("an island that was only signed anew still holds, and nothing but GETs reached the target", async () => {
  const target = await targetOf(run);
  for (const state of Object.values(target.states))
    state.island = { ...state.island, version: 9, expires: "2098-01-01T00:00:00Z" };
  const { code, out, headline } = await valid(run, { plan: run.plan, target: target.file });
  expect([code, headline], out).toEqual([
    0,
    "STILL READY (one run: no forecast): evidence, verdict, date, plan, islands and keys hold   exit 0",
  ]);
  const { event } = run.island;
  expect(target.asked).toEqual(["GET /ops/v1/island-keys", ...Array(2).fill(`GET /edge/v1/islands/${event}`)]);
});

test("without a target it holds as far as it goes, and says how far that is", async () => {
  const { code, headline } = await valid(run, { plan: run.plan });
  expect([code, headline]).toEqual([
    0,
    "STILL READY (one run: no forecast): evidence, verdict, date and plan hold; not looked at: islands, keys   exit 0",
  ]);
});

test("without its plan nothing is told, whatever else holds", async () => {
  const target = await targetOf(run);
  const { code, headline } = await valid(run, { target: target.file });
  expect([code, headline]).toEqual([3, "CAN'T TELL whether it is still READY; not looked at: plan   exit 3"]);
});

test.each([
  ["a second before its date", 7 * 86_400_000 - 1000, 0, "held"],
  ["at its date", 7 * 86_400_000, 3, "FP-VALID-004"],
  ["by a clock that stands before the run's end", -1000, 3, "FP-VALID-005"],
])("%s", async (_when, afterMs, code, said) => {
  const found = await valid(run, { plan: run.plan }, ENDED + afterMs);
  expect(found.code).toBe(code);
  expect(found.out).toMatch(new RegExp(`^date .*${said}`, "m"));
  expect(found.headline.startsWith("STILL READY")).toBe(code === 0);
});

test("a plan that was changed ends it and is told by field; the run's own flags are taken into account", async () => {
  const changed = await valid(run, { plan: run.plan, agents: "9" });
  expect(changed.code).toBe(3);
  expect(changed.headline).toContain("NO LONGER READY: plan changed");
  expect(changed.out).toMatch(/staffing\.agents 12 was drilled, 9 is planned\..*\[FP-VALID-006\]/);
  expect((await valid(run, { plan: run.plan, agents: "12" })).code).toBe(0);
  for (const flags of [{ agents: "12" }, { plan: run.plan, stretch: true }])
    await expect(valid(run, flags)).rejects.toMatchObject({ code: "FP-CLI-001" });
});

test("a plan that was stretched is stretched again by the target's limits: as it was it holds, under others it does not", async () => {
  const target = await targetOf(run);
  const limited = async (maxRequestsPerSec: number): Promise<string> => {
    const file = parse(await readFile(target.file, "utf8"));
    await writeFile(target.file, stringify({ ...file, limits: { ...file.limits, maxRequestsPerSec } }));
    return target.file;
  };
  const flags = { plan: run.plan, stretch: true };
  expect((await valid(run, { ...flags, target: target.file })).code).toBe(0);
  const tighter = await valid(run, { ...flags, target: await limited(40) });
  expect([tighter.code, tighter.out.includes("arrivals.peakPerSec 1.2 was drilled")], tighter.out).toEqual([3, true]);
});

test("a former drop's arrivals belong to the plan: others end it, and where no evidence has them nobody can tell", async () => {
  const at = (offsets: readonly number[]): string => `at\n${offsets.join("\n")}\n`;
  const edit = { csv: "former.csv", offsets: [0, 1.5, 3] };
  const replay = await drilledRun("rehearsal", "ready", edit);
  const file = join(replay.plan, "..", edit.csv);
  await writeFile(file, at(edit.offsets));
  expect(await valid(replay, { plan: replay.plan })).toMatchObject({ code: 0 });
  await writeFile(file, at([0, 1.5, 3.5]));
  const other = await valid(replay, { plan: replay.plan });
  expect([other.code, other.out.includes("the arrivals in former.csv are others")]).toEqual([3, true]);
  const before = await drilledRun("rehearsal", "ready", { csv: edit.csv, offsets: null });
  await writeFile(join(before.plan, "..", edit.csv), at(edit.offsets));
  const untold = await valid(before, { plan: before.plan });
  expect([untold.code, untold.headline]).toEqual([3, expect.stringContaining("plan cannot be told")]);
  expect(untold.out).toContain("FP-VALID-007");
});

type Change = (target: Awaited<ReturnType<typeof targetOf>>) => void;
test.each<[string, Change, string, RegExp]>([
  [
    "an island whose words were changed at one PoP",
    ({ states }) => (states["pop-b"].island = { ...states["pop-b"].island, answers: [] }),
    "NO LONGER READY: islands changed",
    /^islands +changed .*pop-b has sha256:[0-9a-f]{12}\. {2}\[FP-VALID-008\]$/m,
  ],
  [
    "an island that another person answers for",
    ({ states }) => (states["pop-a"].island = { ...states["pop-a"].island, approved_by: "B. Person" }),
    "NO LONGER READY: islands changed",
    /pop-a has sha256.*FP-VALID-008/,
  ],
  [
    "another key, though the operator trusts it",
    ({ states }) => (states["pop-a"].key = newIslandKey()),
    "NO LONGER READY: keys changed",
    /^keys +changed .*pop-a has key [0-9a-f]{16}\. {2}\[FP-VALID-009\]$/m,
  ],
  [
    "a PoP that is away",
    ({ states }) => (states["pop-b"].away = true),
    "CAN'T TELL whether it is still READY: islands and keys cannot be told",
    /^islands +cannot be told .*pop-b did not answer\. {2}\[FP-VALID-010\]$/m,
  ],
  [
    "an island that has run out",
    ({ states }) => (states["pop-b"].island = { ...states["pop-b"].island, expires: "2026-11-01T00:00:00Z" }),
    "CAN'T TELL whether it is still READY: islands and keys cannot be told",
    /pop-b serves no island/,
  ],
  [
    "one PoP away and another changed",
    ({ states }) => {
      states["pop-a"].away = true;
      states["pop-b"].island = { ...states["pop-b"].island, answers: [] };
    },
    "NO LONGER READY: islands changed",
    /FP-VALID-008[\s\S]*FP-VALID-010/,
  ],
])("%s", async (_what, change, headline, line) => {
  const target = await targetOf(run);
  change(target);
  const found = await valid(run, { plan: run.plan, target: target.file });
  expect(found.code).toBe(3);
  expect(found.headline).toContain(headline);
  expect(found.out).toMatch(line);
});

test("where the operations port is away nobody says which keys count", async () => {
  const target = await targetOf(run);
  const file = parse(await readFile(target.file, "utf8"));
  // Port 1 is nobody's.
  await writeFile(target.file, stringify({ ...file, addresses: { ...file.addresses, ops: "http://127.0.0.1:1" } }));
  const { code, headline, out } = await valid(run, { plan: run.plan, target: target.file });
  expect([code, headline]).toEqual([3, expect.stringContaining("islands and keys cannot be told")]);
  expect(out).toContain("the keys that the operator trusts were not told (The stack answered /ops/v1/island-keys");
});

test("a target of another name is not the run's", async () => {
  const target = await targetOf(run);
  const other = await drilledRun("rehearsal");
  await other.copy.json("run.json", { target: "staging" });
  await other.copy.reseal();
  await expect(valid(other, { plan: run.plan, target: target.file })).rejects.toMatchObject({ code: "FP-TARGET-021" });
});

test("evidence that was touched tells nothing", async () => {
  const other = await drilledRun("rehearsal");
  await other.copy.json("run.json", { endedAt: new Date(ENDED + 86_400_000).toISOString() });
  const { code, headline, out } = await valid(other, { plan: other.plan });
  expect([code, headline]).toEqual([3, "CAN'T TELL: the evidence is not as it was sealed   exit 3"]);
  expect(out).toContain("FP-EVID-003");
});

test("a smoke run and one that was NOT READY were never to be relied on", async () => {
  const smoke = await drilledRun("smoke");
  const plumbing = await valid(smoke, { plan: smoke.plan });
  expect([plumbing.code, plumbing.headline]).toEqual([
    3,
    "READY (plumbing only; one run: no forecast): it was never a READY to rely on   exit 3",
  ]);
  const red = await drilledRun("rehearsal", "not-ready");
  const { code, headline, out } = await valid(red, { plan: red.plan });
  expect([code, headline]).toEqual([1, "NOT READY (one run: no forecast): it was never a READY to rely on   exit 1"]);
  expect(out).toContain("FP-VALID-001");
});

test("as JSON it is one value with each ground, its state and its code", async () => {
  const { code, out } = await valid(run, { plan: run.plan, agents: "9" }, SOON, true);
  const value = JSON.parse(out);
  expect(value).toMatchObject({ exitCode: code, verdict: "READY", validUntil: "2026-11-27T12:00:00.000Z" });
  expect(value.covers.islands).toMatch(/^[0-9a-f]{64}$/);
  const told = value.checks.map((one: Record<string, unknown>) => [one["ground"], one["state"], one["code"]]);
  expect(told).toEqual([
    ["evidence", "held", null],
    ["verdict", "held", null],
    ["date", "held", null],
    ["plan", "changed", "FP-VALID-006"],
    ["islands", "not looked at", null],
    ["keys", "not looked at", null],
  ]);
});
