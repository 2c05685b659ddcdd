import type { Lane } from "../../core/contract/ids.ts";
import type { StimulusId } from "../../core/contract/stimulus-ids.ts";
import type { StimulusStep } from "../stimulus/stimulus-context.ts";

/** Of one lane so far: read along while k6 writes, never what a verdict counts. */
export interface LaneFigures {
  readonly lane: Lane;
  readonly arrived: number;
  readonly open: number;
  readonly late: number;
}

/** What a run tells while it goes on; the command line draws it, a machine may read it. */
export type Progress =
  | {
      readonly kind: "started";
      readonly runDir: string;
      readonly k6: string;
      readonly stack: string;
      readonly seed: number;
      readonly profile: string;
      readonly simulatedMin: number;
      readonly timeFactor: number;
    }
  | {
      readonly kind: "replicate";
      readonly drill: string;
      readonly replicate: number;
      readonly of: number;
      readonly contacts: number;
      readonly slots: number;
    }
  | { readonly kind: "phase"; readonly name: string }
  | {
      readonly kind: "stimulus";
      readonly id: StimulusId;
      readonly reversible: boolean;
      readonly step: StimulusStep;
    }
  | {
      readonly kind: "tick";
      readonly phase: string;
      readonly arrived: number;
      readonly planned: number;
      readonly open: number;
      readonly replied: number;
      readonly late: number;
      readonly lateAllowed: number;
      readonly leftSec: number;
      /** The load's phases in order, wall seconds from T0, and how far it is. */
      readonly phases: readonly { readonly name: string; readonly fromSec: number; readonly toSec: number }[];
      readonly sinceSec: number;
      /** Every lane that customers come to; `late` only where agents answer. */
      readonly lanes: readonly LaneFigures[];
    }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "fault"; readonly code: string; readonly message: string };

export type OnProgress = (progress: Progress) => void;
