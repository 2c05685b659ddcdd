import { type Episode, episodesOf } from "./episodes.ts";
import type { Timeline } from "./timeline.ts";

/** When a contact was solved; milliseconds. */
export interface Resolution {
  /** From the opening to the first time it was solved; never moved by a reopen. Null: never solved. */
  readonly firstMs: number | null;
  /** From the opening to the last time it was solved; null while it is open (again) or was never solved. */
  readonly finalMs: number | null;
  /** From the first hand-off to the first time that an agent solved it, without what went before with the assistant. */
  readonly byAgentMs: number | null;
  /** Times solved. */
  readonly solves: number;
}

/** A closing by a rule is none: nobody solved anything. */
const isSolved = ({ closedBy }: Episode): boolean => closedBy !== null && closedBy !== "system";

/**
 * First and final resolution (dbt_zendesk: created to first solved, created to last solved). Chatwoot takes the time of
 * the last change at each resolve, so that a reopen overwrites the first; and the time with the bot is in it (issue
 * #7679), which is why the agents' part stands beside it.
 */
export const resolution = (timeline: Timeline): Resolution => {
  const openedMs = timeline.events[0]?.atMs ?? 0;
  const handedOffMs = timeline.events.find(({ kind }) => kind === "handed-off")?.atMs ?? null;
  const episodes = episodesOf(timeline);
  const solved = episodes.filter(isSolved);
  const byAgent = solved.find(
    ({ closedBy, closedMs }) => closedBy === "agent" && (closedMs ?? 0) >= (handedOffMs ?? 0),
  );
  const last = episodes.at(-1);
  const since = (episode: Episode | undefined, fromMs: number | null): number | null =>
    episode === undefined || episode.closedMs === null || fromMs === null ? null : episode.closedMs - fromMs;
  return {
    firstMs: since(solved[0], openedMs),
    finalMs: last !== undefined && isSolved(last) ? since(last, openedMs) : null,
    byAgentMs: since(byAgent, handedOffMs),
    solves: solved.length,
  };
};

/** Times that a closed contact was open again. dbt_zendesk's solves - 1 misses the reopen that was never solved. */
export const reopenCount = (timeline: Timeline): number => episodesOf(timeline).length - 1;
