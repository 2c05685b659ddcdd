import { ACCESS_MARK_END } from "../../core/contract/access-attempts.ts";
import { contactPrefix } from "../../core/contract/ids.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import type { Facts } from "../../core/schema/wire.ts";
import type { CatalogEntry } from "../../drills/catalog.ts";
import { NOTICE_HASH } from "./notice.ts";
import type { ScenarioConfig } from "./scenario-files.ts";

/** k6 says T0 so long before it, in wall milliseconds, so that every VU is up by then. */
const LEAD_MS = 1000;
const REQUEST_TIMEOUT_MS = 10_000;
/** Of a refresh wave's reads, each so many-th one's signature is checked. */
const VERIFY_EVERY = 20;

export interface ScenarioParts {
  readonly plan: Plan;
  readonly phases: Phases;
  readonly load: CatalogEntry["load"];
  readonly runId: string;
  readonly replicate: number;
  readonly addresses: { readonly pops: Readonly<Record<string, string>>; readonly origin: string };
  readonly facts: Facts;
  readonly islandKeyPems: readonly string[];
  readonly slots: number;
  /** Wall milliseconds from T0. */
  readonly spans: readonly { readonly name: string; readonly fromMs: number; readonly toMs: number }[];
  readonly endOffsetMs: number;
}

/** What a drill's scenario is told, but for its customers and its secrets. */
export function scenarioConfig(parts: ScenarioParts): ScenarioConfig {
  const { plan, phases, load, addresses, spans } = parts;
  const reads = load.islandReads(plan);
  const wave = spans.find((span) => span.name === reads?.phase);
  return {
    event: plan.drop.event,
    noticeHash: NOTICE_HASH,
    pops: addresses.pops,
    origin: addresses.origin,
    slots: parts.slots,
    lanes: load.lanes(plan),
    leadMs: LEAD_MS,
    endOffsetMs: parts.endOffsetMs,
    refresh:
      reads === null || wave === undefined
        ? null
        : {
            ...{ fromOffsetMs: wave.fromMs, toOffsetMs: wave.toMs, verifyEvery: VERIFY_EVERY },
            readsPerSec: reads.perSec * phases.timeFactor,
          },
    accessMark: `${contactPrefix(parts.runId, parts.replicate)}${ACCESS_MARK_END}`,
    islandKeyPems: parts.islandKeyPems,
    generalFacts: Object.values(parts.facts.facts),
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
  };
}
