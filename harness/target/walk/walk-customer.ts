import { printable } from "../../../core/text/printable.ts";
import { createCursor } from "../../../drills/targets/http/cursor.ts";
import { idText, readPointer, wordOf } from "../../../drills/targets/http/pointer.ts";
import type { Value } from "../../../drills/targets/http/template.ts";
import type { FieldPath } from "../../plan/yaml-source.ts";
import { createPageReader, type SeenMessage } from "./page-reader.ts";
import { pointerEvidence } from "./pointer-miss.ts";
import { openSocket, type SocketWalk } from "./walk-socket.ts";
import { createWalker, type Walker, type WalkWorld } from "./walk-world.ts";

/** Pages of one look at most, and looks for something that should show. */
const MOST_PAGES = 10;
const MOST_LOOKS = 4;
/** A drill may look seldom; a check need not wait as long. */
const MOST_REST_MS = 2000;

export interface CustomerWalk {
  readonly walker: Walker;
  /** The contact's id as the customer's side reads it; null when none was opened. */
  open(text: string): Promise<string | null>;
  /** Another contact that a repeated opening made. */
  strays(): readonly string[];
  /** Looks until a message that `wanted` takes is there, or no longer; all that was seen so far. */
  look(wanted: (message: SeenMessage) => boolean): Promise<readonly SeenMessage[]>;
  /** Writes once, and once more under the same id where the mapping says that this is safe. */
  send(clientMessageId: string, text: string): Promise<boolean>;
  /** The socket of the mapping, from the cursor on. */
  socket(): Promise<SocketWalk | null>;
  rate(): Promise<void>;
  leave(): Promise<void>;
}

export const createCustomerWalk = (world: WalkWorld, base: string): CustomerWalk => {
  const { mapping, findings, timers, clock } = world;
  const { customer, lanes } = mapping;
  const { replies } = customer;
  const lane = lanes?.stream ?? "stream";
  const walker = createWalker("customer", base, world, { clientContactId: world.clientContactId, lane });
  const { dialogue } = walker;
  const reader = createPageReader(replies, findings, () => clock.now());
  const cursor = createCursor(replies.cursor);
  const seen: SeenMessage[] = [];
  const strays: string[] = [];
  const idAt: FieldPath = ["http", "customer", "replies", "each", "id"];
  /** Where the next cursor is read. */
  const fromAt = (): FieldPath => {
    const [kind = "answer"] = Object.keys(replies.cursor?.from ?? {});
    return ["http", "customer", "replies", "cursor", "from", kind];
  };

  const opened = (document: Value | undefined): void => {
    const { open } = customer;
    if (open.items !== undefined) {
      const first = reader.read(document, open.items, ["http", "customer", "open", "items"]);
      walker.note("messages", first?.length ?? "none");
    }
    if (open.decision === undefined) return;
    const route = wordOf(readPointer(document, open.decision.route));
    if (route === null)
      findings.add(["http", "customer", "open", "decision", "route"], pointerEvidence(document, open.decision.route));
    else
      walker.note(
        "decision",
        open.decision.island.includes(route) ? `${route}: an automatic answer` : `${route}: a person`,
      );
  };

  const repeatOpening = async (text: string, contact: string): Promise<void> => {
    const { open } = customer;
    if (open.idempotency === undefined) return;
    const names = [...Object.keys(open.read ?? {}), ...Object.keys(open.readHeaders ?? {})];
    const first = Object.fromEntries(names.map((name) => [name, dialogue.value(name)]));
    // Who opens once more lost the answer, and knows nothing of it.
    dialogue.keep(Object.fromEntries(names.map((name) => [name, undefined])));
    const again = await walker.call("customer.open", open, opening(text));
    const other = idText(dialogue.value("contact"));
    dialogue.keep(first);
    if (again === null || other === null || other === contact) return;
    strays.push(other);
    const where = open.idempotency.header === undefined ? "member" : "header";
    findings.add(
      ["http", "customer", "open", "idempotency", where],
      `the same opening came twice under one id and made two contacts, ${contact} and ${other}: the desk does not look there`,
    );
  };
  const opening = (text: string) => ({
    values: { text, clientMessageId: `${world.clientContactId}-q`, orderId: null },
    once: { id: world.clientContactId, mapping: customer.open.idempotency },
    wantsJson: customer.open.items !== undefined || customer.open.decision !== undefined,
  });

  /** One look: pages until there is none more. False when the answer could not be read. */
  const oneLook = async (): Promise<boolean> => {
    for (let page = 0; page < MOST_PAGES; page++) {
      const at = cursor.text();
      const { waitMs } = replies;
      const values = {
        ...(at === undefined ? {} : { cursor: at }),
        ...(waitMs === undefined ? {} : { waitMs: Math.min(waitMs, 1000) }),
      };
      const answer = await walker.call(
        "customer.replies",
        { request: replies.request },
        { values, urgency: "look", holdMs: waitMs === undefined ? 0 : 1000, wantsJson: true },
      );
      if (answer === null) {
        if (at !== undefined && at !== replies.cursor?.start && walker.lastStatus() >= 400)
          findings.add(
            fromAt(),
            `the desk refuses the cursor "${printable(at, 60)}" that is read there (${walker.lastStatus()})`,
          );
        return false;
      }
      const messages = reader.read(answer.document);
      if (messages === null) return false;
      walker.note("messages", messages.length);
      const other = messages.find(({ id, text }) =>
        seen.some((one) => one.id !== null && one.id === id && one.text !== text),
      );
      if (other !== undefined) {
        findings.add(idAt, `another message has the id "${printable(other.id ?? "", 60)}" at ${replies.each.id}, too`);
        return false;
      }
      const fresh = messages.filter(({ id }) => id === null || !seen.some((one) => one.id === id));
      const old = messages.length - fresh.length;
      seen.push(...fresh);
      if (!turn(answer.document, messages.length, old, at)) return true;
    }
    findings.add(
      ["http", "customer", "replies", "cursor", "more"],
      `says that there is another page after each of ${MOST_PAGES} pages  [cursor-stuck]`,
    );
    return false;
  };

  /** Moves the cursor; whether there is another page at once. */
  const turn = (document: Value | undefined, items: number, old: number, at: string | undefined): boolean => {
    if (replies.cursor === undefined) return false;
    const list = readPointer(document, replies.items);
    const last = Array.isArray(list) ? (list as readonly Value[]).at(-1) : undefined;
    const moved = cursor.move({ document, last, items, count: seen.length });
    const { from } = replies.cursor;
    if (items > 0 && !moved) {
      const pointer = from.answer ?? from.last ?? "";
      const evidence = pointerEvidence(from.answer === undefined ? last : document, pointer);
      findings.add(
        fromAt(),
        `the cursor stays at "${at ?? ""}" though ${items} message(s) came: ${evidence}  [cursor-stuck]`,
      );
    } else if (old > 1 || (old === 1 && items > 1))
      findings.add(
        fromAt(),
        `after the cursor "${at ?? ""}" ${old} message(s) came again that were there before: the desk counts otherwise`,
      );
    walker.note("next cursor", cursor.text());
    return moved && items > 0 && cursor.more(document);
  };

  return {
    walker,
    strays: () => strays,
    open: async (text) => {
      const answer = await walker.call("customer.open", customer.open, opening(text));
      if (answer === null) return null;
      opened(answer.document);
      const contact = idText(dialogue.value("contact"));
      if (contact === null) {
        const pointer = customer.open.read?.["contact"] ?? "";
        findings.add(
          ["http", "customer", "open", "read", "contact"],
          `is no id: ${pointerEvidence(answer.document, pointer)}`,
        );
        return null;
      }
      await repeatOpening(text, contact);
      return contact;
    },
    look: async (wanted) => {
      for (let looks = 0; looks < MOST_LOOKS; looks++) {
        if (!(await oneLook()) || seen.some(wanted)) break;
        await timers.wait(Math.min(MOST_REST_MS, replies.everyMs));
      }
      return seen;
    },
    send: async (clientMessageId, text) => {
      const { send } = customer;
      if (send === undefined) return false;
      const options = { values: { text, clientMessageId }, once: { id: clientMessageId, mapping: send.idempotency } };
      const done = await walker.call("customer.send", send, options);
      if (done !== null && send.idempotency !== undefined) await walker.call("customer.send", send, options);
      return done !== null;
    },
    socket: () => openSocket(world, walker, base, cursor.text()),
    rate: async () => {
      const { rate } = customer;
      if (rate !== undefined) await walker.call("customer.rate", rate, { values: { rating: rate.helpful } });
    },
    leave: async () => {
      if (customer.leave !== undefined) await walker.call("customer.leave", customer.leave, {});
    },
  };
};
