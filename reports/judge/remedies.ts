import type { DrillVerdictRecord, Verdict } from "../../core/schema/verdict.ts";

const SPARE_CORES = "Run the drill again on a machine with cores to spare and nothing else to do.";

/** What to do about a run that proved nothing, by the check that it failed; the checks of the target speak for themselves. */
const REMEDY_OF: Readonly<Record<string, string>> = {
  "idle-cpu": SPARE_CORES,
  lateness: SPARE_CORES,
  heartbeat: SPARE_CORES,
  "system-time-share": SPARE_CORES,
  "target-whole":
    "Run `fieldproof recover` on this run folder, or take the steps named by hand; then run the drill again.",
  "steady-before": "Mend the target first: it was not well before anything was done to it.",
  "stimulus-effect": "See whether the stimulus reaches the part that it should; what did nothing proved nothing.",
  "lease-held": SPARE_CORES,
  "steady-after": "Look at the target: it was not seen well again after what was done to it.",
  "own-limit":
    "Let the same customers come over more time (`--stretch`), or ask for a wider limit; then run the drill again.",
  "clock-steady": "Keep the machine's clock from being stepped while a drill runs, then run it again.",
  "stray-lines": "Run the drill again; if k6 writes strange lines again, look at k6.stderr.log in the run folder.",
  "k6-finished": "Look at k6.stderr.log in the run folder for why k6 ended, then run the drill again.",
};

/** At most three things to do, from the checks that made drills inconclusive; each said once. */
export function remediesOf(drills: readonly DrillVerdictRecord[]): Verdict["actions"] {
  const actions: Verdict["actions"] = [];
  for (const { drill, replicates } of drills)
    for (const { verdict, validity } of replicates) {
      const broken = verdict === "INCONCLUSIVE" ? validity.filter(({ ok }) => !ok) : [];
      for (const { id, sentence } of broken) {
        const text = Object.hasOwn(REMEDY_OF, id) ? REMEDY_OF[id] : undefined;
        if (text !== undefined && actions.length < 3 && !actions.some((action) => action.text === text))
          actions.push({ text, from: `${drill}: ${sentence}` });
      }
    }
  return actions;
}
