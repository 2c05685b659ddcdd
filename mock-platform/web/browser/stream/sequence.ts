import type { Message } from "../../../../core/schema/wire.ts";

export interface SequenceEvents {
  onMessage(message: Message): void;
  onGap(missed: number): void;
}

/** Hands each message on once and in the order of `seq`; what comes again is dropped, what never came is told. */
export const createSequence = (after: number, events: SequenceEvents) => {
  let last = after;
  return {
    /** `seq` of the last message handed on: the resume point. */
    last: (): number => last,
    take: (message: Message): void => {
      if (message.seq <= last) return;
      if (message.seq > last + 1) events.onGap(message.seq - last - 1);
      last = message.seq;
      events.onMessage(message);
    },
  };
};
