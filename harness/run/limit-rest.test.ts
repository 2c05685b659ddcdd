import { expect, test } from "vitest";
import { rest, restBeforeNext } from "./limit-rest.ts";
import type { TargetSource } from "./target-session.ts";

const served = (adapter: "http" | "reference", limits: number): TargetSource => {
  const published = Array.from({ length: limits }, () => ({ scope: "all", perMinute: 100, source: "docs" }));
  const file = { adapter, limits: { maxRequestsPerSec: 10, maxContacts: 10, publishedLimits: published } };
  return { kind: "served", target: { file } } as Extract<TargetSource, { kind: "served" }>;
};

test("between replicates more than a minute passes where a mapped desk publishes a limit, and nowhere else", () => {
  expect(restBeforeNext(served("http", 1))).toBeGreaterThan(60_000);
  expect(restBeforeNext(served("http", 0))).toBe(0);
  expect(restBeforeNext(served("reference", 1))).toBe(0);
});

test("whoever ends the run ends the wait", async () => {
  const end = new AbortController();
  const waiting = rest(3_600_000, end.signal);
  end.abort();
  await waiting;
  await rest(3_600_000, end.signal);
});
