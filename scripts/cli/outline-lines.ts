import { guardText } from "../../harness/guards/guard-signal.ts";
import type { RunOutline } from "../../harness/plan/run-outline.ts";

const length = (sec: number): string => (sec < 120 ? `${sec} s` : `${Math.ceil(sec / 60)} min`);

const stimulusText = ({ drill, id, kind, phase, leaseMs }: RunOutline["stimuli"][number]): string =>
  `${id} (${kind}${leaseMs === null ? "" : `, lease ${leaseMs / 1000} s`}; ${drill}, phase ${phase})`;

/** Lines of `fieldproof plan`, for whoever approves a run; the digest is over more than these lines show. */
export const outlineLines = (outline: RunOutline, digest: string): string[] => {
  const { hosts, timeFactor, publishedLimits, stimuli, guards, undo, notRun, cost } = outline;
  const names = [...new Set(hosts.map(({ host }) => host))];
  const clock = timeFactor === 1 ? "real time" : `${timeFactor}x`;
  const limits = publishedLimits.map(({ scope, perMinute }) => `${scope} ${perMinute}`).join(", ");
  return [
    `${outline.drop} · target ${outline.target} (${outline.environment}) · ${outline.profile}, ${outline.replicates} replicate${outline.replicates === 1 ? "" : "s"} of ${outline.drills.join(", ")}`,
    `hosts ${names.length === 0 ? "this machine, ports chosen by the run" : names.join(", ")} · ${clock} · ${length(outline.wallSec)} · <= ${outline.contactsAtMost} contacts, <= ${outline.requestsPerMinuteAtMost} req/min${limits === "" ? "" : ` (target's limits: ${limits})`}, <= ${outline.requestsAtMost} requests`,
    ...hosts.map(({ host, port, addresses }) => `  ${host}:${port} leads to ${addresses.join(", ")}`),
    `stimuli: ${stimuli.map(stimulusText).join(", ") || "none"} · to undo: ${undo.join("; ") || "nothing"}`,
    `guards: ${guards.map(guardText).join("; ") || "none"}`,
    ...(outline.looksEveryMs === undefined
      ? []
      : [
          `reply times are no finer than ${Math.ceil(outline.looksEveryMs / 1000)} s at the busiest, by polls within the limits`,
        ]),
    ...(cost === null ? [] : [`cost: at most ${(cost.atMostMicros / 1e6).toFixed(2)} ${cost.currency}`]),
    ...notRun.map(({ drill, reason }) => `will NOT RUN: ${drill}: ${reason}`),
    `digest ${digest.slice(0, 8)}`,
  ];
};
