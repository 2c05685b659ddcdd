import type { DrillVerdict, RunVerdict } from "../../core/contract/ids.ts";
import { type Html, raw, svg } from "../../core/text/html.ts";
import type { ObjectiveResult } from "../../core/schema/verdict.ts";

/** How a status looks: a colour, a shape and a word, each enough by itself. */
export type Look = { readonly tone: "good" | "bad" | "open" | "idle"; readonly word: string };

const RUN: Readonly<Record<RunVerdict, Look>> = {
  READY: { tone: "good", word: "READY" },
  "NOT READY": { tone: "bad", word: "NOT READY" },
  "CAN'T TELL": { tone: "open", word: "CAN'T TELL" },
};

const DRILL: Readonly<Record<DrillVerdict, Look>> = {
  PASS: { tone: "good", word: "PASS" },
  FAIL: { tone: "bad", word: "FAIL" },
  INCONCLUSIVE: { tone: "open", word: "INCONCLUSIVE" },
  "NOT RUN": { tone: "idle", word: "NOT RUN" },
};

const OBJECTIVE: Readonly<Record<ObjectiveResult["status"], Look>> = {
  met: { tone: "good", word: "met" },
  missed: { tone: "bad", word: "missed" },
  unmeasured: { tone: "open", word: "unmeasured" },
};

export const runLook = (verdict: RunVerdict): Look => RUN[verdict];
export const drillLook = (verdict: DrillVerdict): Look => DRILL[verdict];
/** An objective that the target cannot be asked for looks like a drill that was not run. */
export const objectiveLook = ({ status, notRun }: Pick<ObjectiveResult, "status" | "notRun">): Look =>
  notRun === undefined ? OBJECTIVE[status] : DRILL["NOT RUN"];
export const checkLook = (ok: boolean): Look =>
  ok ? { tone: "good", word: "holds" } : { tone: "open", word: "broken" };

export const FILL: Readonly<Record<Look["tone"], string>> = {
  good: "#0b6b3a",
  bad: "#a61b1b",
  open: "#7a4b00",
  idle: "#4a5560",
};

/** Circle and tick, octagon and cross, triangle and question, broken ring and bar: told apart without colour. */
const SHAPES: Readonly<Record<Look["tone"], Html>> = {
  good: raw(
    '<circle cx="12" cy="12" r="11"/><path class="mark" d="M6.5 12.5l3.8 3.8 7.4-8.2" fill="none" stroke="#fff" stroke-width="2.6"/>',
  ),
  bad: raw(
    '<path d="M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z"/><path class="mark" d="M7.8 7.8l8.4 8.4m0-8.4l-8.4 8.4" fill="none" stroke="#fff" stroke-width="2.6"/>',
  ),
  open: raw(
    '<path d="M12 1.2a1.6 1.6 0 0 1 1.4.8l10 18.2a1.6 1.6 0 0 1-1.4 2.4H2a1.6 1.6 0 0 1-1.4-2.4L10.6 2A1.6 1.6 0 0 1 12 1.2z"/><path class="mark" d="M9.3 11.3a2.7 2.7 0 1 1 3.9 2.4c-.9.5-1.2.9-1.2 1.8" fill="none" stroke="#fff" stroke-width="2"/><circle class="dot" cx="12" cy="18.7" r="1.3" fill="#fff"/>',
  ),
  idle: raw(
    '<circle class="ring" cx="12" cy="12" r="10" fill="none" stroke="#4a5560" stroke-width="2.2" stroke-dasharray="4.2 3.2"/><path class="ring" d="M7.5 12h9" fill="none" stroke="#4a5560" stroke-width="2.4"/>',
  ),
};

/** The shape alone, hidden from screen readers: the word always stands beside it. `size` in CSS pixels. */
export const shape = (look: Look, size: number): Html =>
  svg`<svg class="shape ${look.tone}" width="${size}" height="${size}" viewBox="0 0 24 24" fill="${FILL[look.tone]}" aria-hidden="true" focusable="false">${SHAPES[look.tone]}</svg>`;

/** Shape and word. */
export const badge = (look: Look): Html =>
  svg`<span class="badge ${look.tone}">${shape(look, 18)} <span class="word">${look.word}</span></span>`;
