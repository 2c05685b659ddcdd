import type { ChangeReason } from "../../core/schema/message-wire.ts";
import type { TranscriptLine, Withheld } from "../../core/schema/transcript-wire.ts";
import type { Contact } from "../desk/contact.ts";
import type { Spoken, Wording } from "./message-store.ts";
import { isPersonalReply, namesSomeone } from "./public-words.ts";

export interface PublicView {
  readonly asOf: number;
  /** Wall milliseconds of one simulated minute: no public time is finer. */
  readonly grainMs: number;
  readonly contact: Contact;
  readonly purposes: readonly string[];
  readonly isWithdrawn: boolean;
  readonly thread: string;
}

/** An edit for one of these reasons takes the earlier wording out of the public, whatever asOf says. */
const UNSPEAKABLE: readonly ChangeReason[] = ["personal-data", "abuse", "legal"];

const wordingAt = ({ wordings, message }: Spoken, asOf: number): Wording =>
  wordings.findLast(({ at }) => at <= asOf) ?? { text: message.text, revision: 1, at: message.at, reason: null };

const isSuperseded = ({ wordings }: Spoken, shown: Wording): boolean =>
  wordings.some(({ revision, reason }) => revision > shown.revision && reason !== null && UNSPEAKABLE.includes(reason));

const holdsPersonalData = ({ author, island }: Spoken["message"], text: string): boolean => {
  if (author === "agent") return isPersonalReply(text);
  // A system line is a constant, an island's answer was approved for the public.
  return author === "customer" && island === undefined && namesSomeone(text);
};

/** Why the public does not get the words; null when it does. What was withdrawn or taken away stays so at any asOf. */
const withheld = (spoken: Spoken, shown: Wording, view: PublicView): Withheld | null => {
  const { author } = spoken.message;
  if (view.isWithdrawn) return "withdrawn";
  if (spoken.moderated !== null) return "moderated";
  if (spoken.personal) return "personal";
  if (author === "customer" && !view.purposes.includes("public-transcript")) return "no-purpose";
  if (holdsPersonalData(spoken.message, shown.text)) return "personal-data";
  return isSuperseded(spoken, shown) ? "superseded" : null;
};

/** One message as the public sees it at `asOf`. */
export const publicLine = (spoken: Spoken, view: PublicView): TranscriptLine => {
  const { message, moderated, delivered } = spoken;
  const shown = wordingAt(spoken, view.asOf);
  const why = withheld(spoken, shown, view);
  const coarse = (at: number): number => Math.floor(at / view.grainMs) * view.grainMs;
  const hidesAll = why === "withdrawn" || why === "personal";
  return {
    id: message.id,
    thread: view.thread,
    seq: message.seq,
    author: message.author,
    at: coarse(message.at),
    text: why === null ? shown.text : null,
    withheld: why,
    topic: hidesAll ? null : view.contact.decision.intent,
    revision: moderated?.revision ?? shown.revision,
    editedAt: shown.revision > 1 ? coarse(shown.at) : null,
    moderatedAt: moderated === null ? null : coarse(moderated.at),
    reason: moderated?.reason ?? shown.reason,
    deliveredAt: delivered !== null && delivered.at <= view.asOf ? coarse(delivered.at) : null,
    attachments: why === null ? (message.attachments?.length ?? 0) : 0,
    island: hidesAll ? null : (message.island ?? null),
  };
};
