import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { EvidenceKind } from "../../core/contract/drill.ts";
import { aContact, aReplicate, PREFIX, T0, toyChain } from "../../core/judging/evidence-builder.ts";
import { createScheduleDigest } from "../../core/judging/schedule-digest.ts";
import type { ContactRecord, HealthRecord, ReplicateRecord } from "../../core/schema/evidence.ts";
import { planSchema } from "../../core/schema/plan.ts";
import { createGeneratorChecks } from "./generator-checks.ts";

const plan = planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" } });
const PLANNED = 100;
/** The load of `aReplicate` lasts 15 s. */
const LOAD_SEC = 15;

interface Load {
  replicate?: Partial<ReplicateRecord>;
  missing?: EvidenceKind[];
  contacts?: ContactRecord[];
  /** Sample by second of the load; null for none. */
  health?: (sec: number) => Partial<HealthRecord> | null;
  /** Wall milliseconds from T0. */
  beats?: number[];
  schedule?: string;
}

const contacts = (edit: (record: ContactRecord) => ContactRecord = (record) => record): ContactRecord[] =>
  Array.from({ length: PLANNED }, (_, index) => edit(aContact(index)));
const aSample = (sec: number): HealthRecord => ({
  kind: "health",
  at: T0 + sec * 1000,
  hostIdle: 0.7,
  k6CpuShare: 0.2,
  k6RssMb: 100,
  k6HeartbeatAgeMs: 100,
  eventLoopLagMs: 11,
  clockDriftMs: 0,
});
const seconds = Array.from({ length: LOAD_SEC + 1 }, (_, sec) => sec);
const planned = (): string => {
  const digest = createScheduleDigest(PLANNED, (content) => createHash("sha256").update(content).digest());
  for (const record of contacts()) digest.add({ ...record, arrivalOffsetMs: record.scheduledAt - T0 });
  return digest.hex();
};

/** Ids of the checks that fail, and what they say. */
function failing(load: Load = {}): Record<string, string> {
  const replicate = aReplicate(load.replicate);
  const checks = createGeneratorChecks({
    specs: [],
    plan,
    replicate,
    contactPrefix: PREFIX,
    chain: toyChain,
    missing: new Set(load.missing ?? []),
  });
  const entry = { seq: 3, at: T0, prev: "", hash: "" };
  checks.journal({ ...entry, kind: "replicate.planned", data: { schedule: load.schedule ?? planned() } });
  for (const sec of seconds) {
    const sample = load.health === undefined ? {} : load.health(sec);
    if (sample !== null) checks.health({ ...aSample(sec), ...sample });
  }
  for (const ms of load.beats ?? seconds.map((sec) => sec * 1000))
    checks.heartbeat({ kind: "heartbeat", at: T0 + ms, lateMs: 0 });
  for (const record of load.contacts ?? contacts()) checks.contact(record);
  return Object.fromEntries(checks.finish().flatMap(({ id, ok, sentence }) => (ok ? [] : [[id, sentence]])));
}

test("a load that was as planned and on time fails nothing", () => {
  expect(failing()).toEqual({});
});

const late = (n: number, ms: number) => contacts((one) => (one.index < n ? { ...one, startedAt: T0 + ms } : one));

test.each<[string, Load, string[]]>([
  ["one contact in a hundred is late", { contacts: late(1, 9000) }, []],
  ["two contacts in a hundred are late", { contacts: late(2, 251) }, ["lateness"]],
  ["two contacts in a hundred are just not late", { contacts: late(2, 250) }, []],
  ["a contact left no record", { contacts: contacts().slice(1) }, ["contacts-complete"]],
  ["a contact left two", { contacts: [...contacts(), aContact(5)] }, ["contacts-complete"]],
  ["a contact is of another schedule", { contacts: [...contacts().slice(1), aContact(700)] }, ["contacts-complete"]],
  ["nobody was lived", { contacts: [] }, ["load-started", "contacts-complete", "lateness"]],
  [
    "a contact came at another time",
    { contacts: contacts((one) => (one.index === 3 ? { ...one, scheduledAt: T0 - 1 } : one)) },
    ["schedule-kept"],
  ],
  [
    "a contact came in another lane",
    { contacts: contacts((one) => (one.index === 3 ? { ...one, lane: "solo" } : one)) },
    ["schedule-kept"],
  ],
  ["the journal knows of no schedule", { schedule: "" }, ["schedule-kept"]],
  [
    "k6 was killed",
    { replicate: { k6: { exitCode: null, signal: "SIGKILL", finished: false, strayLines: 0 } } },
    ["k6-finished"],
  ],
  [
    "k6 ended without its last line",
    { replicate: { k6: { exitCode: 0, signal: null, finished: false, strayLines: 0 } } },
    ["k6-finished"],
  ],
  [
    "a line of k6 could not be read",
    { replicate: { k6: { exitCode: 0, signal: null, finished: true, strayLines: 1 } } },
    ["stray-lines"],
  ],
  ["the machine was busy for four seconds", { health: (sec) => (sec > 3 && sec < 8 ? { hostIdle: 0.05 } : {}) }, []],
  [
    "the machine was busy for five seconds",
    { health: (sec) => (sec > 3 && sec < 9 ? { hostIdle: 0.05 } : {}) },
    ["idle-cpu"],
  ],
  ["nobody knows how busy it was", { health: () => ({ hostIdle: null }) }, ["idle-cpu"]],
  ["no samples were taken", { health: () => null }, ["idle-cpu", "clock-steady"]],
  ["samples are missing for five seconds", { health: (sec) => (sec > 3 && sec < 8 ? null : {}) }, []],
  ["samples are missing for six seconds", { health: (sec) => (sec > 3 && sec < 9 ? null : {}) }, ["idle-cpu"]],
  ["samples end before the load", { health: (sec) => (sec > 8 ? null : {}) }, ["idle-cpu"]],
  ["samples begin after the load", { health: (sec) => (sec < 6 ? null : {}) }, ["idle-cpu"]],
  ["the file of samples is not there", { missing: ["health"] }, ["idle-cpu"]],
  ["k6 was silent for six seconds", { beats: [0, 1000, 7001, 8000, 12_000] }, ["heartbeat"]],
  ["k6 fell silent before the end", { beats: [0, 1000, 5000, 9000] }, ["heartbeat"]],
  ["k6 was never heard", { beats: [] }, ["heartbeat"]],
  ["the harness's clock was stepped", { health: (sec) => ({ clockDriftMs: sec > 7 ? 251 : 0 }) }, ["clock-steady"]],
  ["it was stepped before it was first looked at", { health: () => ({ clockDriftMs: -2_240_000 }) }, ["clock-steady"]],
  ["the harness's clock drifts slowly", { health: (sec) => ({ clockDriftMs: sec * 20 }) }, []],
])("when %s", (_what, load, ids) => {
  expect(Object.keys(failing(load))).toEqual(ids);
});

test("a load whose people waited for room in the desk's limit says nothing of the desk's own pace", () => {
  const waited = (longestActWaitMs: number) => ({
    replicate: { ownLimit: { granted: 90, refused: 0, waitedMs: 9000, longestWaitMs: 8000, longestActWaitMs } },
  });
  const { systemDelayP95Ms } = plan.budgets;
  expect(failing(waited(systemDelayP95Ms))).toEqual(failing());
  expect(failing(waited(systemDelayP95Ms + 1))["own-limit"]).toContain("waited at most");
});

test("a fault of k6 spoils the run, though k6 itself says that it came to its end", () => {
  const faults = [{ code: "FP-K6-005", message: "k6 said nothing for 30 s and was stopped.", at: T0 }];
  expect(failing({ replicate: { faults } })).toEqual({ "k6-finished": "k6 said nothing for 30 s and was stopped." });
});
