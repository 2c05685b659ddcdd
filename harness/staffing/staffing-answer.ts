import type { ProfileName } from "../../core/contract/ids.ts";
import { meanSec } from "../../core/judging/nano-drop/offered-slots.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { Staffing, StaffingShare, StaffingTrial } from "../../core/schema/staffing.ts";
import { leastReplySlots } from "../../core/workforce/reply-staffing.ts";
import { answersAtShare, automationOf } from "./automation.ts";
import { type DrawnDrop, drawDrop, type DropPlan, keepsBudget, type SeededDesk } from "./drawn-drops.ts";
import { leastSlots } from "./least-slots.ts";
import { staffingSentence } from "./staffing-sentence.ts";

export interface StaffingQuestion extends DropPlan {
  readonly profile: ProfileName;
  readonly seeds: readonly number[];
  /** What stands behind the desk in each seed. */
  readonly desk: (seed: number) => SeededDesk;
  /** Planned share of automation; what the desk's own answers come to when left out. */
  readonly automation?: number;
  readonly onProgress?: (done: number, of: number) => void;
}

/** What more automation than planned is asked about, in shares of all first questions. */
const MORE = 0.1;

/**
 * How many chat slots the plan's reply budget needs. Simulated: the drop itself, with its step, on every seed, by the
 * drill's own actors and the judge's own counts. Erlang A and C know one rate that never changes, so each is asked twice:
 * at the average over step and tail, and at the step's own rate as if it lasted.
 */
export async function answerStaffing(question: StaffingQuestion): Promise<Staffing> {
  const { plan, seeds, profile } = question;
  const { agents, slotsPerAgent } = plan.staffing;
  const budget = plan.budgets.humanReply;
  const drops = seeds.map((seed) => drawDrop(question, seed, question.desk(seed)));
  const own = mean(drops.map(({ contacts, answers }) => automationOf(contacts, answers)));
  const planned = question.automation ?? own;
  const asked = [...new Set([0, planned / 2, planned, Math.min(1, planned + MORE)])].sort((a, b) => a - b);
  let done = 0;
  const stepDone = (): void => question.onProgress?.(++done, (asked.length + 2) * drops.length);

  const shares: StaffingShare[] = [];
  for (const automation of asked) {
    // The plan's own share is no draw, but what the desk does with these very words.
    const isOwn = automation === planned && question.automation === undefined;
    shares.push(await atShare(automation, automation === planned, isOwn));
  }

  async function atShare(automation: number, isPlanned: boolean, isOwn: boolean): Promise<StaffingShare> {
    const perSeed: (number | null)[] = [];
    let guess = plan.staffing.agents * slotsPerAgent;
    for (const drop of drops) {
      const answers = isOwn ? drop.answers : answersAtShare(drop.contacts, drop.answers, automation, drop.seed);
      const least = await leastSlots(
        async (slots) => keepsBudget(await drop.outcome(slots, answers)),
        guess,
        drop.contacts.length,
      );
      perSeed.push(least);
      guess = least ?? guess;
      stepDone();
    }
    const whole = perSeed.filter((one) => one !== null);
    const rates = drops.map((drop) =>
      handOffRates(drop, isOwn ? drop.answers : answersAtShare(drop.contacts, drop.answers, automation, drop.seed)),
    );
    const handOffsPerSec = { average: mean(rates.map((one) => one.average)), step: mean(rates.map((one) => one.step)) };
    const by = (method: "A" | "C") => ({
      average: leastReplySlots(method, demandOf(plan, handOffsPerSec.average)),
      step: leastReplySlots(method, demandOf(plan, handOffsPerSec.step)),
    });
    return {
      ...{ automation, planned: isPlanned, handOffsPerSec },
      simulated: {
        least: whole.length === 0 ? null : Math.min(...whole),
        most: whole.length < perSeed.length ? null : Math.max(...whole),
        perSeed,
      },
      ...{ erlangA: by("A"), erlangC: by("C") },
    };
  }

  async function tried(slots: number): Promise<StaffingTrial> {
    const lateShares: number[] = [];
    let met = 0;
    for (const drop of drops) {
      const answers =
        question.automation === undefined
          ? drop.answers
          : answersAtShare(drop.contacts, drop.answers, planned, drop.seed);
      const outcome = await drop.outcome(slots, answers);
      lateShares.push(outcome.handedOff === 0 ? 0 : outcome.late / outcome.handedOff);
      if (keepsBudget(outcome)) met++;
      stepDone();
    }
    const [least, most] = [Math.min(...lateShares), Math.max(...lateShares)];
    return { slots, met, lateShare: { least, mean: mean(lateShares), most } };
  }

  const figures: Omit<Staffing, "sentence"> = {
    ...{ schema: "fieldproof.staffing/1", profile, seeds: [...seeds], budget: { ...budget }, slotsPerAgent, shares },
    plannedSlots: agents * slotsPerAgent,
    atPlan: await tried(agents * slotsPerAgent),
    oneAgentFewer: agents > 1 ? await tried((agents - 1) * slotsPerAgent) : null,
  };
  return { ...figures, sentence: staffingSentence(figures) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Contacts a simulated second that come to a person, those who come back included. */
function handOffRates(drop: DrawnDrop, answers: DrawnDrop["answers"]): { average: number; step: number } {
  const count = (phase: string): number =>
    drop.contacts.reduce(
      (sum, script) =>
        script.phase === phase ? sum + Number(answers(script) === null) + Number(script.followUp !== null) : sum,
      0,
    );
  const inStep = count("step");
  return {
    average: (inStep + count("tail")) / (drop.stepSec + drop.tailSec),
    step: inStep / drop.stepSec,
  };
}

/** Those who leave without a word stay in the queue, so only the others shorten it. */
function demandOf({ staffing, customers, budgets }: Plan, handOffsPerSec: number) {
  const handle = meanSec(staffing.handle);
  const pickUp = meanSec(staffing.pickUp);
  return {
    arrivalsPerSec: handOffsPerSec,
    handleSec: handle + pickUp,
    beforeReplySec: pickUp + handle * staffing.firstReplyShare,
    budget: budgets.humanReply,
    patienceSec: meanSec(customers.patience) / (1 - customers.silentLeaverShare),
  };
}
