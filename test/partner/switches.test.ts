import { afterEach, expect, test } from "vitest";
import type { Http } from "../../core/contract/ports.ts";
import { createRng } from "../../harness/load/draws.ts";
import { PARTNER_BENIGN, PARTNER_DEFECTS, type PartnerSwitchName } from "../../mock-platform/defects.ts";
import { isEnded } from "../../mock-platform/promises/matter-states.ts";
import { partnerStage } from "../../mock-platform/testing/partner-stage.ts";
import { createVirtualClock } from "../../harness/simulation/virtual-clock.ts";
import { onVirtualGlobals } from "./virtual-globals.ts";

let back = (): void => {};
afterEach(() => back());

const TIME_FACTOR = 10;
const QUEUE = 16;
/** Simulated seconds: contacts come until `comeUntil`; one server, then none, then all eight again. */
const AT = { slow: 120, down: 240, well: 300, comeUntil: 600, end: 1500 };

/** What a desk and its partner did wrong in one run, as one sees it from outside. */
const SYMPTOMS = {
  storm: "more than three requests for a case, on the average of the fault",
  unbounded: "more wait at the partner than it has places",
  cutOff: "hardly a case is answered in its call, long after the partner is well",
  lost: "a matter never ended",
  ownerless: "a promise had nobody to own it",
  doubled: "a matter was resolved twice",
  herd: "a burst at the partner's door as it came back",
} as const;
type Symptom = keyof typeof SYMPTOMS;

/** A new switch has no line here until somebody says how it shows: then this does not compile. */
const SHOWS: Readonly<Record<PartnerSwitchName, readonly Symptom[]>> = {
  "retry-storm": ["storm"],
  "breaker-stuck-open": ["cutOff"],
  "unbounded-queue": ["unbounded"],
  "lost-hand-off": ["lost"],
  "promise-without-owner": ["ownerless"],
  "double-resolution": ["doubled"],
  "recovery-herd": ["herd"],
  "slow-partner": [],
  "duplicate-callback": [],
};

const live = async (defects: readonly string[]): Promise<{ symptoms: Symptom[]; figures: Record<string, number> }> => {
  const virtual = createVirtualClock(1_800_000_000_000);
  back = onVirtualGlobals(virtual);
  const secNow = (): number => ((virtual.clock.now() - 1_800_000_000_000) / 1000) * TIME_FACTOR;
  const requests: { sec: number; isOpening: boolean; matter: string }[] = [];
  const watched = (http: Http): Http => ({
    send: (request) => {
      const matter = request.body === undefined ? "" : String(JSON.parse(request.body).matterId);
      requests.push({ sec: secNow(), isOpening: request.method === "POST", matter });
      return http.send(request);
    },
  });
  const stage = await partnerStage({
    time: { clock: virtual.clock, scheduler: virtual },
    ...{ timeFactor: TIME_FACTOR, defects, line: watched, promises: { dueSec: 800 } },
    partnerPlan: { servers: 8, queue: QUEUE, callbacks: { lateShare: 0.2, lateSec: 30, twiceShare: 0 } },
  });
  const { partner, promises, shifts, log } = stage;
  const at = (sec: number, act: () => void): void => void virtual.after((sec * 1000) / TIME_FACTOR, act);
  await shifts.set({ agentId: "ann", state: "available", slots: 3, lanes: ["stream"], groups: [] });
  const arrivals = createRng(3, "arrivals");
  const come = (index: number): void => {
    if (secNow() >= AT.comeUntil) return;
    void stage.open(`c${index}`);
    at(-2.2 * Math.log(1 - arrivals.next()), () => come(index + 1));
  };
  come(0);
  let peak = 0;
  for (let sec = 0; sec < AT.end; sec += 5)
    at(sec, () => {
      peak = Math.max(peak, partner.status().waiting);
    });
  at(AT.slow, () => partner.setServers(1));
  at(AT.down, () => partner.setOutage("down"));
  at(AT.well, () => {
    partner.setServers(8);
    partner.setOutage(null);
  });
  at(AT.end, () => stage.stop());
  await virtual.runDry();
  expect(stage.troubles).toEqual([]);

  const matters = [...promises.book.all()];
  const inFault = requests.filter(({ sec, isOpening }) => isOpening && sec >= AT.slow && sec < AT.down);
  const late = matters.filter(
    ({ receivedAt }) => receivedAt >= 1_800_000_000_000 + (AT.well + 150) * (1000 / TIME_FACTOR),
  );
  const moves = (await log()).filter(({ kind }) => kind === "matter.moved");
  const resolved = new Map<string, number>();
  for (const { subject, body } of moves)
    if (body["to"] === "resolved") resolved.set(subject, (resolved.get(subject) ?? 0) + 1);
  const back150 = requests.filter(({ sec }) => sec >= AT.well && sec < AT.well + 150).map(({ sec }) => sec);
  const figures = {
    perCase: inFault.length / new Set(inFault.map(({ matter }) => matter)).size,
    peak,
    inCall: late.filter(({ promisedAt }) => promisedAt === null).length / late.length,
    open: matters.filter(({ state }) => !isEnded(state)).length,
    ownerless: moves.filter(({ body }) => body["to"] === "promised" && body["owner"] === null).length,
    twice: [...resolved.values()].filter((count) => count > 1).length,
    burst: Math.max(...back150.map((from) => back150.filter((sec) => sec >= from && sec < from + 0.5).length)),
    expired: matters.filter(({ state }) => state === "expired").length,
    came: matters.length,
  };
  const holds: Record<Symptom, boolean> = {
    storm: figures.perCase > 3,
    unbounded: figures.peak > QUEUE,
    cutOff: figures.inCall < 0.1,
    lost: figures.open > 0,
    ownerless: figures.ownerless > 0,
    doubled: figures.twice > 0,
    herd: figures.burst > 12,
  };
  return { figures, symptoms: (Object.keys(SYMPTOMS) as Symptom[]).filter((name) => holds[name]) };
};

test("a clean desk shows none of it", async () => {
  const found = await live([]);
  expect(found.symptoms).toEqual([]);
});

test.each(Object.keys({ ...PARTNER_DEFECTS, ...PARTNER_BENIGN }) as PartnerSwitchName[])(
  "%s shows as itself and as nothing else",
  async (name) => {
    const found = await live([name]);
    expect(found.symptoms).toEqual(SHOWS[name]);
  },
);
