/**
 * Moments of a contact as the customer meets them, as performance marks: a probe reads its times from the page
 * itself, so its own slowness is no part of them.
 */
export type Moment = "fp:pressed" | "fp:acknowledged" | "fp:first-reply" | "fp:human-reply";

/** Marks the first time that a moment comes; later ones leave it as it is. */
export const mark = (moment: Moment): void => {
  if (performance.getEntriesByName(moment, "mark").length === 0) performance.mark(moment);
};

/** A new contact on the same page: its moments are its own. */
export const forgetMarks = (): void => {
  for (const moment of ["fp:pressed", "fp:acknowledged", "fp:first-reply", "fp:human-reply"]) {
    performance.clearMarks(moment);
  }
};
