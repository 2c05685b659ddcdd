import { expect, test } from "vitest";
import type { InterruptFacts } from "./interrupt-facts.ts";
import { interruptLine, interruptMatrix, interruptSentence } from "./interrupt-matrix.ts";
import { ruleInterruption } from "./interrupt-ruling.ts";
import { INTERRUPTIONS, type Interruption, RULES } from "./interruptions.ts";

const seen = (interruption: Interruption, part: Partial<InterruptFacts> = {}): InterruptFacts => ({
  cell: { interruption, stimulus: "origin-slow", seed: 7, after: "k6.started", delayMs: 1500, draw: 0.5 },
  state: "in force",
  exit: RULES[interruption].exits?.[0] ?? null,
  recoverExit: 0,
  judgedExit: interruption.startsWith("sigkill") ? 4 : (RULES[interruption].exits?.at(0) ?? 3),
  verdict: "CAN'T TELL",
  reason:
    "The clock was stepped, k6 ended, the stack died, the harness ended, it was interrupted, Fieldproof stood still.",
  wholeMs: 1200,
  lastRequestMs: 300,
  islands: { good: 2, of: 2 },
  faultsHeld: 0,
  leaseMs: 3000,
  chains: { read: 2, faults: [] },
  locksLeft: 0,
  processesLeft: 0,
  leaks: [],
  evidence: "runs/x",
  trouble: null,
  ...part,
});

test.each(INTERRUPTIONS)("%s as it must be", (interruption) => {
  expect(ruleInterruption(seen(interruption)).faults).toEqual([]);
});

test.each<[string, Interruption, Partial<InterruptFacts>, RegExp]>([
  ["a run that ended before", "sigint", { state: "never interrupted" }, /ended before/],
  ["Ctrl-C with the exit of a verdict", "sigint", { exit: 3 }, /exit 3, not 4/],
  ["Ctrl-C that ended the process", "two-sigint", { exit: null }, /exit null/],
  ["residue after Ctrl-C", "sigterm", { exit: 5 }, /exit 5/],
  ["a killed harness that says something", "sigkill", { exit: 4 }, /not by the signal/],
  ["a recovery that proved nothing", "sigkill", { recoverExit: 5 }, /recover: exit 5/],
  ["a killed run judged as whole", "sigkill", { judgedExit: 0 }, /judged: exit 0/],
  ["a READY of an interrupted run", "k6-killed", { verdict: "READY" }, /judged: READY/],
  ["a stepped clock told as a silent k6", "clock-stepped", { reason: "k6 fell silent" }, /another reason/],
  ["no journal", "disk-full", { chains: { read: 0, faults: [] } }, /no journal/],
  ["a journal that breaks", "disk-full", { chains: { read: 0, faults: ["line 3"] } }, /line 3/],
  ["a lock that stays", "sigint", { locksLeft: 1 }, /1 lock/],
  ["a process that stays", "sigkill", { processesLeft: 2 }, /2 process/],
  ["a fault that is held", "sigint", { faultsHeld: 1 }, /1 fault/],
  ["a fault port that does not answer", "sigint", { faultsHeld: null }, /null fault/],
  ["a PoP without its island", "clock-stepped", { islands: { good: 1, of: 2 } }, /1 of 2/],
  ["a target that was never whole", "sigkill", { wholeMs: null }, /never seen whole/],
  ["a load that went on", "sigkill", { lastRequestMs: 5001 }, /5001 ms/],
  ["a lease that was far too long", "sigkill", { wholeMs: 4501 }, /4501 ms/],
  ["a harness that stood still with its fault", "stood-still", { wholeMs: 6700 }, /6700 ms/],
  ["a secret in the evidence", "disk-full", { leaks: ["journal.ndjson (opsBearer, raw)"] }, /a secret in journal/],
  ["a cell in which nobody looked for secrets", "sigint", { leaks: null }, /nobody looked/],
  ["a log of no requests", "sigint", { lastRequestMs: null }, /no request/],
])("%s is told", (_name, interruption, part, told) => {
  const ruling = ruleInterruption(seen(interruption, part));
  expect(ruling.ok).toBe(false);
  expect(ruling.faults.join("; ")).toMatch(told);
});

test("what is rolled forward has no lease to keep, and a target that ended with the run is not looked at", () => {
  expect(ruleInterruption(seen("sigkill", { wholeMs: 9000, leaseMs: null })).ok).toBe(true);
  const gone = { leaks: null, islands: null, faultsHeld: null, wholeMs: null, lastRequestMs: null };
  expect(ruleInterruption(seen("target-killed", gone)).ok).toBe(true);
});

test("a machine without the means makes a cell unclear, not good", () => {
  const ruling = ruleInterruption(seen("clock-stepped", { trouble: "apt-get install faketime" }));
  expect([ruling.ok, ruling.faults]).toEqual([false, ["apt-get install faketime"]]);
  expect(interruptLine(ruling)).toMatch(/^\?\?.*apt-get install faketime$/);
});

test("the matrix shows both times by cell and seed, and the longest after a SIGKILL", () => {
  const rulings = [seen("sigint"), seen("sigkill", { wholeMs: 3100, lastRequestMs: 900 })].map(ruleInterruption);
  expect(interruptMatrix(rulings)).toBe(
    [
      "whole / last request after  seed 7",
      "sigint/origin-slow          ok 1.2 s / 0.3 s",
      "sigkill/origin-slow         ok 3.1 s / 0.9 s",
    ].join("\n"),
  );
  expect(interruptSentence(rulings)).toContain("2 of 2 cells as they must be, 0 not, 0 unclear");
  expect(interruptSentence(rulings)).toContain("last request within 0.9 s");
});
