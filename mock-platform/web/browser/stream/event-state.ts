import type { EventCard } from "../../../../core/schema/event-card.ts";
import { exchange } from "../shared/exchange.ts";
import type { ServerClock } from "../shared/server-clock.ts";

const EVERY_MS = 20_000;

const isCard = (body: unknown): body is EventCard =>
  typeof body === "object" && body !== null && "waiting" in body && "answers" in body;

/** How many wait for a person, in words; nothing when nobody does. */
export const waitingText = (waiting: number): string | null => {
  if (waiting <= 0) return null;
  return waiting === 1 ? "One person is waiting for a reply." : `${waiting} people are waiting for a reply.`;
};

/** Keeps the event's state fresh while the page is looked at; the first look also sets the page's clock. */
export const watchEvent = (event: string, clock: ServerClock, show: (card: EventCard | null) => void): void => {
  const look = async (): Promise<void> => {
    if (document.visibilityState === "hidden") return;
    const answer = await exchange({ method: "GET", path: `/v1/events/${encodeURIComponent(event)}` }, clock);
    show(answer.ok && isCard(answer.body) ? answer.body : null);
  };
  void look();
  setInterval(() => void look(), EVERY_MS);
  document.addEventListener("visibilitychange", () => void look());
};
