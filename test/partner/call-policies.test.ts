import { afterEach, expect, test } from "vitest";
import { CALL_POLICIES } from "../../core/contract/call-policies.ts";
import type { CallPolicy } from "../../core/schema/call-policy.ts";
import { createRng } from "../../harness/load/draws.ts";
import { seededDefects } from "../../mock-platform/defects.ts";
import { PartnerClient } from "../../mock-platform/partner-calls/partner-client.ts";
import { caseRequest, partnerHttp, testPartner } from "../../mock-platform/testing/test-partner.ts";
import { createVirtualClock } from "../../harness/simulation/virtual-clock.ts";
import { onVirtualGlobals } from "./virtual-globals.ts";

let back = (): void => {};
afterEach(() => back());

const TIME_FACTOR = 10;
const LOAD = 0.75;
const SERVERS = 8;
const MEAN_SEC = 12;
/** Simulated seconds: the fault, and what is measured behind it: far longer than the fault. */
const FAULT = { from: 300, until: 450 };
const END_SEC = 1500;
const WINDOWS = { before: [100, 300], during: [310, 450], after: [550, 750], late: [1200, 1500] } as const;

interface Found {
  /** Cases answered inside their call, as a share of those that came, by window of arrival. */
  readonly goodput: Readonly<Record<keyof typeof WINDOWS, number>>;
  /** Requests for each case while the fault lasted. */
  readonly amplification: number;
}

/** Poisson order trouble at load 0.75, and a partner that falls from eight servers to two for a while. */
const live = async (policy: CallPolicy, queue: number | null, defects: readonly string[] = []): Promise<Found> => {
  const virtual = createVirtualClock(1_800_000_000_000);
  back = onVirtualGlobals(virtual);
  const { clock } = virtual;
  const switches = seededDefects(defects);
  const partner = testPartner(
    { clock, scheduler: virtual },
    { plan: { servers: SERVERS, queue }, timeFactor: TIME_FACTOR, defects: switches },
  );
  const client = new PartnerClient({
    ...{ policy, timeFactor: TIME_FACTOR, clock, scheduler: virtual, defects: switches },
    rng: createRng(7, "back-off"),
  });
  client.connect({ http: partnerHttp(partner), address: "http://partner.test", bearer: "b" });
  const start = clock.now();
  const atSec = (): number => ((clock.now() - start) / 1000) * TIME_FACTOR;
  const came: Record<string, number> = {};
  const good: Record<string, number> = {};
  const windowOf = (sec: number) => Object.entries(WINDOWS).find(([, [from, to]]) => sec >= from && sec < to)?.[0];
  const arrivals = createRng(7, "arrivals");
  let index = 0;
  const come = (): void => {
    if (atSec() >= END_SEC) return;
    const window = windowOf(atSec()) ?? "else";
    came[window] = (came[window] ?? 0) + 1;
    index += 1;
    const id = String(index);
    void client.open(caseRequest({ caseId: `k${id}`, matterId: `m${id}` })).then((answer) => {
      if (answer.kind === "case") good[window] = (good[window] ?? 0) + 1;
    });
    virtual.after(((-1000 * Math.log(1 - arrivals.next())) / TIME_FACTOR / LOAD / SERVERS) * MEAN_SEC, come);
  };
  const at = (sec: number, act: () => void) => void virtual.after((sec * 1000) / TIME_FACTOR, act);
  const marks: Record<string, number>[] = [];
  const mark = () => void marks.push(client.counts.all());
  at(FAULT.from, () => {
    partner.setServers(2);
    mark();
  });
  at(FAULT.until, () => {
    partner.setServers(SERVERS);
    mark();
  });
  come();
  await virtual.runDry();
  const grown = (name: string): number => (marks[1]?.[name] ?? 0) - (marks[0]?.[name] ?? 0);
  const share = (window: keyof typeof WINDOWS): number => (good[window] ?? 0) / (came[window] ?? 0);
  return {
    goodput: { before: share("before"), during: share("during"), after: share("after"), late: share("late") },
    amplification: grown("sent") / grown("calls"),
  };
};

test("retries without a bound on a queue without a bound never recover, long after the fault has ended", async () => {
  const { goodput, amplification } = await live(CALL_POLICIES["unbounded-retries"], null);
  expect(goodput.before).toBeGreaterThan(0.95);
  expect(goodput.after).toBeLessThan(0.1);
  expect(goodput.late).toBeLessThan(0.1);
  expect(amplification).toBeGreaterThan(2);
});

test.each(["budgeted", "default"] as const)("%s: a bounded queue and a tenth of retries do", async (name) => {
  const { goodput, amplification } = await live(CALL_POLICIES[name], 16);
  expect(goodput.before).toBeGreaterThan(0.95);
  expect(goodput.during).toBeLessThan(0.6);
  expect(goodput.after).toBeGreaterThan(0.9);
  expect(goodput.late).toBeGreaterThan(0.95);
  expect(amplification).toBeLessThan(1.25);
});

test("the seeded defects: a storm of retries, and a breaker that never closes", async () => {
  const storm = await live(CALL_POLICIES.default, 16, ["retry-storm"]);
  expect(storm.amplification).toBeGreaterThan(4);
  const stuck = await live(CALL_POLICIES.default, 16, ["breaker-stuck-open"]);
  expect(stuck.goodput.before).toBeGreaterThan(0.95);
  expect(stuck.goodput.late).toBe(0);
});

test("the queue without a bound is what keeps even a budget from helping", async () => {
  const bounded = await live(CALL_POLICIES.budgeted, 16);
  const unbounded = await live(CALL_POLICIES.budgeted, 16, ["unbounded-queue"]);
  expect(unbounded.goodput.during).toBeLessThan(bounded.goodput.during);
  expect(unbounded.goodput.after).toBeLessThan(bounded.goodput.after);
});
