import { createMetricEngine } from "../../core/metrics/metric-engine.ts";
import { createLogTimelines } from "../../core/metrics/timeline-from-log.ts";
import type { LogEntry } from "../../core/schema/wire.ts";

/**
 * A program of its own, so that its memory is its own: a made log of so many contacts, interleaved, through the adapter
 * and the engine. Prints the figures that are known beforehand, and the most memory that it ever held.
 */
const contacts = Number(process.argv[2]);
const log = createLogTimelines();
let index = 0;
const take = (at: number, kind: LogEntry["kind"], subject: string, body: LogEntry["body"] = {}): void =>
  log.take({ index: index++, at, kind, subject, body, prev: "", hash: "" });

/** A contact's id comes from a parsed line each time, as a string of its own. */
const idOf = (contact: number): string => JSON.parse(`"c_${String(contact).padStart(16, "0")}"`) as string;
const AT_ONCE = 1000;

for (let first = 0; first < contacts; first += AT_ONCE) {
  const last = Math.min(contacts, first + AT_ONCE);
  const each = (happens: (contact: number, id: string) => void): void => {
    for (let contact = first; contact < last; contact++) happens(contact, idOf(contact));
  };
  each((contact, id) => {
    take(contact, "contact.opened", id);
    take(contact, "message.sent", id, { author: "customer" });
  });
  // Two of three are answered by the island, within a second.
  each((contact, id) => {
    if (contact % 3 === 0) {
      take(contact + 200, "message.sent", id, { author: "system" });
      take(contact + 200, "contact.handed-off", id);
    } else {
      take(contact + 1000, "message.sent", id, { author: "assistant" });
      take(contact + 1000, "contact.resolved", id, { by: "island" });
    }
  });
  // Of the others one of ten gives up, the rest are answered after a minute.
  each((contact, id) => {
    if (contact % 30 === 0) take(contact + 30_000, "contact.left", id);
    else if (contact % 3 === 0) {
      take(contact + 50_000, "contact.claimed", id, { agentId: `agent-${contact % 40}` });
      take(contact + 60_000, "message.sent", id, { author: "agent" });
      take(contact + 90_000, "contact.resolved", id, { by: "agent" });
    }
  });
}
const untilMs = contacts + 10_000_000;
const engine = createMetricEngine({
  fcr: { windowMs: 600_000, noTransfer: false, needsRight: false },
  shortAbandonMs: 5000,
  silentAfterMs: null,
});
for (let agent = 0; agent < 40; agent++) engine.shift(`agent-${agent}`, 0, untilMs, 1000);
for (const timeline of log.timelines(untilMs)) engine.take(timeline);
const report = engine.report();

process.stdout.write(
  JSON.stringify({
    contacts: report.contacts,
    unmeasurable: report.unmeasurable.count,
    entries: index,
    anyP50Ms: report.firstResponse.any.quantileMs(0.5),
    humanMisses: report.firstResponse.human.misses(60_000),
    waits: report.humanWaits.n,
    abandoned: report.abandonment.abandoned,
    contained: report.contained,
    fcrYes: report.fcr.yes,
    handleP50Ms: report.handleTime.quantileMs(0.5),
    busyMs: report.agentTime.busyMs,
    mostMemoryMb: process.resourceUsage().maxRSS / 1024,
  }),
);
