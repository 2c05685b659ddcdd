import type { HttpFindingCode } from "../../../core/contract/http-findings.ts";
import type { FollowHandlers } from "../../../core/contract/target.ts";
import { createCursor } from "./cursor.ts";
import type { Dialogue, HttpTargetOptions } from "./dialogue.ts";
import { type FollowWorld, followByPolls, type Stopper } from "./follow.ts";
import { createFollower } from "./follower.ts";
import { createMessageReader } from "./message-reader.ts";
import type { OwnWords } from "./own-words.ts";
import { pollRound } from "./poll.ts";
import { buildPath } from "./request-builder.ts";
import { followBySocket } from "./socket-follow.ts";
import { socketItems } from "./socket-text.ts";
import { renderJson, type Value, type Values } from "./template.ts";

/** What came with the opening of a contact: where the following begins. */
export interface Opened {
  readonly ids: readonly string[];
  readonly cursor: string | undefined;
}

/** Begins to follow one contact by socket or polls, as the mapping and the customer's own way say; ends with `stop`. */
export function startFollowing(following: {
  options: HttpTargetOptions;
  dialogue: Dialogue;
  own: OwnWords;
  opened: Opened;
  /** Findings that nobody could be told yet; emptied. */
  noted: HttpFindingCode[];
  contactId: string;
  /** As the desk wrote it. */
  contact: Value;
  afterSeq: number;
  delivery: "websocket" | "long-poll";
  handlers: FollowHandlers;
}): { stop(): void } {
  const { options, dialogue, own, opened, noted, contactId, contact, afterSeq, delivery, handlers } = following;
  const { clock, mapping } = options;
  const { replies } = mapping.customer;
  const numbered = replies.each.seq !== undefined;
  let ended = false;
  let end: () => void = () => {};
  const stop: Stopper = {
    stopped: () => ended,
    when: new Promise<void>((resolve) => {
      end = resolve;
    }),
  };
  const follower = createFollower("replies", afterSeq, numbered, handlers, (message) =>
    own.shown(message.clientMessageId, message.text),
  );
  for (const code of noted.splice(0)) follower.note(code);
  const before = opened.ids.slice(0, afterSeq);
  const reader = createMessageReader(mapping, { clock, mask: dialogue.mask, note: follower.note, before });
  const cursor = createCursor(replies.cursor, afterSeq >= opened.ids.length ? opened.cursor : undefined);

  const socket = replies.via === "websocket" && delivery === "websocket" ? replies.socket : undefined;
  const bySocket = new Set<string>();
  let onSocket = socket !== undefined;
  // What came by socket comes by a check of it, too, and the other way round.
  const expected = (id: string): boolean => onSocket || before.includes(id) || bySocket.has(id);

  const world: FollowWorld = {
    ...{ options, dialogue, follower, full: reader.full },
    round: () =>
      pollRound(replies, { contactId, contact, dialogue, reader, cursor, follower, expected, stopped: stop.stopped }),
    onFault: handlers.onFault,
    onReconnect: handlers.onReconnect,
    onLook: () => {
      if (own.overdue(clock.now()) > 0) follower.note("accepted-not-visible");
    },
  };
  const onText = (text: string): void => {
    const items = socketItems(text, socket?.items);
    if (items === "bad-json") follower.note("bad-json", 0);
    if (!Array.isArray(items)) return;
    const taken = reader.take(items, contactId);
    if (taken === null) return;
    follower.pass(taken.messages);
    cursor.move({ document: undefined, last: taken.last, items: taken.items, count: reader.count() });
    for (const { id, seq } of taken.known) if (numbered && bySocket.has(id)) follower.repeated(seq);
    for (const { id } of [...taken.messages, ...taken.known]) bySocket.add(id);
  };
  const values = (): Values => {
    const at = cursor.text();
    return { ...dialogue.values(), contact, ...(at === undefined ? {} : { cursor: at }) };
  };
  const address = (): string | null => {
    const path = socket === undefined ? null : buildPath(socket.path, undefined, values());
    return typeof path === "string" ? path : null;
  };
  const hello = (): readonly string[] => {
    const known = { ...values(), ...dialogue.secrets };
    return (socket?.hello ?? []).map((text) => JSON.stringify(renderJson(text as Value, known)));
  };

  const follow = async (): Promise<void> => {
    if (socket !== undefined) await followBySocket(socket, { ...world, address, hello, onText }, stop);
    onSocket = false;
    await followByPolls(replies, world, stop);
  };
  void follow();
  return {
    stop: () => {
      if (!ended && replies.ownVisible) handlers.onOwnWords?.(own.state());
      ended = true;
      end();
    },
  };
}
