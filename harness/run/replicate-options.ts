import type { DrillId, ProfileName } from "../../core/contract/ids.ts";
import type { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import type { Watchdog } from "../watchdog/watchdog-process.ts";
import type { BrowserChoice } from "./browser-probe.ts";
import type { OnProgress } from "./progress.ts";
import type { CatalogEntry } from "../../drills/catalog.ts";
import type { TargetSource } from "./target-session.ts";

export interface ReplicateOptions {
  readonly plan: Plan;
  readonly planDigest: string;
  readonly profile: ProfileName;
  readonly phases: Phases;
  readonly arrivalsSec: readonly number[] | null;
  readonly entry: CatalogEntry;
  /** All drills of the run. */
  readonly drills: readonly DrillId[];
  readonly replicate: number;
  /** How many replicates each drill has. */
  readonly replicates: number;
  readonly seed: number;
  readonly runId: string;
  readonly dir: string;
  readonly k6Path: string;
  readonly browser: BrowserChoice;
  readonly target: TargetSource;
  /** Ends the replicate early; its reason is the fault that did, or an interrupt (`halt.ts`). */
  readonly signal: AbortSignal;
  /** A second interrupt: waits become short; what has to be undone is undone all the same. */
  readonly hurry: AbortSignal;
  /** Ends the whole run early. */
  readonly halt: (cause: FieldproofError) => void;
  readonly watchdog: Watchdog;
  readonly onProgress: OnProgress;
}
