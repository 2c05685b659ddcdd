import type { OneWayCall, Proof, TargetView } from "../../core/contract/stimulus.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { RestoreStep } from "../../core/schema/restore-step.ts";
import { readStimulusEntry, type StimulusEntry } from "../../core/schema/stimulus-journal.ts";
import type { Journal } from "../../harness/evidence/journal.ts";
import type { FaultAdapter, OneWayAdapter } from "../../harness/faults/fault-adapter.ts";
import type { StimulusTime } from "../../harness/stimulus/waits.ts";

/** What becomes of a call: it fails before or after its effect, never answers, or has its effect late. */
export type Mishap = "none" | "throws" | "throws-after" | "hangs" | "late";
export type Call = "append" | "steady" | "inject" | "renew" | "prove" | "restore" | "standing" | "prove-undo" | "act";

/** A target in memory whose every call passes `mishap`; what happened stands in `trace`, in its order. */
export class FakeTarget {
  readonly trace: string[] = [];
  readonly entries: StimulusEntry[] = [];
  /** Faults in force, by id, with the time at which their lease is over. */
  readonly held = new Map<string, number>();
  generation = 1;
  staged = 1;
  readonly #time: StimulusTime;
  readonly #mishap: (call: Call, nth: number) => Mishap;
  #calls = 0;
  #journalFault: FieldproofError | null = null;

  constructor(time: StimulusTime, mishap: (call: Call, nth: number) => Mishap = () => "none") {
    this.#time = time;
    this.#mishap = mishap;
  }

  async #call<T>(call: Call, note: string, effect: () => T): Promise<T> {
    this.trace.push(note);
    const mishap = this.#mishap(call, this.#calls++);
    const broken = new Error(`${note}: connection lost`);
    if (mishap === "throws") throw broken;
    if (mishap === "hangs") return new Promise(() => {});
    if (mishap === "late") await new Promise<void>((resolve) => void this.#time.after(7000, resolve));
    const value = effect();
    if (mishap === "throws-after") throw broken;
    return value;
  }

  isHeld(id: string): boolean {
    return (this.held.get(id) ?? -1) > this.#time.now();
  }

  readonly journal: Pick<Journal, "append" | "fault"> = {
    append: async (kind, data, options = {}) => {
      const failed = (): never => {
        this.#journalFault ??= new FieldproofError("FP-RUN-002", { path: "journal.ndjson", reason: "no space left" });
        throw this.#journalFault;
      };
      if (this.#journalFault !== null) return failed();
      const read = readStimulusEntry({ seq: this.entries.length + 1, at: this.#time.now(), kind, data });
      if (read.is !== "entry") throw new Error(`an entry outside the schema: ${kind} ${JSON.stringify(data)}`);
      await this.#call("append", `append ${kind}${options.sync === true ? " synced" : ""}`, () => {}).catch(failed);
      this.entries.push(read.entry);
      return { seq: 1, at: 1, kind, data: {}, prev: "", hash: "" };
    },
    fault: null,
  };

  #proof(call: Call, note: string, look: () => boolean): Promise<Proof> {
    return this.#call(call, note, () => {
      const proved = look();
      return {
        proved,
        sentence: proved ? "as it should be" : "not as it should be",
        figures: { held: this.held.size },
      };
    });
  }
  readonly steady = (): Promise<Proof> => this.#proof("steady", "steady", () => this.leftOver().length === 0);
  readonly proveHeld = (ids: readonly string[]): Promise<Proof> =>
    this.#proof("prove", "prove", () => ids.length > 0 && ids.every((id) => this.isHeld(id)));
  readonly proveGone = (ids: readonly string[]): Promise<Proof> =>
    this.#proof("prove-undo", "prove-undo", () => ids.every((id) => !this.isHeld(id)));
  readonly provePurged = (): Promise<Proof> => this.#proof("prove", "prove", () => this.generation > 1);
  readonly proveStaged = (): Promise<Proof> =>
    this.#proof("prove-undo", "prove-undo", () => this.staged === this.generation);

  /** What a whole target does not have. */
  leftOver(): readonly string[] {
    const faults = [...this.held.keys()].filter((id) => this.isHeld(id));
    return this.staged === this.generation ? faults : [...faults, "purged"];
  }

  faultAdapter(ownLease = true): FaultAdapter {
    const step = (id: string): RestoreStep => ({
      ...{ via: "stack-fault", ops: "http://127.0.0.1:4100", bearerFile: "/private/ops", faultId: id },
    });
    const idOf = (one: RestoreStep): string => (one.via === "stack-fault" ? one.faultId : "?");
    return {
      via: "stack-fault",
      ownLease,
      undoStep: (_, id) => step(id),
      inject: (_, id, leaseMs) =>
        this.#call("inject", `inject ${id}`, () => void this.held.set(id, this.#time.now() + leaseMs)),
      renew: (id, leaseMs) =>
        this.#call("renew", `renew ${id}`, () => {
          if (!this.isHeld(id))
            throw new FieldproofError("FP-FAULT-003", { stimulus: id, reason: "it is not held any more" });
          this.held.set(id, this.#time.now() + leaseMs);
        }),
      restore: (one) => this.#call("restore", `restore ${idOf(one)}`, () => void this.held.delete(idOf(one))),
      standing: (one) =>
        this.#call("standing", `standing ${idOf(one)}`, () =>
          this.isHeld(idOf(one)) ? ("held" as const) : ("gone" as const),
        ),
      byHand: (one) => `DELETE /ops/v1/faults/${idOf(one)}`,
    };
  }

  callAdapter(): OneWayAdapter {
    const pathOf = (one: RestoreStep): string => (one.via === "stack-call" ? one.path : "?");
    return {
      via: "stack-call",
      act: (call: OneWayCall) => this.#call("act", `act ${call.via}`, () => void this.generation++),
      step: (call) => {
        if (call.via !== "stack-call") throw new Error("another adapter's call");
        const { via, method, path, body, accept } = call;
        return {
          ...{ via, method, path, body, accept: [...accept] },
          ops: "http://127.0.0.1:4100",
          bearerFile: "/private/ops",
        };
      },
      restore: (one) =>
        this.#call("restore", `restore ${pathOf(one)}`, () => {
          this.staged = this.generation;
        }),
      standing: async () => "unknown",
      byHand: (one) => `POST ${pathOf(one)}`,
    };
  }

  /** The proofs of these tests look at the target itself. */
  readonly view: TargetView = {
    event: "drop",
    pops: ["pop-a"],
    readIsland: async () => ({ status: 0, version: null, keyId: null, cacheStatus: null, signatureGood: null }),
    edgeStatus: async () => null,
    counters: async () => null,
    faults: async () => null,
    timed: async () => ({ status: 0, ms: 0 }),
  };
}
