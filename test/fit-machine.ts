import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { verdictSchema, type Verdict } from "../core/schema/verdict.ts";
import { onlyRun } from "./cli-process.ts";

/** Checks that fail when others want the same cores: such a run proves nothing, neither way. */
export const MACHINE_CHECKS = ["idle-cpu", "lateness", "heartbeat", "clock-steady"];

export const verdictOf = async (runDir: string): Promise<Verdict> =>
  verdictSchema.parse(JSON.parse(await readFile(join(runDir, "verdict.json"), "utf8")));

/** Whether the machine was too busy for the run to say anything. */
export const wasUnfit = (verdict: Verdict): boolean =>
  verdict.drills.some(({ replicates }) =>
    replicates.some(({ validity }) => validity.some(({ id, ok }) => !ok && MACHINE_CHECKS.includes(id))),
  );

export const MOST_TRIES = 4;

/** Plays a run, and again, three times at most, while the machine is too busy for it to say anything; the last stands. */
export async function onFitMachine<T extends { readonly runs: string }>(
  play: () => Promise<T>,
): Promise<T & { readonly verdict: Verdict }> {
  for (let left = MOST_TRIES - 1; ; left--) {
    const played = await play();
    const verdict = await verdictOf(await onlyRun(played.runs));
    if (left === 0 || !wasUnfit(verdict)) return { ...played, verdict };
  }
}
