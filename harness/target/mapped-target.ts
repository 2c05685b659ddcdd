import type { Capability } from "../../core/contract/ids.ts";
import type { TargetPart } from "../../core/contract/target-parts.ts";
import type { MappedTarget } from "../../core/schema/evidence.ts";
import type { HttpMapping } from "../../core/schema/http-mapping.ts";
import type { StampUnit } from "../../core/schema/http-request-mapping.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { TargetFile } from "../../core/schema/target-file.ts";
import { showsContext } from "../../drills/targets/http/context-parts.ts";

/** What a target has: of a mapped one what is mapped, whatever its file says beside; of another what its file says. */
export const capabilitiesOf = ({
  http,
  capabilities,
  timeFactor,
}: Pick<TargetFile, "http" | "capabilities" | "timeFactor">): ReadonlySet<Capability> =>
  new Set<Capability>([
    ...(http === undefined ? capabilities : (["customer"] as const)),
    ...(http?.agent === undefined ? [] : (["agent"] as const)),
    ...(http?.export === undefined ? [] : (["export"] as const)),
    ...(timeFactor === undefined ? [] : (["timeFactor"] as const)),
  ]);

/**
 * How fine stamps are of which the file does not say it: seconds and texts are mostly whole ones, and a right clock must
 * not look late for that.
 */
const usualStampsMs = (units: readonly (StampUnit | undefined)[]): number =>
  units.every((unit) => unit === "ms") ? 1 : 1000;

/**
 * What of a desk is mapped, as its objectives need it. Parts that no mapping has a word for (islands, consents, a log)
 * are not there: a word under `capabilities` gives nothing to look at.
 */
export function mappedTarget(
  { http, timeFactor }: Pick<TargetFile, "timeFactor"> & { readonly http: HttpMapping },
  staffing: Plan["staffing"]["kind"] = "modelled",
): MappedTarget {
  const { customer, clock } = http;
  const people = staffing === "real";
  const agent = people ? undefined : http.agent;
  const { replies } = customer;
  const account = http.export?.contacts;
  const units = [
    ...(replies.each.at === undefined ? [] : [replies.at?.unit]),
    ...(account?.each.openedAt === undefined ? [] : [account.at?.unit]),
  ];
  const stamps = units.length > 0;
  const has: Partial<Record<TargetPart, boolean>> = {
    customer: true,
    agent: agent !== undefined,
    export: account !== undefined,
    timeFactor: timeFactor !== undefined,
    "follow-ups": customer.send !== undefined,
    "own-words": replies.ownVisible,
    stamps,
    context: agent !== undefined && showsContext(agent),
    "reply-ids": agent?.reply.message !== undefined,
  };
  return {
    parts: (Object.keys(has) as TargetPart[]).filter((part) => has[part] === true),
    // By socket, too, some customers poll.
    repliesEveryMs: replies.waitMs !== undefined ? null : replies.everyMs,
    queueEveryMs: agent === undefined || agent.next.waitMs !== undefined ? null : agent.next.everyMs,
    stampsMs: stamps ? (clock?.serverStampsMs ?? usualStampsMs(units)) : null,
    ...(people ? { people } : {}),
  };
}
