import {
  ACCESS_ACTIONS,
  ACCESS_ATTEMPTS,
  ACCESS_QUESTIONS,
  type AccessAction,
  type AccessQuestion,
  type AttemptWay,
  DESK_DOOR,
} from "../contract/access-attempts.ts";
import type { AccessRecord } from "../schema/evidence.ts";
import { type Example, MOST_EXAMPLES } from "./examples.ts";
import type { Measurement } from "./objective.ts";

/**
 * Whether a target lets in who cannot prove who they are, one question at a time. What was let in is a finding wherever
 * it happened; what was kept out counts only where the same request with everything right was let in, in the same round
 * at the same door: a door that nobody gets through proves nothing.
 */
export interface AccessProofs {
  take(record: AccessRecord): void;
  /** `pops`: where customers ask, every one of which must have been tried. */
  measurement(pops: readonly string[]): Measurement;
}

const WITHOUT: Readonly<Record<AttemptWay, string>> = {
  "no-token": "without any token",
  "no-proof": "with the right token and no proof",
  "stolen-token": "with the right token and a proof by another key",
  "other-session": "with another session's token and proof",
  "replayed-proof": "with a proof that was used before",
  "used-ticket": "by a ticket that was used before",
  "wrong-token": "with a bearer that is nobody's",
};
const DONE: Readonly<Record<AccessAction, string>> = {
  read: "a customer's messages were read",
  write: "a message was put on a customer's contact",
  feed: "a customer's feed was opened",
  queue: "the agents' queue was read",
};

const place = (door: string, action: string, way: string): string => JSON.stringify([door, action, way]);

export function createAccessProofs(question: AccessQuestion, t0: number, timeFactor: number): AccessProofs {
  const actions: readonly AccessAction[] = ACCESS_QUESTIONS[question].actions;
  const ways: readonly string[] = ACCESS_QUESTIONS[question].ways;
  /** What was kept out, by round, door and action, until its control is known; controls come first. */
  const controls = new Set<string>();
  const broken = new Map<string, string>();
  const proved = new Set<string>();
  /** The first of each action. */
  const letIn = new Map<AccessAction, Example>();
  let tries = 0;
  let n = 0;
  let misses = 0;

  /** Why not everything was tried there, or null. */
  const untriedAt = (door: string): string | null => {
    for (const action of actions)
      for (const way of ACCESS_ATTEMPTS[action]) {
        if (!ways.includes(way) || proved.has(place(door, action, way))) continue;
        const why = broken.get(door);
        return `at ${door}, whether ${DONE[action]} ${WITHOUT[way]} was never put to the proof${why === undefined ? "" : ` (${why})`}`;
      }
    return null;
  };

  return {
    take: ({ at, door, round, contact, action, way, outcome, status, code }) => {
      tries++;
      const answer = status === 0 ? (code ?? "no answer") : String(status);
      if (way === "rightly" || action === "open") {
        if (outcome !== "accepted") broken.set(door, `with everything right, ${action} got ${answer}`);
        else if (action !== "open") controls.add(place(door, action, String(round)));
        return;
      }
      if (!ways.includes(way) || !actions.includes(action)) return;
      if (outcome === "accepted") {
        n++;
        misses++;
        proved.add(place(door, action, way));
        const what = `${DONE[action]} ${WITHOUT[way]} at ${door} (answered ${answer})`;
        const atSec = ((at - t0) * timeFactor) / 1000;
        if (!letIn.has(action)) letIn.set(action, { contact, message: null, atSec, what });
        return;
      }
      if (outcome === "unclear") broken.set(door, `${action} ${WITHOUT[way]} got ${answer}`);
      if (outcome !== "refused" || !controls.has(place(door, action, String(round)))) return;
      n++;
      proved.add(place(door, action, way));
    },
    measurement: (pops) => {
      const doors = question === "agents" ? [DESK_DOOR] : pops;
      const untried = doors.map(untriedAt).find((why) => why !== null) ?? null;
      const examples = ACCESS_ACTIONS.flatMap((action) => letIn.get(action) ?? []).slice(0, MOST_EXAMPLES);
      return {
        ...{ n, misses, allowed: 0, value: misses, missWord: "let in", examples },
        // What was let in stands, whatever else was not tried.
        ...(misses > 0 || untried === null ? {} : { unmeasured: tries === 0 ? "nobody tried" : untried }),
      };
    },
  };
}
