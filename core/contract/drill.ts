import type { Plan } from "../schema/plan.ts";
import type {
  AccessRecord,
  AccountRecord,
  BrowserRecord,
  ContactRecord,
  HandlingRecord,
  HealthRecord,
  HeartbeatRecord,
  JournalEntry,
  ProbeRecord,
  ReplicateRecord,
} from "../schema/evidence.ts";
import type { CallFigures } from "../schema/call-figures.ts";
import type { PartnerVisit } from "../schema/partner-wire.ts";
import type { ExportedPromise } from "../schema/promise-wire.ts";
import type { Chart, Figure, ObjectiveResult, Table, ValidityCheck } from "../schema/verdict.ts";
import type { ConsentRecord, DeskContact, LogEntry } from "../schema/wire.ts";
import type { ChainTools } from "../trust/hash-chain.ts";
import type { Capability, DrillId } from "./ids.ts";
import type { TargetPart } from "./target-parts.ts";

/** Kinds of evidence records, each a file of a replicate's folder; a judge sees only those that it declares. */
export const EVIDENCE_FILES = {
  browser: "browser.ndjson",
  access: "access.ndjson",
  contact: "contacts.ndjson",
  handling: "handlings.ndjson",
  probe: "probes.ndjson",
  heartbeat: "heartbeats.ndjson",
  health: "health.ndjson",
  journal: "journal.ndjson",
  "desk-contact": "export/contacts.ndjson",
  account: "export/account.ndjson",
  consent: "export/consents.ndjson",
  log: "export/log.ndjson",
  promise: "export/promises.ndjson",
  "partner-visit": "export/partner-visits.ndjson",
} as const;
export type EvidenceKind = keyof typeof EVIDENCE_FILES;

/**
 * Kinds whose absence spoils no more than what stands on them: what is only shown, and what runs of before have not. An
 * objective that needs one is unmeasured without it. Damaged ones spoil a replicate all the same.
 */
export const DISPENSABLE: readonly EvidenceKind[] = ["browser", "access", "account"];

/** Kinds that a target without this capability gives none of: there they are not missing. */
export const EVIDENCE_OF: Partial<Readonly<Record<EvidenceKind, TargetPart>>> = {
  probe: "islands",
  access: "doors",
  browser: "pages",
  // What a mapped desk exports is its account; it has no records of the wire contract.
  "desk-contact": "log",
  consent: "consent",
  log: "log",
};

export interface EvidenceRecords {
  readonly browser: BrowserRecord;
  readonly access: AccessRecord;
  readonly contact: ContactRecord;
  readonly handling: HandlingRecord;
  readonly probe: ProbeRecord;
  readonly heartbeat: HeartbeatRecord;
  readonly health: HealthRecord;
  readonly journal: JournalEntry;
  readonly "desk-contact": DeskContact;
  readonly account: AccountRecord;
  readonly consent: ConsentRecord;
  readonly log: LogEntry;
  readonly promise: ExportedPromise;
  readonly "partner-visit": PartnerVisit;
}

/** One record with its kind. */
export type EvidenceItem = {
  [K in EvidenceKind]: { readonly kind: K; readonly record: EvidenceRecords[K] };
}[EvidenceKind];

export interface DrillMeta {
  readonly id: DrillId;
  /** When it holds. */
  readonly title: string;
  /** When it does not. */
  readonly failureTitle: string;
  /** One sentence for a manager. */
  readonly why: string;
  /** The tactic of field practice that it proves. */
  readonly tactic: string;
}

export interface ObjectiveSpec {
  readonly id: string;
  readonly title: string;
  readonly failureTitle: string;
  readonly population: string;
  readonly statistic: string;
  readonly key: boolean;
  /** Judged over replicates when true; fails the run at once when false. */
  readonly decidedByQueue: boolean;
  readonly limit: Figure;
  readonly leastN: number;
  readonly code: string;
  readonly next: string;
  /**
   * What it cannot be told without. At a desk that is spoken to by a mapping it is NOT RUN when that lacks one; every
   * other target is held to it. Absent: nothing excuses it.
   */
  readonly needs?: readonly TargetPart[];
  /** By which look for news its figure is quantised there: a limit below two such looks cannot be told either. */
  readonly seenBy?: "replies" | "queue";
}

/** What a drill is, as data. */
export interface DrillDefinition {
  readonly meta: DrillMeta;
  /** What it cannot be run without, at any target. */
  readonly needs: readonly Capability[];
  readonly stimulus: "none" | "reversible" | "one-way";
  readonly expects: "must-absorb" | "must-degrade-gracefully" | "must-detect";
  readonly evidence: readonly EvidenceKind[];
  objectives(budgets: Plan["budgets"]): readonly ObjectiveSpec[];
  /** Further ones at a target that is spoken to by a mapping. */
  readonly mappedObjectives?: readonly ObjectiveSpec[];
}

export interface JudgeInput {
  /** The objectives of the drill under the plan's budgets, in the order of the report. */
  readonly specs: readonly ObjectiveSpec[];
  readonly plan: Plan;
  readonly replicate: ReplicateRecord;
  /** What the client's contact ids of this replicate begin with. */
  readonly contactPrefix: string;
  /** How the target's log is chained: an entry's hash is made anew, not believed. */
  readonly chain: ChainTools;
  /** Evidence files that are not there or could not be read to their end. */
  readonly missing: ReadonlySet<EvidenceKind>;
}

export interface StaffingUse {
  /** Mean slots in use over the busiest window of three simulated minutes, as a share; null when unknown. */
  readonly peakUse: number | null;
  /** Slots that would have to be there for the work that came, in the busiest window; null when unknown. */
  readonly neededSlots: number | null;
  readonly queueSeen: boolean;
}

export interface JudgeOutcome {
  readonly objectives: readonly ObjectiveResult[];
  /** Checks of the drill's own; the ones that hold for every drill are made by the runner of judges. */
  readonly validity: readonly ValidityCheck[];
  /** Objective ids whose miss no missing evidence could undo. */
  readonly certainMisses: readonly string[];
  readonly charts: readonly Chart[];
  readonly tables: readonly Table[];
  readonly staffing: StaffingUse;
  /** How the plan's call policy fared with its partner; of overloaded-fulfilment alone. */
  readonly calls?: CallFigures;
}

/** A fold over streamed records: `take` each record of a declared kind, then `finish` once. Pure, no clock. */
export interface DrillJudge {
  take(item: EvidenceItem): void;
  finish(): JudgeOutcome;
}

export type JudgeFactory = (input: JudgeInput) => DrillJudge;

/** A seeded defect and the objective that must turn red because of it. */
export interface DefectCase {
  /** Name of the boot switch of the reference stack. */
  readonly name: string;
  /** The first key objective that must be missed: the verdict's reason. */
  readonly reason: string;
  /** Objectives that the same defect cannot but miss, too; nothing else may be red. */
  readonly also: readonly string[];
}

/** A benign control: the drill must stay green under it. */
export interface BenignCase {
  readonly name: string;
  readonly does: string;
  /** Boot switches of the reference stack. */
  readonly switches: readonly string[];
  /** Customers of another kind than the plan's. */
  readonly customers: Partial<Plan["customers"]>;
}

/** What proves that a drill can fail, each time for its own reason, and that it does not fail for nothing. */
export interface SelftestCases {
  readonly defects: readonly DefectCase[];
  readonly benign: readonly BenignCase[];
}
