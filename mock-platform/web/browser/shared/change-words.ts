import type { ChangeReason, Message } from "../../../../core/schema/message-wire.ts";

/** Reasons of edits and moderations, as a sentence goes on after "because". */
const REASONS: Readonly<Record<ChangeReason, string>> = {
  correction: "to correct it",
  clarity: "to make it clearer",
  "wrong-information": "because it was wrong",
  "personal-data": "because it held personal data",
  abuse: "because it was abusive",
  spam: "because it was spam",
  legal: "for a legal reason",
};

export const reasonText = (reason: ChangeReason): string => REASONS[reason];

/** The line that stands where a change was made in a conversation. */
export const changeLine = ({ kind, reason }: NonNullable<Message["change"]>): string =>
  kind === "edited"
    ? `Support changed a message above ${reasonText(reason)}.`
    : `Support took a message above away ${reasonText(reason)}.`;
