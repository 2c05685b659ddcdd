import { createDurations, type Durations } from "./durations.ts";

/** What a group of agents did with their time. */
export interface AgentTime {
  /** Slot time of all shifts, breaks not counted; milliseconds. */
  readonly availableMs: number;
  /** Of it, the time in which slots held a contact. */
  readonly busyMs: number;
  /** busy / available (slot occupancy). Null without available time. */
  readonly occupancy: number | null;
  /** Sum of contact time / time with at least one contact, agent by agent (callcentrehelper). Null: nobody held any. */
  readonly concurrency: number | null;
  /** Held by agents without a name or a shift: in no figure above. */
  readonly unplacedMs: number;
}

/** Shifts and holds of agents; milliseconds of one clock. Thirty bytes or so a stretch. */
export interface AgentTimeFold {
  /** A stretch in which an agent was there with `slots` slots. Stretches of one agent do not overlap. */
  shift(agentId: string, fromMs: number, toMs: number, slots: number): void;
  /** A stretch in which an agent held one contact; several may run side by side. */
  hold(agentId: string | null, fromMs: number, toMs: number): void;
  finish(): AgentTime;
}

interface Stretches {
  readonly from: Durations;
  readonly to: Durations;
}

const newStretches = (): Stretches => ({ from: createDurations(), to: createDurations() });

/** Starts and ends, each ascending: enough to know how many run at any moment. */
const heldWithin = ({ from, to }: Stretches, first: number, last: number): { sumMs: number; someMs: number } => {
  const [starts, ends] = [from.sorted(), to.sorted()];
  let running = 0;
  let sumMs = 0;
  let someMs = 0;
  let before = first;
  for (let start = 0, end = 0; end < ends.length; ) {
    const [nextStart, nextEnd] = [starts[start] ?? Number.POSITIVE_INFINITY, ends[end] ?? Number.POSITIVE_INFINITY];
    const at = Math.min(nextStart, nextEnd);
    const passed = Math.max(0, Math.min(at, last) - before);
    if (running > 0) {
      sumMs += running * passed;
      someMs += passed;
    }
    before = Math.max(before, Math.min(at, last));
    if (nextStart <= nextEnd) {
      running++;
      start++;
    } else {
      running--;
      end++;
    }
  }
  return { sumMs, someMs };
};

export const createAgentTime = (): AgentTimeFold => {
  const holds = new Map<string, Stretches>();
  const shifts = new Map<string, { fromMs: number; toMs: number; slots: number }[]>();
  let namelessMs = 0;
  return {
    shift: (agentId, fromMs, toMs, slots) => {
      if (!(toMs > fromMs)) return;
      shifts.set(agentId, [...(shifts.get(agentId) ?? []), { fromMs, toMs, slots }]);
    },
    hold: (agentId, fromMs, toMs) => {
      if (!(toMs > fromMs)) return;
      if (agentId === null) namelessMs += toMs - fromMs;
      else {
        const list = holds.get(agentId) ?? newStretches();
        list.from.add(fromMs);
        list.to.add(toMs);
        holds.set(agentId, list);
      }
    },
    finish: () => {
      let availableMs = 0;
      let busyMs = 0;
      let heldMs = 0;
      let someMs = 0;
      for (const list of shifts.values())
        for (const { fromMs, toMs, slots } of list) availableMs += (toMs - fromMs) * slots;
      for (const [agentId, list] of holds) {
        const whole = heldWithin(list, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
        heldMs += whole.sumMs;
        someMs += whole.someMs;
        for (const { fromMs, toMs } of shifts.get(agentId) ?? []) busyMs += heldWithin(list, fromMs, toMs).sumMs;
      }
      return {
        availableMs,
        busyMs,
        occupancy: availableMs === 0 ? null : busyMs / availableMs,
        concurrency: someMs === 0 ? null : heldMs / someMs,
        unplacedMs: namelessMs + heldMs - busyMs,
      };
    },
  };
};
