import type { Seat } from "../desk/agent-roster.ts";

/** Who owns what nobody on shift can own. A role, not a person: somebody holds it as long as the event lasts. */
export const DUTY_MANAGER = "duty-manager";

/**
 * The owner of a new promise: whoever is on shift, is not on a break where there is a choice, and has the fewest open
 * ones; by name where that is a tie. Never `except`; the duty manager when there is nobody.
 */
export const chooseOwner = (
  seats: Iterable<Seat>,
  openOf: (agentId: string) => number,
  except: string | null = null,
): string => {
  const onShift = [...seats].filter(({ agentId, state }) => state !== "off" && agentId !== except);
  const rank = ({ state }: Seat): number => (state === "available" ? 0 : 1);
  const [first] = onShift.sort(
    (a, b) => rank(a) - rank(b) || openOf(a.agentId) - openOf(b.agentId) || (a.agentId < b.agentId ? -1 : 1),
  );
  return first?.agentId ?? DUTY_MANAGER;
};
