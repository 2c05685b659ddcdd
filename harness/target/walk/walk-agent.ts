import { LANES } from "../../../core/contract/ids.ts";
import type { ContextMapping } from "../../../core/schema/http-mapping.ts";
import { printable } from "../../../core/text/printable.ts";
import { clientIdIn } from "../../../drills/targets/http/agent.ts";
import { idText, readPointer, wordOf } from "../../../drills/targets/http/pointer.ts";
import type { Value } from "../../../drills/targets/http/template.ts";
import type { FieldPath } from "../../plan/yaml-source.ts";
import { stampFault } from "./page-reader.ts";
import { pointerEvidence, pointersTo } from "./pointer-miss.ts";
import { createWalker, type Walker, type WalkWorld } from "./walk-world.ts";

const MOST_LOOKS = 4;
const MOST_REST_MS = 2000;

export interface AgentWalk {
  readonly walker: Walker;
  /** The contact's id in the list of those who wait; null when it never showed there. */
  find(contact: string | null): Promise<string | null>;
  claim(contact: string): Promise<boolean>;
  /** The message's id as the answer says it; undefined when the reply failed. Written twice where that is safe. */
  reply(contact: string, clientMessageId: string, text: string): Promise<string | null | undefined>;
  resolve(contact: string): Promise<boolean>;
}

export const createAgentWalk = (world: WalkWorld, base: string, idPrefix: string): AgentWalk | null => {
  const { mapping, findings, timers, clock } = world;
  const { agent } = mapping;
  if (agent === undefined) return null;
  const walker = createWalker("agent", base, world, { agent: "agent-1" });
  const lane = mapping.lanes?.stream ?? "stream";
  const at: FieldPath = ["http", "agent", "next"];
  const { next } = agent;

  const listed = (
    items: readonly Value[],
    contact: string | null,
    document: Value | undefined,
  ): Value | null | "failed" => {
    const ours = items.find((item) => clientIdIn(wordOf(readPointer(item, next.each.ref)), idPrefix) !== null);
    if (ours !== undefined) return ours;
    const [item] = items;
    const byId = items.find((one) => contact !== null && idText(readPointer(one, next.each.contact)) === contact);
    const [elsewhere] = pointersTo(document, (text) => text.includes(world.clientContactId));
    const where = elsewhere === undefined ? "" : `; it stands at ${printable(elsewhere, 120)} of the answer`;
    if (byId === undefined && elsewhere === undefined) return null;
    findings.add(
      [...at, "each", "ref"],
      `does not show this contact's own id: ${pointerEvidence(byId ?? item, next.each.ref)}${where}`,
    );
    return "failed";
  };

  const look = async (contact: string | null): Promise<Value | null | "failed"> => {
    const { waitMs } = next;
    const values = { lane, ...(waitMs === undefined ? {} : { waitMs: Math.min(waitMs, 1000) }) };
    const holdMs = waitMs === undefined ? 0 : 1000;
    const answer = await walker.call(
      "agent.next",
      { request: next.request },
      { values, urgency: "look", holdMs, wantsJson: true },
    );
    if (answer === null) return "failed";
    const items = readPointer(answer.document, next.items);
    if (!Array.isArray(items)) {
      findings.add([...at, "items"], `must lead to a list: ${pointerEvidence(answer.document, next.items)}`);
      return "failed";
    }
    walker.note("waiting", items.length);
    return listed(items as readonly Value[], contact, answer.document);
  };

  const describe = (item: Value, contact: string | null): string | null => {
    const id = idText(readPointer(item, next.each.contact));
    if (id === null) {
      findings.add([...at, "each", "contact"], `is no id: ${pointerEvidence(item, next.each.contact)}`);
      return contact;
    }
    walker.note("contact", id);
    if (contact !== null && id !== contact)
      findings.add(
        ["http", "customer", "open", "read", "contact"],
        `reads "${printable(contact, 60)}" for the contact that agents see as "${printable(id, 60)}" (agent.next.each.contact: ${next.each.contact}); one of the two is the wrong place`,
      );
    if (next.each.lane !== undefined) {
      const word = wordOf(readPointer(item, next.each.lane));
      if (word !== lane)
        findings.add(
          [...at, "each", "lane"],
          `${pointerEvidence(item, next.each.lane)}, and the lane was asked for as "${lane}"; lanes of a plan are ${LANES.join(", ")}`,
        );
    }
    if (next.each.waitingSince !== undefined && next.at !== undefined) {
      const value = readPointer(item, next.each.waitingSince);
      const fault = value === undefined ? null : stampFault(value, next.at.unit, clock.now());
      if (value === undefined)
        findings.add([...at, "each", "waitingSince"], pointerEvidence(item, next.each.waitingSince));
      if (fault !== null) findings.add([...at, "at", "unit"], fault);
    }
    context(next.each.context, item, [...at, "each", "context"]);
    return id;
  };

  /** What an agent has before the eyes; an order is there only for who asked about one. */
  const context = (wanted: ContextMapping | undefined, item: Value | undefined, where: FieldPath): void => {
    if (wanted === undefined) return;
    for (const name of ["orderWindow", "partner"] as const) {
      const pointer = wanted[name];
      if (pointer === undefined) continue;
      const word = wordOf(readPointer(item, pointer));
      if (word === null || word === "") findings.add([...where, name], pointerEvidence(item, pointer));
      else walker.note(name, word);
    }
    const facts = Object.entries(wanted.facts ?? {}).filter(
      ([, pointer]) => wordOf(readPointer(item, pointer)) !== null,
    );
    if (wanted.facts !== undefined) walker.note("facts", facts.map(([intent]) => intent).join(", ") || "none");
  };

  return {
    walker,
    find: async (contact) => {
      for (let looks = 0; looks < MOST_LOOKS; looks++) {
        const item = await look(contact);
        if (item === "failed") return null;
        if (item !== null) return describe(item, contact);
        await timers.wait(Math.min(MOST_REST_MS, next.everyMs));
      }
      findings.add(
        [...at, "request"],
        `did not show the contact within ${MOST_LOOKS} looks: is it another queue, or answered already?`,
      );
      return null;
    },
    claim: async (contact) => {
      const { claim } = agent;
      if (claim === undefined) return true;
      const key = `${world.clientContactId}-k`;
      const answer = await walker.call("agent.claim", claim, {
        values: { contact, key },
        once: { id: key, mapping: claim.idempotency },
        wantsJson: claim.context !== undefined || claim.items !== undefined,
      });
      if (answer === null) return false;
      context(claim.context, answer.document, ["http", "agent", "claim", "context"]);
      if (claim.items !== undefined && !Array.isArray(readPointer(answer.document, claim.items)))
        findings.add(
          ["http", "agent", "claim", "items"],
          `must lead to a list: ${pointerEvidence(answer.document, claim.items)}`,
        );
      return true;
    },
    reply: async (contact, clientMessageId, text) => {
      const { reply } = agent;
      const options = {
        values: { contact, clientMessageId, text },
        once: { id: clientMessageId, mapping: reply.idempotency },
        wantsJson: reply.message !== undefined,
      };
      const done = await walker.call("agent.reply", reply, options);
      if (done === null) return undefined;
      if (reply.idempotency !== undefined) await walker.call("agent.reply", reply, options);
      if (reply.message === undefined) return null;
      const id = idText(readPointer(done.document, reply.message));
      if (id === null)
        findings.add(
          ["http", "agent", "reply", "message"],
          `is no id: ${pointerEvidence(done.document, reply.message)}`,
        );
      return id;
    },
    resolve: async (contact) => (await walker.call("agent.resolve", agent.resolve, { values: { contact } })) !== null,
  };
};
