import type { StimulusId } from "../../core/contract/stimulus-ids.ts";
import type { StimulusStep } from "../stimulus/stimulus-context.ts";

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
    }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "fault"; readonly code: string; readonly message: string };

export type OnProgress = (progress: Progress) => void;
