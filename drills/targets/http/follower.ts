import type { HttpFindingCode } from "../../../core/contract/http-findings.ts";
import type { FollowHandlers, ShownMessage } from "../../../core/contract/target.ts";

/** Hands messages on once each, tells gaps and repeats where the desk numbers its messages, and each finding once. */
export interface Follower {
  pass(messages: readonly ShownMessage[]): void;
  repeated(seq: number): void;
  note(code: HttpFindingCode, status?: number): void;
}

export function createFollower(
  where: string,
  afterSeq: number,
  numbered: boolean,
  handlers: FollowHandlers,
  onOwn: (message: ShownMessage) => void,
): Follower {
  const told = new Set<HttpFindingCode>();
  let last = afterSeq;
  return {
    pass: (messages) => {
      for (const message of messages) {
        if (message.author === "customer") onOwn(message);
        // One that is new and numbered below the last one shows late: a reply all the same.
        if (numbered && message.seq > last + 1) handlers.onGap(message.seq - last - 1);
        last = Math.max(last, message.seq);
        handlers.onMessage(message);
      }
    },
    repeated: (seq) => handlers.onDuplicate(seq),
    note: (code, status = 200) => {
      if (told.has(code)) return;
      told.add(code);
      handlers.onFault({ where, status, code });
    },
  };
}
