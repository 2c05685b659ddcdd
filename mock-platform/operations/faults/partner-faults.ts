import type { StackFault } from "../../../core/schema/stack-fault.ts";
import type { FulfilmentPartner } from "../../partner/fulfilment-partner.ts";
import type { FaultBook } from "./fault-book.ts";

export const PARTNER_KINDS: readonly StackFault["kind"][] = ["partner-slow", "partner-cut"];

type Partner = Pick<FulfilmentPartner, "setServers" | "setOutage">;

/**
 * Lets `partner-slow` and `partner-cut` act on the partner's own station while they are in force. The partner is put to
 * what the faults in force say, never back to what was remembered: whichever of several ends first, at the end of the
 * last it has its `servers` again and is there. Returns what a partner calls at each request, before it is served.
 */
export const partnerFaults = (faults: FaultBook, partner: () => Partner, servers: number): (() => void) => {
  let isLess = false;
  let isCut = false;
  faults.watch(() => {
    const left = Math.min(servers, ...faults.inForce("partner-slow").map((fault) => fault.servers));
    const wantsCut = faults.inForce("partner-cut").length > 0;
    // Only what a fault of ours changed is changed back.
    if (isLess || left < servers) partner().setServers(left);
    isLess = left < servers;
    if (wantsCut !== isCut) partner().setOutage(wantsCut ? "down" : null);
    isCut = wantsCut;
  });
  return () => faults.strike(PARTNER_KINDS);
};
