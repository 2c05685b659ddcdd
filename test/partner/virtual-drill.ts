import type { JudgeOutcome } from "../../core/contract/drill.ts";
import { aHandedOff, aHandling, aReplicate, aSeen, aContact, toyChain } from "../../core/judging/evidence-builder.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { overloadedFulfilment } from "../../drills/overloaded-fulfilment/drill.ts";
import { judgeOverloadedFulfilment } from "../../drills/overloaded-fulfilment/judge.ts";
import { overloadedFulfilmentLoad } from "../../drills/overloaded-fulfilment/load.ts";
import { createRng } from "../../harness/load/draws.ts";
import { loadSpans } from "../../harness/load/drill-streams.ts";
import { BUILT_IN_PHASES } from "../../harness/plan/profiles.ts";
import { drawArrivals } from "../../harness/load/arrivals.ts";
import { partnerStage } from "../../mock-platform/testing/partner-stage.ts";
import { createVirtualClock } from "../../harness/simulation/virtual-clock.ts";
import { onVirtualGlobals } from "./virtual-globals.ts";

const T0 = 1_800_000_000_000;
const TIME_FACTOR = 10;
/** Stream contacts beside it, answered by people: what no partner touches. */
const STREAM = 30;
const PREFIX = "c";

/**
 * The drill's order trouble against the real partner and the real desk, on a virtual clock and without a network, judged
 * by its own judge. The stream lane is made up and well. `serversAfter`: how many the partner has once the fault is over.
 */
export const virtualDrill = async (
  plan: Plan,
  seed: number,
  switches: readonly string[],
  serversAfter = plan.fulfilment.partner.servers,
): Promise<JudgeOutcome> => {
  const virtual = createVirtualClock(T0);
  const back = onVirtualGlobals(virtual);
  try {
    return await judged(plan, seed, switches, serversAfter, virtual);
  } finally {
    back();
  }
};

const judged = async (
  plan: Plan,
  seed: number,
  switches: readonly string[],
  serversAfter: number,
  virtual: ReturnType<typeof createVirtualClock>,
): Promise<JudgeOutcome> => {
  const { fulfilment } = plan;
  const spans = loadSpans(overloadedFulfilmentLoad, plan, BUILT_IN_PHASES.smoke);
  const phases = spans.map(({ name, from, to }) => ({ name, fromMs: from / TIME_FACTOR, toMs: to / TIME_FACTOR }));
  const rates = { control: fulfilment.casesPerSec, fault: fulfilment.casesPerSec, recover: fulfilment.casesPerSec };
  const offsets = drawArrivals(spans, rates, createRng(seed, "arrivals")).map(({ offset }) => offset / TIME_FACTOR);
  const stage = await partnerStage({
    time: { clock: virtual.clock, scheduler: virtual },
    ...{ seed, timeFactor: TIME_FACTOR, defects: switches },
    ...{ policy: fulfilment.policy, partnerPlan: fulfilment.partner, promises: fulfilment.promises },
  });
  const judge = judgeOverloadedFulfilment({
    ...{ specs: overloadedFulfilment.objectives(plan.budgets), plan, contactPrefix: PREFIX, chain: toyChain },
    replicate: aReplicate({ drill: "overloaded-fulfilment", t0: T0, seed, phases }),
    missing: new Set(),
  });
  const phase = (name: string) => phases.find((one) => one.name === name) ?? { fromMs: 0, toMs: 0 };
  const idOf = (index: number): string => String(index).padStart(6, "0");
  for (const [index, offset] of offsets.entries()) virtual.after(offset, () => void stage.open(idOf(index)));
  virtual.after(phase("fault").fromMs, () => stage.partner.setServers(fulfilment.serversLeft));
  virtual.after(phase("fault").toMs, () => stage.partner.setServers(serversAfter));
  virtual.after(phases.at(-1)?.toMs ?? 0, () => {
    for (const record of stage.promises.export()) judge.take({ kind: "promise", record });
    for (const record of stage.partner.visits()) judge.take({ kind: "partner-visit", record });
    stage.stop();
  });
  await virtual.runDry();
  if (stage.troubles.length > 0) throw new Error(`the desk could not do what it had to: ${String(stage.troubles[0])}`);
  for (let index = 0; index < STREAM; index++) {
    const { seen, ...lived } = aHandedOff(index, 2000);
    const at = T0 + 100;
    const reply = seen.map((one) => aSeen({ ...one, at: at + 2020 }));
    judge.take({
      kind: "handling",
      record: aHandling(index, 0, { offeredAt: at, claimedAt: at, replySentAt: at + 2010 }),
    });
    judge.take({
      kind: "contact",
      record: {
        ...lived,
        seen: reply,
        scheduledAt: at,
        startedAt: at,
        handedOffAt: at + 20,
        observedUntil: at + 20_000,
      },
    });
  }
  for (const [index, offset] of offsets.entries()) {
    const times = { scheduledAt: T0 + offset, startedAt: T0 + offset, observedUntil: T0 + offset + 20_000 };
    const clientContactId = `${PREFIX}-${idOf(index)}`;
    judge.take({ kind: "contact", record: aContact(index, { clientContactId, lane: "standard", seen: [], ...times }) });
  }
  return judge.finish();
};
