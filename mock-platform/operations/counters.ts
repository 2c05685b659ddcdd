import type { Services } from "../services.ts";

/** Plain numbers of the stack's own doing, by name; counted apart from what customers saw. */
export const counters = (services: Services): Record<string, number> => {
  const states: Record<string, number> = { waiting: 0, claimed: 0, answered: 0, resolved: 0 };
  let messages = 0;
  let handOffs = 0;
  let reopens = 0;
  for (const contact of services.book.all()) {
    states[contact.state] = (states[contact.state] ?? 0) + 1;
    messages += contact.kept.filter(({ message }) => message.change === undefined).length;
    reopens += contact.reopens;
    if (contact.handedOffAt !== null) handOffs += 1;
  }
  return {
    contacts: services.book.size(),
    consents: services.consents.size(),
    messages,
    reopens,
    "handed-off": handOffs,
    "queue.depth": services.queue.depth(null),
    "log.entries": services.store.size(),
    followers: services.hub.followers(),
    ...Object.fromEntries(Object.entries(states).map(([state, count]) => [`contacts.${state}`, count])),
    ...Object.fromEntries(services.pops.map((pop) => [`island.serves.${pop.name}`, pop.serves()])),
    ...services.meter.counts(),
  };
};
