import type { SelftestCases } from "../../core/contract/drill.ts";

/** Late people's replies: what a defect of the desk's cannot but cause, too. */
const LATE_PEOPLE = ["human-reply-p95", "human-reply-p50", "any-reply-p95"];

/** Each known way in which nano-drop's target can lie, with the objective that must name it; and what must not. */
export const nanoDropSelftest: SelftestCases = {
  defects: [
    { name: "island-missing", reason: "islands-ready", also: [] },
    { name: "proof-unchecked", reason: "access-proved", also: [] },
    { name: "owner-unchecked", reason: "owner-checked", also: [] },
    { name: "agents-unchecked", reason: "agents-proved", also: [] },
    { name: "consent-missing", reason: "consent-recorded", also: [] },
    { name: "log-gap", reason: "log-complete", also: [] },
    { name: "clock-off", reason: "target-clock", also: [] },
    // An agent without the order cannot answer rightly: some come back, and those behind them wait longer.
    { name: "context-missing", reason: "context-present", also: ["first-contact-resolution", ...LATE_PEOPLE] },
    // A reply that never arrives is also a customer never answered.
    { name: "lost-reply", reason: "replies-delivered", also: ["reopens-answered", "unanswered", ...LATE_PEOPLE] },
    { name: "doubled-reply", reason: "replies-genuine", also: [] },
    { name: "wrong-answer", reason: "island-facts", also: ["first-contact-resolution", ...LATE_PEOPLE] },
    { name: "overconfident-triage", reason: "triage-right", also: ["first-contact-resolution", ...LATE_PEOPLE] },
    { name: "silent-reopen", reason: "reopens-answered", also: [] },
    // Who is kept back is overtaken by those who are not.
    { name: "agent-starvation", reason: "desk-delay-p95", also: ["queue-order", ...LATE_PEOPLE] },
    { name: "queue-jump", reason: "queue-order", also: LATE_PEOPLE },
    { name: "slow-feed", reason: "system-delay-p95", also: [] },
    { name: "slow-island", reason: "any-reply-p50", also: [] },
  ],
  benign: [
    {
      name: "long-poll-only",
      does: "every customer receives by long poll",
      switches: [],
      customers: { longPollShare: 1 },
    },
    {
      name: "silent-leavers",
      does: "half of those who wait give up within 40 s, all without a word",
      switches: [],
      customers: { patience: { medianSec: 40, sigma: 0.5 }, silentLeaverShare: 1 },
    },
    {
      name: "resends",
      does: "everybody who waits sends the same message again",
      switches: [],
      customers: { resendShare: 1 },
    },
    {
      name: "agent-resets",
      does: "agents lose their connection and come back",
      switches: ["agent-resets"],
      customers: {},
    },
    {
      name: "old-proofs",
      does: "customers' clocks are 30 s slow, so that their proofs come old",
      switches: ["old-proofs"],
      customers: {},
    },
    { name: "slow-pop", does: "one PoP is slow within budget", switches: ["slow-pop"], customers: {} },
  ],
};
