import type { EventDraft } from "../event-log/event-store.ts";
import { commitText } from "../event-log/text-commitment.ts";

/** Any time will do: the log keeps what it is told. */
const AT = 1_764_000_000_000;

/** An event of batch `batch`, place `place` of `of`, with a kept text of `textLength` characters. */
export const draftOf = (batch: number, place: number, of: number, textLength = 40): EventDraft => {
  const text = `${batch}.${place} `.padEnd(textLength, "x");
  const { textSha256, salt } = commitText(text);
  return {
    at: AT + batch,
    kind: "message.sent",
    subject: `c_${batch % 50}`,
    body: { batch, place, of, textSha256 },
    custody: { text, salt },
  };
};

/** A batch of `of` events that belong together. */
export const batchOf = (batch: number, of: number, textLength?: number): EventDraft[] =>
  Array.from({ length: of }, (_, place) => draftOf(batch, place, of, textLength));
