import type { DrillVerdictRecord, ReplicateVerdict, Verdict } from "../../core/schema/verdict.ts";
import { cutVerdict } from "./display-budget.ts";
import { byWorst, worstReplicate } from "./drill-rows.ts";
import { exampleText } from "./example-text.ts";
import { missesText } from "./figure-text.ts";
import { headlineText } from "./headline.ts";
import { notRunReasons } from "./not-run-reasons.ts";
import { RESIDUE_FIRST, residueText, settledTexts, shownResidue } from "./residue-text.ts";
import { drillLook, type Look, runLook } from "./status-look.ts";
import { visibleText } from "../../core/text/visible-text.ts";

const NAME_WIDTH = 22;
const TEXT_LIMIT = 1000;
const CODES: Readonly<Record<Look["tone"], string>> = { good: "32;1", bad: "31;1", open: "33;1", idle: "2" };

type Paint = (text: string, tone: Look["tone"]) => string;

/** Lines of at most `width` characters; the ones after the first stand under the text. Long words are cut over. */
function wrapped(first: string, indent: number, text: string, width: number): string[] {
  const room = Math.max(20, width - indent);
  const lines: string[] = [""];
  for (const word of visibleText(text).split(" ")) {
    let rest = word;
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + 1 + rest.length > room) lines.push("");
    const start = lines.at(-1) ?? "";
    if (start !== "") lines[lines.length - 1] = `${start} ${rest}`;
    else {
      while (rest.length > room) {
        lines[lines.length - 1] = rest.slice(0, room);
        lines.push("");
        rest = rest.slice(room);
      }
      lines[lines.length - 1] = rest;
    }
  }
  return lines.map((line, at) => (at === 0 ? `${first}${line}` : `${" ".repeat(indent)}${line}`));
}

function replicateText(each: ReplicateVerdict, of: number): string {
  const missed = [...each.objectives].sort(byWorst).find(({ status, key }) => key && status === "missed");
  return `${each.replicate}/${of} ${each.verdict}${missed === undefined ? "" : ` ${missesText(missed)}`}`;
}

function drillLines(drill: DrillVerdictRecord, paint: Paint, width: number): string[] {
  const look = drillLook(drill.verdict);
  const word = drill.verdict === "NOT RUN" && drill.required ? "NOT RUN (required)" : look.word;
  const name = drill.drill.padEnd(NAME_WIDTH);
  const code = drill.code === null ? "" : ` [${drill.code}]`;
  const lines = wrapped(
    `${name}${paint(word, look.tone)}  `,
    NAME_WIDTH + word.length + 2,
    `${drill.sentence}${code}`,
    width,
  );
  const told = (label: string, text: string) =>
    wrapped(`${" ".repeat(NAME_WIDTH)}${label.padEnd(6)}`, NAME_WIDTH + 6, text, width);
  if (drill.replicates.length > 1) {
    const each = drill.replicates.map((one) => replicateText(one, drill.replicates.length));
    lines.push(...told("each", each.join(" \u00b7 ")));
  }
  for (const { reason, ids } of notRunReasons(drill.replicates))
    lines.push(...told("not", `NOT RUN, ${reason}: ${ids.join(", ")}`));
  const worst = worstReplicate(drill);
  if (drill.verdict === "PASS" || drill.verdict === "NOT RUN" || worst === null) return lines;
  if (worst.reason !== drill.sentence) lines.push(...told("why", worst.reason));
  const missed = worst.objectives.find(({ key, status }) => key && status === "missed");
  const example = missed?.examples[0];
  if (example !== undefined) lines.push(...told("seen", exampleText(example)));
  const explain = drill.code === null ? "" : `fieldproof explain ${drill.code}`;
  const next = [drill.verdict === "FAIL" ? (missed?.next ?? "") : "", explain].filter((part) => part !== "").join(" ");
  if (next !== "") lines.push(...told("next", next));
  return lines;
}

/** Drills that nobody required and that did not run, those with one reason together. */
function idleLines(verdict: Verdict, width: number): string[] {
  const byReason = new Map<string, string[]>();
  for (const { drill, required, sentence, verdict: word } of verdict.drills) {
    if (word === "NOT RUN" && !required) byReason.set(sentence, [...(byReason.get(sentence) ?? []), drill]);
  }
  return [...byReason].flatMap(([reason, drills]) =>
    wrapped("not run".padEnd(NAME_WIDTH), NAME_WIDTH, `${drills.join(", ")}: ${reason}`, width),
  );
}

/** What may still be in place at the target, with what to type: before the verdict, since it cannot wait. */
function residueLines(verdict: Verdict, paint: Paint, width: number): string[] {
  const { shown, more } = shownResidue(verdict);
  const lines = shown.flatMap((one) => {
    const [first = "", ...rest] = wrapped("", 4, residueText(one), width);
    return [
      paint(first, "bad"),
      ...rest,
      // Not wrapped: a line that is to be typed is copied whole.
      ...one.byHand.map((line) => `    by hand: ${visibleText(line)}`),
    ];
  });
  const hint = more === null ? RESIDUE_FIRST : `${more} ${RESIDUE_FIRST}`;
  return shown.length === 0 ? [] : [...lines, ...wrapped("    ", 4, hint, width)];
}

/**
 * The closing lines of a run: each drill in the order of the verdict, then the run's own line. `color` follows
 * NO_COLOR and the stream's kind, which the caller knows; `width` is the terminal's, in columns. No text of the
 * verdict can move the cursor or change a colour. Ends with a line feed.
 */
export function renderTerminal(whole: Verdict, { color, width }: { color: boolean; width: number }): string {
  const verdict = cutVerdict(whole, TEXT_LIMIT);
  const paint: Paint = (text, tone) => (color ? `\u001b[${CODES[tone]}m${text}\u001b[0m` : text);
  const look = runLook(verdict.verdict);
  const head = visibleText(headlineText(verdict));
  const asked = verdict.drills.filter((drill) => drill.verdict !== "NOT RUN" || drill.required);
  const lines = asked.flatMap((drill) => drillLines(drill, paint, width));
  const closing = verdict.verdict === "READY" ? [head] : wrapped("", 4, `${head}: ${verdict.sentence}`, width);
  const first = closing[0] ?? "";
  closing[0] = first.startsWith(head)
    ? `${paint(head, look.tone)}${first.slice(head.length)}`
    : paint(first, look.tone);
  const settled = settledTexts(verdict).flatMap((text) => wrapped("", 4, text, width));
  const left = residueLines(verdict, paint, width);
  return `${[...lines, ...idleLines(verdict, width), ...settled, ...left, ...closing].join("\n")}\n`;
}
