import { LANES, type Lane } from "../../core/contract/ids.ts";
import { PRESENCE_STATES, type PresenceRequest, type PresenceState } from "../../core/schema/agent-wire.ts";
import type { EventDraft } from "../event-log/event-store.ts";
import type { Act, Projection } from "../event-log/ledger.ts";

/** An agent of this run, by the name that they gave themselves; the bearer is the same for all. */
export interface Seat {
  readonly agentId: string;
  readonly state: PresenceState;
  readonly slots: number;
  readonly lanes: readonly Lane[];
  readonly groups: readonly string[];
  readonly since: number;
}

/** agent.presence; lanes and groups are lists of ids, so a space parts them. */
export const presenceAct = (at: number, { agentId, state, slots, lanes, groups }: PresenceRequest): Act => ({
  at,
  kind: "agent.presence",
  subject: agentId,
  body: { state, slots, lanes: lanes.join(" "), groups: groups.join(" ") },
});

/** Who is on shift, who on a break, with how many slots: folded from the log. */
export class AgentRoster implements Projection {
  readonly #seats = new Map<string, Seat>();

  find(agentId: string): Seat | null {
    return this.#seats.get(agentId) ?? null;
  }

  all(): IterableIterator<Seat> {
    return this.#seats.values();
  }

  /** Whether anyone who is not off shift is of the group. */
  isStaffed(group: string): boolean {
    return [...this.#seats.values()].some(({ state, groups }) => state !== "off" && groups.includes(group));
  }

  apply({ kind, subject, body, at }: EventDraft): void {
    if (kind !== "agent.presence") return;
    const list = (value: unknown): string[] => String(value).split(" ").filter(Boolean);
    const lanes = list(body["lanes"]);
    this.#seats.set(subject, {
      agentId: subject,
      state: PRESENCE_STATES.find((state) => state === body["state"]) ?? "off",
      slots: Number(body["slots"]),
      lanes: LANES.filter((lane) => lanes.includes(lane)),
      groups: list(body["groups"]),
      since: at,
    });
  }
}
