import { FieldproofError, isFieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";

const reasonOf = (why: unknown): string =>
  printable(
    typeof why === "string" ? why : isFieldproofError(why) ? `${why.message} [${why.code}]` : messageOf(why),
    500,
  );
const causeOf = (why: unknown): { cause?: unknown } => (typeof why === "string" ? {} : { cause: why });

/** It was not put in place, or nobody knows. `why` must hold no secret. */
export const notInjected = (stimulus: string, why: unknown): FieldproofError =>
  new FieldproofError("FP-FAULT-001", { stimulus: printable(stimulus), reason: reasonOf(why) }, causeOf(why));

/** The lease was not renewed and may hold on; whoever renews tries again until it is over. `why` must hold no secret. */
export const notRenewed = (stimulus: string, why: unknown): FieldproofError =>
  new FieldproofError(
    "FP-FAULT-001",
    { stimulus: printable(stimulus), reason: `its lease was not renewed: ${reasonOf(why)}` },
    causeOf(why),
  );

/** A step that should put the target right was not taken, or nobody knows. */
export const notRestored = (stimulus: string, why: unknown): FieldproofError =>
  new FieldproofError("FP-FAULT-002", { stimulus: printable(stimulus), reason: reasonOf(why) }, causeOf(why));

export const lapsed = (stimulus: string, why: unknown): FieldproofError =>
  new FieldproofError("FP-FAULT-003", { stimulus: printable(stimulus), reason: reasonOf(why) }, causeOf(why));

/** Only whoever mixed up adapters and steps gets here. */
export const wrongAdapter = (via: string, wanted: string): FieldproofError =>
  new FieldproofError("FP-INTERNAL-001", { reason: `a step by ${wanted} was given to the adapter of ${via}` });
