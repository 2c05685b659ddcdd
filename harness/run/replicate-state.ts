import type { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import {
  type MappedTarget,
  type OwnLimit,
  REPLICATE_SCHEMA_ID,
  type ReplicateRecord,
} from "../../core/schema/evidence.ts";
import type { ReplicateOptions } from "./replicate-options.ts";

/** Keeps replicate.json's content while the replicate runs. */
export class ReplicateState {
  stopping = false;
  readonly #options: ReplicateOptions;
  readonly #startedAt = new Date().toISOString();
  #t0: number | null = null;
  #phases: ReplicateRecord["phases"] = [];
  #plannedContacts = 0;
  #contactsBefore: number | null = null;
  #mapped: MappedTarget | null = null;
  #ownLimit: OwnLimit | null = null;
  #k6: ReplicateRecord["k6"] = null;
  #faults: ReplicateRecord["faults"] = [];
  #aborted = false;
  #endedAt: string | null = null;

  constructor(options: ReplicateOptions) {
    this.#options = options;
  }
  planned(contacts: number, phases: ReplicateRecord["phases"]): void {
    this.#plannedContacts = contacts;
    this.#phases = phases;
  }
  /** How many contacts a served target held already. */
  held(contacts: number): void {
    this.#contactsBefore = contacts;
  }
  /** What of the target is mapped. */
  mapped(target: MappedTarget): void {
    this.#mapped = target;
  }
  loaded(t0: number | null, k6: ReplicateRecord["k6"]): void {
    this.#t0 = t0;
    this.#k6 = k6;
  }
  split(finished: boolean, strayLines: number, t0: number | null, ownLimit: OwnLimit | null): void {
    this.#t0 ??= t0;
    this.#ownLimit = ownLimit;
    if (this.#k6 !== null) this.#k6 = { ...this.#k6, finished, strayLines };
  }
  fault(error: FieldproofError): void {
    if (this.#faults.some((fault) => fault.code === error.code)) return;
    this.#faults = [...this.#faults, { code: error.code, message: error.message, at: Date.now() }];
    this.#options.onProgress({ kind: "fault", code: error.code, message: error.message });
  }
  aborted(): void {
    this.#aborted = true;
  }
  ended(): void {
    this.#endedAt = new Date().toISOString();
  }
  record(): ReplicateRecord {
    const { entry, replicate, seed, plan, phases } = this.#options;
    return {
      schema: REPLICATE_SCHEMA_ID,
      drill: entry.definition.meta.id,
      replicate,
      seed,
      timeFactor: phases.timeFactor,
      t0: this.#t0,
      phases: this.#phases,
      plannedContacts: this.#plannedContacts,
      // People at the desk are nobody's slots.
      plannedSlots: plan.staffing.kind === "real" ? 0 : plan.staffing.agents * plan.staffing.slotsPerAgent,
      ...(this.#contactsBefore === null ? {} : { contactsBefore: this.#contactsBefore }),
      ...(this.#mapped === null ? {} : { mapped: this.#mapped }),
      ...(this.#ownLimit === null ? {} : { ownLimit: this.#ownLimit }),
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
      k6: this.#k6,
      faults: this.#faults,
      aborted: this.#aborted,
    };
  }
}
