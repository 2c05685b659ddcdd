import type { EventCard } from "../../core/schema/event-card.ts";
import type { Island } from "../../core/schema/wire.ts";
import type { Pop } from "../edge/pop.ts";
import { Problem } from "../http/problems.ts";
import type { Services } from "../services.ts";

/** The event as this PoP may show it, with the answers of its island. Throws `not-found` for another event. */
export const eventCard = async (
  services: Services,
  pop: Pop,
  event: string,
): Promise<{ readonly card: EventCard; readonly answers: Island["answers"] }> => {
  const { facts } = services.catalogue;
  if (event !== facts.event) throw new Problem("not-found");
  const served = await pop.serve(event);
  const good = served.result === "good" ? served : null;
  return {
    card: {
      event,
      items: facts.items,
      facts: { ...facts.general },
      answers:
        good === null
          ? null
          : {
              version: good.island.version,
              keyId: good.keyId,
              approvedBy: good.island.approved_by,
              expires: good.island.expires,
            },
      waiting: services.queue.depth("stream"),
    },
    answers: good?.island.answers ?? [],
  };
};
