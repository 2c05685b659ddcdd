import type { Timeline } from "./timeline.ts";
import { createOpenWait, type Wait } from "./wait.ts";

/**
 * Waits for a person, one for each time that a person was owed: from the customer's first message that nobody had
 * answered, or from the hand-off where the assistant had answered until then, to the agent's reply (Chatwoot's
 * waiting_since as mended by its PRs #13181 and #13417). An assistant's answer ends what was not handed off, and
 * nothing that was; what an assistant answered alone is no wait for a person at all.
 */
export const humanWaits = ({ events, observedUntilMs }: Timeline): readonly Wait[] => {
  const wait = createOpenWait(observedUntilMs);
  let owed = false;
  for (const event of events) {
    const { kind, atMs } = event;
    if (kind === "handed-off" || kind === "transferred" || kind === "claimed") {
      // A claim or a transfer says that a person is needed; only the hand-off begins a wait that no message began.
      if (kind === "handed-off") wait.begin(atMs);
      owed = wait.running;
    } else if (kind === "resolved") {
      if (owed) wait.giveUp();
      else wait.forget();
      owed = false;
    } else if (kind === "message") {
      if (event.author === "customer") wait.begin(atMs);
      if (event.author === "assistant" && !owed) wait.forget();
      if (event.author === "agent") {
        wait.reply(atMs);
        owed = false;
      }
    }
  }
  if (!owed) wait.forget();
  return wait.finish();
};
