import { LANES } from "../../core/contract/ids.ts";
import { isBreached } from "../desk/service-levels.ts";
import type { Services } from "../services.ts";

/** Contacts that have missed a target of their lane by now, by target and lane. */
const breaches = ({ book, clock, timeFactor }: Services): Record<string, number> => {
  const counts = Object.fromEntries(
    LANES.flatMap((lane) => [
      [`sla.human-reply.breached.${lane}`, 0],
      [`sla.resolution.breached.${lane}`, 0],
    ]),
  );
  const count = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const now = clock.now();
  for (const contact of book.all()) {
    if (isBreached(contact, "humanReplySec", timeFactor, now)) count(`sla.human-reply.breached.${contact.lane}`);
    if (isBreached(contact, "resolutionSec", timeFactor, now)) count(`sla.resolution.breached.${contact.lane}`);
  }
  return counts;
};

/** The partner's own account: places taken now, and what came to its door. Nothing of one that is not here. */
const partnerCounts = ({ partner }: Services): Record<string, number> =>
  Object.fromEntries(
    Object.entries(partner?.status() ?? {}).flatMap(([name, value]): [string, number][] =>
      typeof value === "number" ? [[`partner.${name}`, value]] : [],
    ),
  );

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
    "faults.held": services.faults.list().held.length,
    ...Object.fromEntries(Object.entries(states).map(([state, count]) => [`contacts.${state}`, count])),
    ...Object.fromEntries(
      services.pops.flatMap((pop) =>
        Object.entries(pop.counts()).map(([what, count]) => [`island.${what}.${pop.name}`, count]),
      ),
    ),
    ...Object.fromEntries(LANES.map((lane) => [`queue.depth.${lane}`, services.queue.depth(lane)])),
    ...services.promises.counters(),
    ...partnerCounts(services),
    ...breaches(services),
    ...services.meter.counts(),
  };
};
