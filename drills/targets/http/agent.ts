import type { HttpFindingCode } from "../../../core/contract/http-findings.ts";
import { LANES, type Lane } from "../../../core/contract/ids.ts";
import type { AgentPort, Fault, Outcome } from "../../../core/contract/target.ts";
import type { AgentMapping } from "../../../core/schema/http-mapping.ts";
import type { Message, QueueItem } from "../../../core/schema/wire.ts";
import { readContext } from "./context.ts";
import { createDialogue, type HttpTargetOptions } from "./dialogue.ts";
import { createMessageReader, MOST_PAGE_ITEMS } from "./message-reader.ts";
import { idText, readPointer, wordOf } from "./pointer.ts";
import { readStamp } from "./stamp.ts";
import type { Value } from "./template.ts";
import { createWaitingBoard, type WaitingBoard } from "./waiting-board.ts";

export interface HttpAgentOptions extends HttpTargetOptions {
  /** A name for this agent, as {agent}. */
  readonly agentId: string;
  /** What the client ids of this run's contacts begin with (`contactPrefix`); contacts of others are let be. */
  readonly idPrefix: string;
  /** Shared by all agents of the process; one of its own without it. */
  readonly board?: WaitingBoard;
}

/** A look at who waits is the only one of its lane, so it may wait a little for its turn. */
const LOOK_PATIENCE_MS = 8000;

const failed = (where: string, status: number, code: HttpFindingCode): { ok: false; fault: Fault } => ({
  ok: false,
  fault: { where, status, code },
});

/** The client's contact id within a text of the desk's, such as a subject; null when there is none of this run. */
export function clientIdIn(text: string | null, idPrefix: string): string | null {
  const at = text?.indexOf(`${idPrefix}-`) ?? -1;
  if (text === null || at < 0) return null;
  const digits = /^\d{6,}/.exec(text.slice(at + idPrefix.length + 1))?.[0];
  return digits === undefined ? null : `${idPrefix}-${digits}`;
}

/** An agent at a desk that a mapping describes. Never throws; a desk without a section `agent` is a fault each time. */
export function createHttpAgent(options: HttpAgentOptions): AgentPort {
  const { mapping, clock, timers, idPrefix } = options;
  const { agent, lanes } = mapping;
  if (agent === undefined) {
    const none = (where: string) => async () => failed(where, 0, "not-mapped");
    return { next: none("queue"), claim: none("claim"), reply: none("reply"), resolve: none("resolve") };
  }
  const board = options.board ?? createWaitingBoard(clock);
  const dialogue = createDialogue(options, agent, { agent: options.agentId });
  const wordOfLane = (lane: Lane): string => lanes?.[lane] ?? lane;

  const itemOf = (item: Value, asked: Lane): QueueItem | null => {
    const { each, at } = agent.next;
    const contactId = idText(readPointer(item, each.contact));
    const clientContactId = clientIdIn(wordOf(readPointer(item, each.ref)), idPrefix);
    if (contactId === null || clientContactId === null || dialogue.mask.inIds.holds(contactId)) return null;
    const word = each.lane === undefined ? wordOfLane(asked) : wordOf(readPointer(item, each.lane));
    const lane = LANES.find((one) => wordOfLane(one) === word);
    if (lane !== asked) return null;
    const since =
      each.waitingSince === undefined || at === undefined
        ? null
        : readStamp(readPointer(item, each.waitingSince), at.unit);
    return {
      ...{ contactId, clientContactId, lane, waitingSince: since ?? clock.now() },
      ...{ context: readContext(each.context, item), lastMessages: [] },
    };
  };

  const look = async (lane: Lane, waitMs: number): Promise<Outcome<readonly QueueItem[]>> => {
    const { next } = agent;
    const holdMs = next.waitMs === undefined ? 0 : Math.min(next.waitMs, Math.round(waitMs));
    const began = clock.now();
    const answer = await dialogue.call(
      "queue",
      { request: next.request },
      {
        values: { lane: wordOfLane(lane), ...(next.waitMs === undefined ? {} : { waitMs: holdMs }) },
        ...{ urgency: "queue", holdMs, patienceMs: Math.max(waitMs, LOOK_PATIENCE_MS), wantsJson: true },
      },
    );
    // A look for which there was no room shows nobody.
    if (!answer.ok && answer.fault.code === "limit-reached") return { ok: true, value: [] };
    if (!answer.ok) return answer;
    const items = readPointer(answer.value.document, next.items);
    if (!Array.isArray(items)) return failed("queue", answer.value.status, "missing-value");
    const listed = (items as readonly Value[]).slice(0, MOST_PAGE_ITEMS).map((item) => itemOf(item, lane));
    return {
      ok: true,
      value: listed.filter((item) => item !== null).filter(({ contactId }) => !board.releasedSince(contactId, began)),
    };
  };

  const messagesOf = (
    pointer: string | undefined,
    document: Value | undefined,
    contactId: string,
  ): readonly Message[] => {
    if (pointer === undefined) return [];
    const reader = createMessageReader(mapping, { clock, mask: dialogue.mask, note: () => {} });
    return reader.take(readPointer(document, pointer), contactId)?.messages ?? [];
  };

  return {
    next: async (lane, waitMs) => {
      const { everyMs, waitMs: held } = agent.next;
      const began = clock.now();
      const looking = held === undefined ? board.look(lane, everyMs, () => look(lane, waitMs)) : look(lane, waitMs);
      // A look that waits for room in the desk's limit goes on; the slot asks for it again.
      let page: Awaited<typeof looking> = { ok: true, value: [] };
      const done = looking.then((outcome) => {
        page = outcome;
      });
      await timers.waitOr(waitMs + options.requestTimeoutMs, done);
      if (!page.ok) return page;
      const item = board.pick(page.value);
      const rest = Math.min(waitMs, everyMs) - (clock.now() - began);
      if (item === null && held === undefined && rest > 0) await timers.wait(rest);
      return { ok: true, value: item };
    },
    claim: async (contactId, key) => {
      const { claim } = agent;
      if (claim === undefined) return { ok: true, value: { context: null, messages: [] } };
      const done = await dialogue.call("claim", claim, {
        values: { contact: contactId, key },
        once: { id: key, mapping: claim.idempotency },
        wantsJson: claim.context !== undefined || claim.items !== undefined,
      });
      if (!done.ok) board.taken(contactId);
      if (!done.ok && claim.taken.status.includes(done.fault.status)) return { ok: true, value: null };
      if (!done.ok) return done;
      board.hold(contactId);
      const { document } = done.value;
      const context = readContext(claim.context, document);
      return { ok: true, value: { context, messages: messagesOf(claim.items, document, contactId) } };
    },
    reply: async (contactId, clientMessageId, text) => {
      const { reply } = agent;
      const done = await dialogue.call("reply", reply, {
        values: { contact: contactId, clientMessageId, text },
        once: { id: clientMessageId, mapping: reply.idempotency },
        wantsJson: reply.message !== undefined,
      });
      if (!done.ok) return done;
      return replyId(reply, done.value, clientMessageId);
    },
    resolve: async (contactId) => {
      const done = await dialogue.call("resolve", agent.resolve, { values: { contact: contactId } });
      board.release(contactId);
      return done.ok ? { ok: true, value: null } : done;
    },
  };
}

/** A desk that names no id for what was written gives nothing to look for: the client's own id stands for it. */
function replyId(
  reply: AgentMapping["reply"],
  answer: { readonly status: number; readonly document: Value | undefined },
  clientMessageId: string,
): Outcome<{ readonly messageId: string }> {
  if (reply.message === undefined) return { ok: true, value: { messageId: clientMessageId } };
  const messageId = idText(readPointer(answer.document, reply.message));
  return messageId === null ? failed("reply", answer.status, "bad-id") : { ok: true, value: { messageId } };
}
