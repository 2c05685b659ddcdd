import type { FaultOrder } from "../../core/contract/stimulus.ts";
import { isFieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { RestoreStep } from "../../core/schema/restore-step.ts";
import { createProxyControl, type ProxyControl } from "../proxy/control-client.ts";
import { readBearer } from "./bearer-file.ts";
import { bearerHeader, curlLine, typed } from "./by-hand.ts";
import type { FaultAdapter, RestoreAdapter } from "./fault-adapter.ts";
import { lapsed, notInjected, notRenewed, notRestored, wrongAdapter } from "./fault-errors.ts";
import { opsUrl } from "./ops-call.ts";
import { isGone, isLoopbackLiteral, type Reach } from "./reach.ts";

/** Where a fault proxy is controlled, and the 0600 file with its bearer and nothing else. */
export interface ProxyPlace {
  readonly control: string;
  readonly bearerFile: string;
}
type Step = Extract<RestoreStep, { via: "proxy-toxic" }>;

const CALL_LIMIT_MS = 3000;

const stepOf = (step: RestoreStep): Step => {
  if (step.via !== "proxy-toxic") throw wrongAdapter("proxy-toxic", step.via);
  return step;
};
/** Names of toxics know no capitals; ids that differ in these alone are nobody's. */
const toxicOf = (faultId: string): string => faultId.toLowerCase();
const nameOf = (toxic: string): string => `toxic ${toxic}`;

const controlOf = async ({ control, bearerFile }: ProxyPlace, limitMs: number): Promise<ProxyControl> => {
  if (!isLoopbackLiteral(control)) throw new Error("a fault proxy is controlled from its own machine only");
  return createProxyControl(opsUrl(control, ""), await readBearer(bearerFile), Math.max(1, Math.round(limitMs)));
};
/** What has ended, or never was. */
const isOver = (error: unknown): boolean => isFieldproofError(error) && error.code === "FP-PROXY-005";

/** Takes toxics out of fault proxies on this machine, whoever put them in. */
export const proxyToxicRestore = (reach: Reach): RestoreAdapter => ({
  via: "proxy-toxic",
  restore: async (anyStep, limitMs) => {
    const step = stepOf(anyStep);
    try {
      await (await controlOf(step, limitMs)).remove(step.toxic);
    } catch (error) {
      if (!isOver(error)) throw notRestored(nameOf(step.toxic), error);
    }
  },
  standing: async (anyStep, limitMs) => {
    try {
      const step = stepOf(anyStep);
      const status = await controlOf(step, limitMs)
        .then(
          (control) => control.status(),
          () => null,
        )
        .catch(() => null);
      if (status !== null) return status.held.some(({ toxic }) => toxic.name === step.toxic) ? "held" : "gone";
      // A proxy that has ended carries nothing, and holds nothing back.
      return (await isGone(reach, step.control, limitMs)) ? "gone" : "unknown";
    } catch {
      return "unknown";
    }
  },
  byHand: (anyStep) => {
    const { control, bearerFile, toxic } = stepOf(anyStep);
    const url = opsUrl(control, `/v1/toxics/${toxic}`);
    const line = curlLine({ method: "DELETE", url, headers: [bearerHeader(bearerFile)], body: null });
    return typed(line, `end the fault proxy that is controlled at ${control}`);
  },
});

/** Toxics of the fault proxy at `place`. */
export const proxyToxicAdapter = (place: ProxyPlace, reach: Reach): FaultAdapter => ({
  ...proxyToxicRestore(reach),
  ownLease: true,
  undoStep: (_order: FaultOrder, faultId: string): RestoreStep => ({
    ...{ via: "proxy-toxic", ...place, toxic: toxicOf(faultId) },
  }),
  inject: async (order, faultId, leaseMs) => {
    if (order.via !== "proxy-toxic") throw wrongAdapter("proxy-toxic", order.via);
    try {
      const control = await controlOf(place, CALL_LIMIT_MS);
      await control.add([{ ...order.toxic, name: toxicOf(faultId), ttlMs: leaseMs }]);
    } catch (error) {
      throw notInjected(nameOf(toxicOf(faultId)), error);
    }
  },
  renew: async (faultId, leaseMs) => {
    const toxic = toxicOf(faultId);
    try {
      await (await controlOf(place, Math.min(CALL_LIMIT_MS, leaseMs / 2))).renew(leaseMs, [toxic]);
    } catch (error) {
      throw isOver(error) ? lapsed(nameOf(toxic), error) : notRenewed(nameOf(toxic), error);
    }
  },
});
