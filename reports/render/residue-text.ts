import type { Residue, Verdict } from "../../core/schema/verdict.ts";

/** "RESIDUE: origin-slow may still be in place at ...", and what a person would type, a line each. */
export const residueText = ({ drill, replicate, stimulus, target, reason }: Residue): string =>
  `RESIDUE: ${stimulus} may still be in place at ${target} (${drill} ${replicate}): ${reason}.`;

/** What to do first; the lines below it are for where that is not to be had. */
export const RESIDUE_FIRST = "Run `fieldproof recover` on this run folder; it takes the steps again and proves them.";

const MOST_SHOWN = 10;
const MOST_LINES = 8;

/** What a page has room for, each with the lines to type; `more` says in a sentence what was left out. */
export function shownResidue({ residue = [] }: Verdict): {
  readonly shown: readonly Residue[];
  readonly more: string | null;
} {
  const shown = residue.slice(0, MOST_SHOWN).map((one) => ({ ...one, byHand: one.byHand.slice(0, MOST_LINES) }));
  const count = (all: readonly Residue[]): number => all.reduce((sum, { byHand }) => sum + byHand.length, 0);
  const hidden = residue.length - shown.length;
  const lines = count(residue) - count(shown);
  const more = hidden + lines === 0 ? null : `${hidden} more and ${lines} more lines to type are in verdict.json.`;
  return { shown, more };
}

/** All in one line, for a message of JUnit. */
export const residueLine = (residue: Residue): string =>
  `${residueText(residue)} ${RESIDUE_FIRST} By hand: ${residue.byHand.join(" ; ")}`;

/** "origin-slow undone and proved \u00b7 residue none", for each stimulus that was; empty where there was none. */
export function settledTexts(verdict: Verdict): string[] {
  const told = new Set<string>();
  for (const { stimulus } of verdict.drills.flatMap(({ replicates }) => replicates))
    if (stimulus?.state === "proved")
      told.add(`${stimulus.id} ${stimulus.kind === "reversible" ? "undone" : "rolled forward"} and proved`);
  const none = (verdict.residue ?? []).length === 0;
  return [...told].map((text) => (none ? `${text} \u00b7 residue none` : text));
}
