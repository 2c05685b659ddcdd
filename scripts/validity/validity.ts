import { EXIT, type ExitCode, worstExit } from "../../core/errors/exit-codes.ts";
import type { FieldproofError } from "../../core/errors/fieldproof-error.ts";

/** What a READY stands on. */
export const GROUNDS = ["evidence", "verdict", "date", "plan", "islands", "keys"] as const;
export type Ground = (typeof GROUNDS)[number];

/** One ground of a READY as it is now. */
export type Check =
  | { readonly ground: Ground; readonly state: "held"; readonly text: string }
  | { readonly ground: Ground; readonly state: "not looked at"; readonly text: string; readonly next: string }
  | {
      readonly ground: Ground;
      readonly state: "not ready" | "changed" | "expired" | "cannot be told";
      readonly fault: FieldproofError;
    };

export const held = (ground: Ground, text: string): Check => ({ ground, state: "held", text });
export const notLookedAt = (ground: Ground, text: string, next: string): Check => ({
  ...{ ground, state: "not looked at" },
  ...{ text, next },
});
export const fallen = (
  ground: Ground,
  state: Exclude<Check["state"], "held" | "not looked at">,
  fault: FieldproofError,
): Check => ({ ground, state, fault });

export interface Validity {
  readonly exitCode: ExitCode;
  /** The one line that may be read alone: it names what was not looked at. */
  readonly headline: string;
}

/** Without these nothing is told: who does not know whether they hold knows nothing of the READY. */
const NEEDED: readonly Ground[] = ["evidence", "verdict", "date", "plan"];

const and = (grounds: readonly Ground[]): string =>
  grounds.length < 2 ? grounds.join("") : `${grounds.slice(0, -1).join(", ")} and ${grounds.at(-1)}`;

/**
 * What all grounds say together: 0 only where each that was looked at holds, and evidence, verdict, date and plan were
 * looked at; 1 for a run that was NOT READY; else 3. Never averaged, and what is not there
 * counts as not looked at.
 * @param label the run's verdict with what limits it, as its report has it
 */
export function validityOf(label: string, checks: readonly Check[]): Validity {
  const of = (...states: readonly Check["state"][]): Ground[] =>
    GROUNDS.filter((ground) => checks.some((one) => one.ground === ground && states.includes(one.state)));
  const unseen = GROUNDS.filter(
    (ground) => !checks.some((one) => one.ground === ground && one.state !== "not looked at"),
  );
  const also = unseen.length === 0 ? "" : `; not looked at: ${unseen.join(", ")}`;
  const never = checks.flatMap((one) => (one.state === "not ready" ? [one.fault.exitCode as ExitCode] : []));
  if (never.length > 0) return { exitCode: worstExit(never), headline: `${label}: it was never a READY to rely on` };
  if (of("changed").includes("evidence"))
    return { exitCode: EXIT.cantTell, headline: "CAN'T TELL: the evidence is not as it was sealed" };
  const [expired, changed, untold] = [of("expired"), of("changed"), of("cannot be told")];
  const gone = [
    ...(expired.length > 0 ? ["it expired"] : []),
    ...(changed.length > 0 ? [`${and(changed)} changed`] : []),
  ];
  if (gone.length > 0) return { exitCode: EXIT.cantTell, headline: `NO LONGER READY: ${gone.join(", and ")}${also}` };
  const missing = NEEDED.filter((ground) => unseen.includes(ground));
  if (untold.length > 0 || missing.length > 0) {
    const why = untold.length > 0 ? `: ${and(untold)} cannot be told` : "";
    return { exitCode: EXIT.cantTell, headline: `CAN'T TELL whether it is still READY${why}${also}` };
  }
  return { exitCode: EXIT.ready, headline: `STILL ${label}: ${and(of("held"))} hold${also}` };
}
