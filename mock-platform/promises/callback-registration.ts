import type { PartnerLine } from "../partner-calls/partner-client.ts";
import type { Scheduler } from "../runtime/scheduler.ts";

/** Wall milliseconds: network time is never scaled. */
const LIMIT_MS = 2000;
const AGAIN_MS = 500;

/**
 * Tells a partner that is a process of its own where its callbacks go, until it has taken it: it may begin later than
 * the desk. What it returns ends that.
 */
export const registerCallbacks = (line: PartnerLine, url: string, scheduler: Scheduler): (() => void) => {
  let isOver = false;
  let cancel = (): void => {};
  const tell = async (): Promise<void> => {
    const { http, address, bearer } = line;
    const { status } = await http.send({
      method: "PUT",
      url: `${address}/partner/v1/callbacks`,
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      body: JSON.stringify({ url }),
      timeoutMs: LIMIT_MS,
    });
    if (status !== 204 && !isOver) cancel = scheduler.after(AGAIN_MS, () => void tell());
  };
  void tell();
  return () => {
    isOver = true;
    cancel();
  };
};
