import { printable } from "../../../core/text/printable.ts";
import { clientIdIn } from "../../../drills/targets/http/agent.ts";
import { createCursor } from "../../../drills/targets/http/cursor.ts";
import { idText, readPointer, wordOf } from "../../../drills/targets/http/pointer.ts";
import type { Value } from "../../../drills/targets/http/template.ts";
import type { FieldPath } from "../../plan/yaml-source.ts";
import { stampFault } from "./page-reader.ts";
import { pointerEvidence } from "./pointer-miss.ts";
import type { Walker, WalkWorld } from "./walk-world.ts";

const MOST_PAGES = 20;
/** Empty until something happened. */
const STAMPS = ["openedAt", "firstReplyAt", "firstHumanReplyAt", "resolvedAt"] as const;
const COUNTS = ["reopens", "messages"] as const;

/** Reads the desk's own account until this contact is in it, and holds each pointer against it. */
export async function walkExport(world: WalkWorld, walker: Walker, contact: string, idPrefix: string): Promise<void> {
  const contacts = world.mapping.export?.contacts;
  if (contacts === undefined) return;
  const { findings, clock } = world;
  const at: FieldPath = ["http", "export", "contacts"];
  const cursor = createCursor(contacts.cursor);
  let count = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    const from = cursor.text();
    const values = from === undefined ? {} : { cursor: from };
    const answer = await walker.call(
      "export.contacts",
      { request: contacts.request },
      { values, urgency: "look", wantsJson: true },
    );
    if (answer === null) return;
    const { document } = answer;
    const items = readPointer(document, contacts.items);
    if (!Array.isArray(items)) {
      findings.add([...at, "items"], `must lead to a list: ${pointerEvidence(document, contacts.items)}`);
      return;
    }
    const list = items as readonly Value[];
    walker.note("contacts", list.length);
    const ours = list.find(
      (item) =>
        idText(readPointer(item, contacts.each.contact)) === contact ||
        clientIdIn(wordOf(readPointer(item, contacts.each.ref)), idPrefix) !== null,
    );
    if (ours !== undefined) {
      describe(ours);
      return;
    }
    count += list.length;
    const moved = cursor.move({ document, last: list.at(-1), items: list.length, count });
    if (list.length > 0 && !moved) {
      const [kind = "answer"] = Object.keys(contacts.cursor?.from ?? {});
      findings.add(
        [...at, "cursor", "from", kind],
        `stays at "${from ?? ""}" though ${list.length} contact(s) came  [cursor-stuck]`,
      );
      return;
    }
    if (!moved || list.length === 0 || contacts.cursor === undefined) break;
  }
  findings.add([...at, "request"], `does not show the contact ${printable(contact, 60)} that was opened`);

  function describe(item: Value): void {
    if (contacts === undefined) return;
    const { each } = contacts;
    if (idText(readPointer(item, each.contact)) !== contact)
      findings.add(
        [...at, "each", "contact"],
        `${pointerEvidence(item, each.contact)}, and the contact is ${printable(contact, 60)}`,
      );
    if (clientIdIn(wordOf(readPointer(item, each.ref)), idPrefix) === null)
      findings.add([...at, "each", "ref"], `does not show this contact's own id: ${pointerEvidence(item, each.ref)}`);
    if (each.state !== undefined) {
      const word = wordOf(readPointer(item, each.state));
      const known = Object.values(contacts.states ?? {}).some((words) => word !== null && words.includes(word));
      if (word === null) findings.add([...at, "each", "state"], pointerEvidence(item, each.state));
      else if (contacts.states !== undefined && !known)
        findings.add(
          [...at, "states"],
          `"${printable(word, 60)}" stands at ${each.state} and is no word of any state here`,
        );
      else walker.note("state", word);
    }
    for (const name of STAMPS) {
      const pointer = each[name];
      const value = pointer === undefined ? undefined : readPointer(item, pointer);
      if (pointer === undefined || value === null) continue;
      if (value === undefined) findings.add([...at, "each", name], pointerEvidence(item, pointer));
      const fault =
        value === undefined || contacts.at === undefined ? null : stampFault(value, contacts.at.unit, clock.now());
      if (fault !== null) findings.add([...at, "at", "unit"], fault);
    }
    for (const name of COUNTS) {
      const pointer = each[name];
      if (pointer === undefined) continue;
      const value = readPointer(item, pointer);
      if (!/^\d{1,9}$/.test(wordOf(value) ?? ""))
        findings.add([...at, "each", name], `must be a whole number: ${pointerEvidence(item, pointer)}`);
      else walker.note(name, value);
    }
  }
}
