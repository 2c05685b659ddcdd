import type { RunVerdict } from "../../core/contract/ids.ts";
import type { Verdict } from "../../core/schema/verdict.ts";
import { svg } from "../../core/text/html.ts";
import { cutText } from "../../core/text/visible-text.ts";
import { headlineText } from "./headline.ts";
import { FILL, runLook, shape } from "./status-look.ts";
import { utcShort } from "./utc-date.ts";

const HEIGHT = 20;
const LEFT = "drop rehearsal";
/** About what a letter takes at 11 pixels; `textLength` fits the rest, whatever typeface is there. */
const LETTERS: readonly (readonly [RegExp, number])[] = [
  [/[A-Z]/, 8.4],
  [/[ ,']/, 4],
  [/./, 6.6],
];

const widthOf = (text: string): number =>
  Math.ceil([...text].reduce((sum, letter) => sum + (LETTERS.find(([kind]) => kind.test(letter))?.[1] ?? 0), 0));

/** A smoke run is no promise, and a badge is read without its report. */
const wordsOf = ({ verdict, run, residue = [] }: Verdict): string => {
  if (residue.length > 0) return `${verdict}, residue`;
  const words: Readonly<Record<RunVerdict, string>> = {
    READY: run.profile === "smoke" ? "READY, plumbing only" : "READY",
    "NOT READY": "NOT READY",
    "CAN'T TELL": "CAN'T TELL",
  };
  return words[verdict];
};

/**
 * The verdict as a small picture for a page: shape, word and colour, each enough by itself. Without script, style sheet
 * or address; its title says of which drop and until when. Ends with a line feed.
 */
export function renderBadge(verdict: Verdict): string {
  const look = runLook(verdict.verdict);
  const words = wordsOf(verdict);
  const { run } = verdict;
  const until = run.validUntil === null ? "" : `, valid until ${utcShort(run.validUntil)}`;
  const title = `${cutText(headlineText(verdict), 200)}: ${cutText(run.dropName, 100)}, drilled ${utcShort(run.startedAt)}${until}`;
  const left = widthOf(LEFT) + 12;
  const right = widthOf(words) + 34;
  const image = svg`<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${HEIGHT}" viewBox="0 0 ${left + right} ${HEIGHT}" role="img" aria-label="${title}">
<title>${title}</title>
<rect width="${left}" height="${HEIGHT}" fill="#3d4852"/>
<rect x="${left}" width="${right}" height="${HEIGHT}" fill="${FILL[look.tone]}"/>
<g font-family="Verdana, DejaVu Sans, sans-serif" font-size="11" fill="#fff">
<text x="6" y="14" textLength="${widthOf(LEFT)}">${LEFT}</text>
<g transform="translate(${left + 5} 2)"><rect x="-1" y="-1" width="18" height="18" rx="3" fill="#fff"/>${shape(look, 16)}</g>
<text x="${left + 28}" y="14" textLength="${widthOf(words)}" font-weight="bold">${words}</text>
</g>
</svg>
`;
  return image.toString();
}
