import type { ContactState } from "../../core/schema/wire.ts";
import { Problem, type ProblemCode } from "../http/problems.ts";

/** What can happen to a contact, as far as its state goes. */
export const CONTACT_EVENTS = [
  "customer-wrote",
  "island-answered",
  "agent-wrote",
  "handed-off",
  "claimed",
  "released",
  "transferred",
  "resolved",
  "left",
  "consent-withdrawn",
  "reopened",
] as const;
export type ContactEvent = (typeof CONTACT_EVENTS)[number];

export type Transition = { readonly to: ContactState } | { readonly problem: ProblemCode };

const to = (state: ContactState): Transition => ({ to: state });
const refuse = (problem: ProblemCode): Transition => ({ problem });

/** The desk's states, whole: each state with each event either leads to a state or is refused with a problem. */
export const CONTACT_STATES: Readonly<Record<ContactState, Readonly<Record<ContactEvent, Transition>>>> = {
  waiting: {
    "customer-wrote": to("waiting"),
    "island-answered": to("answered"),
    "agent-wrote": refuse("contact-not-claimed"),
    "handed-off": to("waiting"),
    claimed: to("claimed"),
    released: refuse("contact-not-claimed"),
    transferred: refuse("contact-not-claimed"),
    resolved: refuse("contact-not-claimed"),
    left: to("resolved"),
    "consent-withdrawn": to("resolved"),
    reopened: refuse("contact-open"),
  },
  claimed: {
    "customer-wrote": to("claimed"),
    "island-answered": refuse("contact-not-waiting"),
    "agent-wrote": to("answered"),
    "handed-off": refuse("contact-not-waiting"),
    claimed: refuse("contact-not-waiting"),
    released: to("waiting"),
    transferred: to("waiting"),
    resolved: to("resolved"),
    // The agent who holds it sees that the customer left, and resolves it.
    left: to("claimed"),
    "consent-withdrawn": to("resolved"),
    reopened: refuse("contact-open"),
  },
  answered: {
    // The agent still holds the contact; the new message is theirs.
    "customer-wrote": to("claimed"),
    "island-answered": refuse("contact-not-waiting"),
    "agent-wrote": to("answered"),
    "handed-off": refuse("contact-not-waiting"),
    claimed: refuse("contact-not-waiting"),
    released: to("waiting"),
    transferred: to("waiting"),
    resolved: to("resolved"),
    left: to("answered"),
    "consent-withdrawn": to("resolved"),
    reopened: refuse("contact-open"),
  },
  resolved: {
    // Within the reopen window of the lane; see service-levels.ts.
    "customer-wrote": to("waiting"),
    "island-answered": refuse("contact-resolved"),
    "agent-wrote": refuse("contact-resolved"),
    "handed-off": refuse("contact-resolved"),
    claimed: refuse("contact-resolved"),
    released: refuse("contact-resolved"),
    transferred: refuse("contact-resolved"),
    resolved: to("resolved"),
    left: to("resolved"),
    "consent-withdrawn": to("resolved"),
    reopened: to("waiting"),
  },
};

/** The state that follows; throws the table's problem when the event cannot take place in `state`. */
export const stateAfter = (state: ContactState, event: ContactEvent): ContactState => {
  const transition = CONTACT_STATES[state][event];
  if ("problem" in transition) throw new Problem(transition.problem);
  return transition.to;
};
