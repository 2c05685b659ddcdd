import { setTimeout as wait } from "node:timers/promises";
import type { AgentPort } from "../../../core/contract/target.ts";
import type { Rng } from "../../../core/contract/ports.ts";
import type { Acknowledged } from "./reply-tally.ts";

export interface AgentsOptions {
  readonly agent: AgentPort;
  readonly contactIds: readonly string[];
  readonly repliesPerSec: number;
  readonly seconds: number;
  readonly rng: Rng;
}

export interface AgentsOutcome {
  readonly acknowledged: readonly Acknowledged[];
  readonly refused: number;
  /** How long it took, wall milliseconds: longer than planned when the stack could not keep up. */
  readonly tookMs: number;
}

/** Requests under way at the same time. */
const AT_ONCE = 16;
/** Messages that a contact has before its first reply: the question and the hand-off. */
const BEFORE_REPLIES = 2;

/** Agents claim and answer contacts drawn at random, evenly over the time; what is acknowledged is counted. */
export const letAgentsReply = async (options: AgentsOptions): Promise<AgentsOutcome> => {
  const { agent, contactIds, repliesPerSec, seconds, rng } = options;
  const replies = new Map<string, number>();
  const claims = new Map<string, Promise<unknown>>();
  const total = repliesPerSec * seconds;
  const before = performance.now();
  let next = 0;
  let refused = 0;
  const replyTo = async (contactId: string, turn: number): Promise<void> => {
    const claim = claims.get(contactId) ?? agent.claim(contactId, `bench-${contactId}`);
    claims.set(contactId, claim);
    await claim;
    const answered = await agent.reply(contactId, `bench-${turn}`, `Reply ${turn}. I looked it up for you.`);
    if (answered.ok) replies.set(contactId, (replies.get(contactId) ?? 0) + 1);
    else refused += 1;
  };
  const worker = async (): Promise<void> => {
    while (next < total) {
      const turn = next;
      next += 1;
      const contactId = contactIds[Math.floor(rng.next() * contactIds.length)];
      const dueMs = (turn * 1000) / repliesPerSec - (performance.now() - before);
      if (dueMs > 1) await wait(dueMs);
      if (contactId !== undefined) await replyTo(contactId, turn);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return {
    acknowledged: [...replies].map(([contactId, count]) => ({
      contactId,
      lastSeq: BEFORE_REPLIES + count,
      replies: count,
    })),
    refused,
    tookMs: performance.now() - before,
  };
};
