import type { ProfileName } from "../../core/contract/ids.ts";
import type { MappedTarget } from "../../core/schema/evidence.ts";
import type { Plan } from "../../core/schema/plan.ts";
import { leastN } from "../../core/statistics/allowed-misses.ts";
import { expectedContacts } from "./expected-contacts.ts";
import type { Finding } from "./fault.ts";
import { resolvePhases } from "./profiles.ts";

/** The island answers two thirds of general questions or more; its objective needs 20 answers. */
const LEAST_GENERAL = 30;

const figure = (value: number): string => String(Math.round(value * 10) / 10);

/**
 * What keeps a plan's drop from being judged: a drain shorter than what is budgeted, or objectives that the expected number
 * of contacts cannot carry, with the number that they need.
 */
export const nanoDropFindings = (
  plan: Plan,
  profile: ProfileName,
  { offsetsSec, mapped }: { readonly offsetsSec?: readonly number[]; readonly mapped?: MappedTarget },
): Finding[] => {
  const phases = resolvePhases(plan, profile);
  const expected = expectedContacts(plan, phases, offsetsSec);
  const { anyReply, humanReply, firstContactResolution } = plan.budgets;
  const findings: Finding[] = [];
  const windows = [
    { name: "budgets.anyReply.p95Sec", sec: anyReply.p95Sec },
    { name: "budgets.anyReply.p50Sec", sec: anyReply.p50Sec },
    { name: "budgets.humanReply.p95Sec", sec: humanReply.p95Sec },
    { name: "budgets.humanReply.p50Sec", sec: humanReply.p50Sec },
    { name: "budgets.firstContactResolution.windowSec", sec: firstContactResolution.windowSec },
  ];
  const longest = windows.reduce((a, b) => (b.sec > a.sec ? b : a));
  if (phases.drainSec < longest.sec)
    findings.push({
      path: ["profiles", profile, "drainSec"],
      text: `is ${phases.drainSec} s in ${profile}, must be at least ${longest.sec} s, the length of ${longest.name}`,
    });
  const populations = [
    { path: ["budgets", "anyReply"], who: "stream contacts", n: expected.stream },
    { path: ["budgets", "humanReply"], who: "contacts handed to a human", n: expected.handedOff },
  ];
  for (const { path, who, n } of populations) {
    for (const [name, p] of [
      ["p50Sec", 0.5],
      ["p95Sec", 0.95],
    ] as const) {
      const need = leastN(p);
      if (n + 1e-9 < need)
        findings.push({
          path: [...path, name],
          text: `has ${figure(n)} ${who} to stand on in ${profile}, needs at least ${need}; raise arrivals or lengthen the phases`,
        });
    }
  }
  const general = expected.total - expected.handedOff;
  // A mapped desk has no island whose answers could be judged.
  if (mapped === undefined && general + 1e-9 < LEAST_GENERAL)
    findings.push({
      path: ["budgets", "triageRightAtLeast"],
      text: `has ${figure(general)} general questions to stand on in ${profile}, needs at least ${LEAST_GENERAL}; raise arrivals or lengthen the phases`,
    });
  if (offsetsSec !== undefined && expected.step + expected.tail === 0)
    findings.push({ path: ["arrivals", "csv"], text: `has no arrival within step and tail of ${profile}` });
  return findings;
};
