import type { Timeline } from "./timeline.ts";
import { createOpenWait, type Wait } from "./wait.ts";

/**
 * Reply times of any author, one for each run of customer messages: from the *first* message of the run to the next
 * reply of an assistant or an agent (dbt_zendesk, int_zendesk__ticket_reply_times). A contact closed over an open run
 * leaves it unanswered; the message that reopens the contact begins a run of its own.
 */
export const replyRuns = ({ events, observedUntilMs }: Timeline): readonly Wait[] => {
  const wait = createOpenWait(observedUntilMs);
  for (const event of events) {
    if (event.kind === "resolved") wait.giveUp();
    if (event.kind !== "message") continue;
    if (event.author === "customer") wait.begin(event.atMs);
    else if (event.author !== "system") wait.reply(event.atMs);
  }
  return wait.finish();
};
