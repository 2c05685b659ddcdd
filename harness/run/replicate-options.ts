import type { DrillId } from "../../core/contract/ids.ts";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import type { OnProgress } from "./progress.ts";
import type { StackCommand } from "./stack-process.ts";

export interface ReplicateOptions {
  readonly plan: Plan;
  readonly phases: Phases;
  readonly arrivalsSec: readonly number[] | null;
  readonly drill: DrillId;
  readonly replicate: number;
  readonly seed: number;
  readonly runId: string;
  readonly dir: string;
  readonly k6Path: string;
  readonly stack: StackCommand;
  readonly defects: readonly string[];
  readonly benign: readonly string[];
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}
