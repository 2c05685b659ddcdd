/** What can be broken on purpose, at boot and never later. */
export const FAULTS = {
  "wrong-answer": "robot and staff are given last year's handbook",
  "lost-reply": "every third post of staff is taken and never shown",
  "slow-reply": "posts of staff are shown 20 s late",
  "reopened-matter": "each case that was closed comes back into the queue 5 s later, though nobody wrote",
  "deaf-after-close": "a post on a closed case is kept, and nobody is told",
} as const;

export type FaultName = keyof typeof FAULTS;

export const isFaultName = (text: string): text is FaultName => Object.hasOwn(FAULTS, text);

export const SLOW_BY_MS = 20_000;
export const REOPENED_AFTER_MS = 5_000;
export const LOST_EACH = 3;
