import type { SelftestCases } from "../../core/contract/drill.ts";

/** What the queue decides: a desk or a partner that does wrong cannot but move it. */
const QUEUE = ["first-word-p95", "promises-kept", "time-to-recover"];

/** Each known way in which partner or desk fail under overload, with the objective that must name it. */
export const overloadedFulfilmentSelftest: SelftestCases = {
  defects: [
    // All that are open ask at once, and are refused at once, again and again.
    { name: "recovery-herd", reason: "follow-ups-paced", also: ["retry-amplification", ...QUEUE] },
    { name: "retry-storm", reason: "retry-amplification", also: QUEUE },
    { name: "unbounded-queue", reason: "queue-bounded", also: QUEUE },
    { name: "breaker-stuck-open", reason: "partner-asked-again", also: QUEUE },
    { name: "promise-without-owner", reason: "promises-owned", also: [] },
    { name: "lost-hand-off", reason: "nothing-lost", also: QUEUE },
    { name: "double-resolution", reason: "resolved-once", also: [] },
  ],
  benign: [
    {
      name: "slow-partner",
      does: "the partner is slower over each case, within what a call waits",
      switches: ["slow-partner"],
      customers: {},
    },
    {
      name: "duplicate-callback",
      does: "the partner sends each callback twice",
      switches: ["duplicate-callback"],
      customers: {},
    },
  ],
};
