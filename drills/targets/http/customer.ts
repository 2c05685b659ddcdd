import type { CustomerPort, Fault, Outcome } from "../../../core/contract/target.ts";
import type { HttpFindingCode } from "../../../core/contract/http-findings.ts";
import { createCursor } from "./cursor.ts";
import { openingDecision, readDecision } from "./decision.ts";
import { createDialogue, type HttpTargetOptions } from "./dialogue.ts";
import { type Opened, startFollowing } from "./customer-follow.ts";
import { createMessageReader } from "./message-reader.ts";
import { createOwnWords } from "./own-words.ts";
import { idText, readPointer } from "./pointer.ts";
import type { Value } from "./template.ts";

const failed = (where: string, status: number, code: HttpFindingCode): { ok: false; fault: Fault } => ({
  ok: false,
  fault: { where, status, code },
});

/** One customer at a desk that a mapping describes: the same code in k6 and in Node. Never throws. */
export function createHttpCustomer(options: HttpTargetOptions): CustomerPort {
  const { mapping, clock } = options;
  const { customer, lanes } = mapping;
  const { replies } = customer;
  const dialogue = createDialogue(
    options,
    { headers: customer.headers, session: customer.session, proof: customer.proof === "dpop" },
    {},
  );
  const own = createOwnWords(replies.everyMs);
  /** What came with the opening: where the following begins. */
  let opened: Opened = { ids: [], cursor: undefined };
  const noted: HttpFindingCode[] = [];
  /** The contact as the desk wrote it, number or text. */
  const of = (contactId: string): Value => {
    const read = dialogue.value("contact");
    return read !== undefined && idText(read) === contactId ? read : contactId;
  };

  return {
    open: async (question) => {
      const { clientContactId, clientMessageId, lane, text, orderId } = question;
      dialogue.keep({ clientContactId, lane: lanes?.[lane] ?? lane });
      const { open } = customer;
      const done = await dialogue.call("open", open, {
        values: { text, clientMessageId, orderId },
        once: { id: clientContactId, mapping: open.idempotency },
        wantsJson: open.items !== undefined || open.decision !== undefined,
      });
      if (!done.ok) return done;
      const { document, status } = done.value;
      const contactId = idText(dialogue.value("contact"));
      if (contactId === null) return failed("open", status, "bad-id");
      const reader = createMessageReader(mapping, { clock, mask: dialogue.mask, note: (code) => noted.push(code) });
      const cursor = createCursor(replies.cursor);
      const items = open.items === undefined ? undefined : readPointer(document, open.items);
      const taken = open.items === undefined ? null : reader.take(items, contactId);
      if (open.items !== undefined && taken === null) return failed("open", status, "missing-value");
      if (taken !== null && taken.items > 0)
        cursor.move({ document, last: taken.last, items: taken.items, count: reader.count() });
      const messages = taken?.messages ?? [];
      opened = { ids: messages.map(({ id }) => id), cursor: cursor.text() };
      if (replies.ownVisible) own.accepted(clientMessageId, text, clock.now());
      for (const message of messages)
        if (message.author === "customer") own.shown(message.clientMessageId, message.text);
      const consentId = idText(dialogue.value("consent")) ?? "";
      return {
        ok: true,
        value: { contactId, consentId, decision: openingDecision(open.decision, document), messages },
      };
    },

    send: async (contactId, clientMessageId, text) => {
      const { send } = customer;
      if (send === undefined) return failed("send", 0, "not-mapped");
      const done = await dialogue.call("send", send, {
        values: { contact: of(contactId), text, clientMessageId },
        once: { id: clientMessageId, mapping: send.idempotency },
      });
      if (!done.ok) return done;
      if (replies.ownVisible) own.accepted(clientMessageId, text, clock.now());
      return { ok: true, value: { decision: readDecision(send.decision, done.value.document) } };
    },

    follow: (contactId, afterSeq, delivery, handlers) =>
      startFollowing({
        options,
        dialogue,
        own,
        opened,
        noted,
        contactId,
        contact: of(contactId),
        afterSeq,
        delivery,
        handlers,
      }),

    signal: async (contactId, kind): Promise<Outcome<null>> => {
      const { leave, rate } = customer;
      const call = kind === "left" ? leave : rate;
      // Nobody can say what the desk has no ear for: most real ones have none for those who leave.
      if (call === undefined) return { ok: true, value: null };
      const rating = kind === "helpful" ? rate?.helpful : rate?.notHelpful;
      const values = { contact: of(contactId), ...(rating === undefined ? {} : { rating }) };
      const done = await dialogue.call("signal", call, { values });
      return done.ok ? { ok: true, value: null } : done;
    },
  };
}
