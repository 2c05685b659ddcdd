import type { HttpFindingCode } from "../../../core/contract/http-findings.ts";
import { LANES, type Lane } from "../../../core/contract/ids.ts";
import type { Fault, Outcome } from "../../../core/contract/target.ts";
import type { HttpMapping } from "../../../core/schema/http-mapping.ts";
import type { ContactState } from "../../../core/schema/wire.ts";
import { clientIdIn, type HttpAgentOptions } from "./agent.ts";
import { createCursor } from "./cursor.ts";
import { createDialogue } from "./dialogue.ts";
import { idText, readPointer, wordOf } from "./pointer.ts";
import { readStamp } from "./stamp.ts";
import type { Value } from "./template.ts";

/**
 * What the desk itself says of one contact of this run; null for what it does not say. Times are its own stamps, epoch
 * milliseconds, as coarse as it writes them.
 */
export interface ReportedContact {
  readonly contactId: string;
  readonly clientContactId: string;
  readonly lane: Lane | null;
  readonly state: ContactState | null;
  readonly openedAt: number | null;
  readonly firstReplyAt: number | null;
  readonly firstHumanReplyAt: number | null;
  readonly resolvedAt: number | null;
  readonly reopens: number | null;
  readonly messages: number | null;
}

export interface DeskAccount {
  readonly contacts: readonly ReportedContact[];
  /** Contacts of others that the desk listed, too; nothing of them is kept. */
  readonly others: number;
  readonly findings: readonly HttpFindingCode[];
}

/** The desk's own account at the end of a run, and the removal of what the run left, both asked for as an agent. */
export interface HttpDesk {
  account(): Promise<Outcome<DeskAccount>>;
  /** Removes one contact; one that is not there any more counts as removed. */
  remove(contactId: string, clientContactId: string): Promise<Outcome<null>>;
}

/** A desk whose list goes on behind this many pages is not read to its end. */
const MOST_PAGES = 2000;
/** Pages on end on which nothing new stood: the desk does not look at the cursor. A list that moves repeats less. */
const MOST_STALE_PAGES = 3;

/** Two of a limit's minutes, wall milliseconds. */
const PATIENCE_MS = 125_000;

type Each = NonNullable<HttpMapping["export"]>["contacts"]["each"];
const STATES = ["waiting", "claimed", "answered", "resolved"] as const;

const fail = (where: string, status: number, code: HttpFindingCode): { ok: false; fault: Fault } => ({
  ok: false,
  fault: { where, status, code },
});

/** A whole number from 0, also one that is written as text. */
const count = (value: Value | undefined): number | null => {
  const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : null;
};

export function createHttpDesk(options: HttpAgentOptions): HttpDesk {
  const { mapping, idPrefix } = options;
  const { lanes, agent } = mapping;
  const dialogue = createDialogue(options, agent ?? {}, { agent: options.agentId });

  const reported = (item: Value, note: (code: HttpFindingCode) => void): ReportedContact | "another's" | null => {
    const exported = mapping.export?.contacts;
    if (exported === undefined) return null;
    const { each, at, states } = exported;
    const read = (name: keyof Each): Value | undefined => {
      const pointer = each[name];
      return pointer === undefined ? undefined : readPointer(item, pointer);
    };
    const clientContactId = clientIdIn(wordOf(read("ref")), idPrefix);
    if (clientContactId === null) return "another's";
    const contactId = idText(read("contact"));
    if (contactId === null || dialogue.mask.inIds.holds(contactId)) {
      note(contactId === null ? "bad-id" : "secret-echoed");
      return null;
    }
    const stamp = (name: "openedAt" | "firstReplyAt" | "firstHumanReplyAt" | "resolvedAt"): number | null => {
      const value = read(name);
      if (value === undefined || value === null || value === "" || at === undefined) return null;
      const ms = readStamp(value, at.unit);
      if (ms === null) note("bad-stamp");
      return ms;
    };
    const stateWord = wordOf(read("state"));
    const laneWord = wordOf(read("lane"));
    return {
      ...{ contactId, clientContactId },
      lane: LANES.find((lane) => (lanes?.[lane] ?? lane) === laneWord) ?? null,
      state: STATES.find((state) => stateWord !== null && (states?.[state] ?? [state]).includes(stateWord)) ?? null,
      ...{ openedAt: stamp("openedAt"), firstReplyAt: stamp("firstReplyAt") },
      ...{ firstHumanReplyAt: stamp("firstHumanReplyAt"), resolvedAt: stamp("resolvedAt") },
      ...{ reopens: count(read("reopens")), messages: count(read("messages")) },
    };
  };

  return {
    account: async () => {
      const exported = mapping.export?.contacts;
      if (exported === undefined) return fail("export", 0, "not-mapped");
      const findings = new Set<HttpFindingCode>();
      const contacts = new Map<string, ReportedContact>();
      const cursor = createCursor(exported.cursor);
      const ids = new Set<string>();
      let others = 0;
      let items = 0;
      let stale = 0;
      for (let page = 0; page < MOST_PAGES; page++) {
        const at = cursor.text();
        const values = at === undefined ? {} : { cursor: at };
        const answer = await dialogue.call(
          "export",
          { request: exported.request },
          // The load is over: what it left of the minute is waited for.
          { values, patienceMs: PATIENCE_MS, wantsJson: true },
        );
        if (!answer.ok) return answer;
        const { document, status } = answer.value;
        const listed = readPointer(document, exported.items);
        if (!Array.isArray(listed)) return fail("export", status, "missing-value");
        const list = listed as readonly Value[];
        for (const item of list) {
          const contact = reported(item, (code) => findings.add(code));
          if (contact === "another's") others++;
          // What is listed twice, as lists that move under the reader do, counts as it was read last.
          else if (contact !== null) contacts.set(contact.contactId, contact);
        }
        items += list.length;
        const before = ids.size;
        for (const item of list) ids.add(JSON.stringify(readPointer(item, exported.each.contact) ?? null));
        stale = list.length > 0 && ids.size === before ? stale + 1 : 0;
        if (stale >= MOST_STALE_PAGES) return fail("export", status, "cursor-stuck");
        const moved = cursor.move({ document, last: list.at(-1), items: list.length, count: items });
        const another = exported.cursor?.more === undefined ? list.length > 0 : cursor.more(document);
        // A list that goes on and does not move is no whole account.
        if (another && exported.cursor !== undefined && (!moved || list.length === 0))
          return fail("export", status, "cursor-stuck");
        if (!another || exported.cursor === undefined)
          return { ok: true, value: { contacts: [...contacts.values()], others, findings: [...findings] } };
      }
      return fail("export", 200, "cursor-stuck");
    },
    remove: async (contactId, clientContactId) => {
      if (mapping.delete === undefined) return fail("delete", 0, "not-mapped");
      const done = await dialogue.call("delete", mapping.delete, { values: { contact: contactId, clientContactId } });
      if (done.ok || done.fault.status === 404 || done.fault.status === 410) return { ok: true, value: null };
      return done;
    },
  };
}
