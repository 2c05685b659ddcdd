/** One word of a report: what it is called there, and what it means. */
export interface GlossaryWord {
  readonly word: string;
  readonly meaning: string;
}

/**
 * Every word of a report that a reader outside the desk may not know, in the one place from which the page explains it on
 * hover and lists it in print. The first ones are the verdicts; the others stand in the order of the alphabet.
 */
export const GLOSSARY = {
  "run-verdict": {
    word: "READY, NOT READY, CAN'T TELL",
    meaning:
      "The verdict of the whole run. There is no averaged score: one failed key objective is enough for NOT READY, and one required drill without a result for CAN'T TELL.",
  },
  "drill-verdict": {
    word: "PASS, FAIL, INCONCLUSIVE, NOT RUN",
    meaning:
      "The verdict of one drill. INCONCLUSIVE means that the drill took place but may not be believed; NOT RUN means that it could not take place.",
  },
  budget: {
    word: "Budget and miss",
    meaning:
      "A budget says how many of n may be late or wrong. \u201c95 % within 60 s\u201d allows 5 % of n. A customer who never got a reply is a miss.",
  },
  slots: { word: "Chat slots", meaning: "Conversations that all agents together can hold at the same time." },
  contact: {
    word: "Contact",
    meaning: "One customer's matter, from the first question to its resolution; it may be reopened.",
  },
  drill: { word: "Drill", meaning: "The rehearsal of one failure that a drop may meet." },
  drop: {
    word: "Drop",
    meaning: "The event that is rehearsed: what is sold, when, and how many come. The plan describes it.",
  },
  erlang: {
    word: "Erlang A and C",
    meaning:
      "Two formulas for how long a queue lets people wait. In C everybody waits until served; in A some give up, so that it asks for fewer slots.",
  },
  evidence: {
    word: "Evidence digest",
    meaning: "The fingerprint of the sealed record that a drill was judged from; fieldproof verify checks it offline.",
  },
  "fast-path": { word: "Fast path", meaning: "One button that records consent and opens a conversation at once." },
  island: {
    word: "Island",
    meaning: "A short, approved and signed set of answers for one event, served near the customer.",
  },
  survival: {
    word: "Kaplan-Meier estimate",
    meaning:
      "How long people waited, where some were lost from sight before they were answered. It supposes that those would have waited like the others, which a growing queue makes too kind.",
  },
  key: { word: "Key objective", meaning: "One that decides. Others are shown for reading only." },
  lane: {
    word: "Lane",
    meaning: "Which queue a contact waits in: stream (the fast path), standard, or solo (one creator).",
  },
  met: {
    word: "Met k of k",
    meaning:
      "In how many of the replicates the drill passed. All of them must, where a queue decides: one that failed is no proof either way.",
  },
  n: {
    word: "n",
    meaning: "How many were counted. Below a least n an objective stays unmeasured: too few to say anything.",
  },
  pop: { word: "PoP", meaning: "A server near the customers that answers from the island or hands over to a person." },
  quantile: {
    word: "p50, p95",
    meaning: "The time within which half, or 95 in 100, were answered. A picture: the count of misses decides.",
  },
  replicate: {
    word: "Replicate",
    meaning:
      "The same drill once more with another seed. Met 3 of 3 says more than one long run, because customers in one queue wait on each other.",
  },
  simulated: {
    word: "Simulated time",
    meaning:
      "Arrivals, handling and patience run faster by the time factor. Delays that the system itself adds are never scaled: wall clock.",
  },
  staffing: {
    word: "Staffing, modelled or real",
    meaning: "Modelled agents are simulated people who work at the planned pace; real ones sit at a desk of your own.",
  },
  stimulus: {
    word: "Stimulus",
    meaning: "What a drill does to the target: nothing, a fault that is undone, or a step forward.",
  },
  target: { word: "Target", meaning: "What was drilled: the bundled reference stack, or a desk of your own." },
  valid: {
    word: "Valid until",
    meaning: "After this a READY may no longer be relied on; nor once the plan, the islands or the keys change.",
  },
} as const satisfies Readonly<Record<string, GlossaryWord>>;

export type GlossaryId = keyof typeof GLOSSARY;
