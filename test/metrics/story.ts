import type { Timeline, TimelineEvent } from "../../core/metrics/timeline.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** "14d 6h 5m 31s" in milliseconds. */
export const ms = (span: string): number =>
  span
    .trim()
    .split(/\s+/)
    .reduce((sum, part) => {
      const [, number, unit = ""] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(part) ?? [];
      const factor = UNITS[unit];
      if (number === undefined || factor === undefined) throw new Error(`no time span: ${part}`);
      return sum + Number(number) * factor * 1000;
    }, 0);

const eventOf = (atMs: number, word: string, detail: string | undefined): TimelineEvent => {
  switch (word) {
    case "customer":
    case "assistant":
    case "agent":
    case "system":
      return { atMs, kind: "message", author: word };
    case "claimed":
      return { atMs, kind: "claimed", agentId: detail ?? null };
    case "resolved": {
      const by = (["assistant", "customer", "system"] as const).find((one) => one === detail) ?? "agent";
      return { atMs, kind: "resolved", by };
    }
    case "left":
      return { atMs, kind: "left", silent: detail === "silently" };
    case "opened":
    case "handed-off":
    case "released":
    case "transferred":
    case "note":
    case "reopened":
    case "edited":
    case "moderated":
      return { atMs, kind: word };
    default:
      throw new Error(`nothing that happens to a contact: ${word}`);
  }
};

/**
 * A timeline by hand: one line an event, "span since the opening, what, detail"; the last line is the end of the watch.
 *
 *     0s customer
 *     2m 5s agent
 *     10m end
 *
 * The opening is at 0 and need not be said.
 */
export const story = (text: string, answerRight: boolean | null = null): Timeline => {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [, span = "", word = "", detail] = /^((?:\d[\d.]*[smhd]\s+)+)([a-z-]+)(?:\s+(\S+))?$/.exec(line) ?? [];
      return { atMs: ms(span), word, detail };
    });
  const end = lines.pop();
  if (end?.word !== "end") throw new Error("the last line says when the watch ended");
  const events = lines.map(({ atMs, word, detail }) => eventOf(atMs, word, detail));
  return {
    contactId: "c-1",
    events: [{ atMs: 0, kind: "opened" }, ...events],
    observedUntilMs: end.atMs,
    answerRight,
  };
};
