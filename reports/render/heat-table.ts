import type { Table } from "../../core/schema/verdict.ts";
import { type Html, html } from "../../core/text/html.ts";
import { verdictTable } from "./data-table.ts";
import { term } from "./glossary.ts";

/** Up to which share of those who came a cell has its shade; the last one is for all above. */
const SHADES = [0, 0.05, 0.2, 0.5] as const;

const shadeOf = (late: number, n: number): number => {
  const at = SHADES.findIndex((share) => late <= share * n);
  return at < 0 ? SHADES.length : at;
};

/** "3 late of 12" on its shade; anything else as it stands. */
function cell(text: string): Html {
  const [, late, n] = /^(\d{1,9}) late of (\d{1,9})$/.exec(text) ?? [];
  if (late === undefined || n === undefined) return html`<span class="heat none">${text}</span>`;
  return html`<span class="heat heat-${shadeOf(Number(late), Number(n))}">${text}</span>`;
}

/** A table of counts by time and lane, darker where more were late; its words say the same without colour. */
export const heatTable = (table: Table): Html =>
  html`<div class="heats">${verdictTable(table, (text, column) => (column === 0 ? text : cell(text)))}
<p class="fine">The darker, the larger the share that was late: none, up to 5 %, up to 20 %, up to half, more. ${term("lane", "What is a lane?")}</p></div>`;
