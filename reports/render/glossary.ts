import { type Html, html, type Part } from "../../core/text/html.ts";
import { GLOSSARY, type GlossaryId } from "./glossary-words.ts";

const anchor = (id: string): string => `word-${id}`;

/**
 * A word with its meaning on hover, and a link to where it is explained: for a keyboard, a finger and a screen reader, and
 * where no script runs. On paper the list of words says the same.
 */
export const term = (id: GlossaryId, text: Part = GLOSSARY[id].word): Html =>
  html`<a class="term" href="#${anchor(id)}" title="${GLOSSARY[id].meaning}">${text}</a>`;

/** The same where no link may stand, since what holds it is hidden on a phone. */
export const hint = (id: GlossaryId, text: Part): Html => html`<abbr title="${GLOSSARY[id].meaning}">${text}</abbr>`;

/** The words that a reader outside the desk may not know. */
export const glossary = (): Html =>
  html`<section aria-labelledby="words"><h2 id="words">Words</h2><dl class="glossary">${Object.entries(GLOSSARY).map(
    ([id, { word, meaning }]) => html`<div id="${anchor(id)}"><dt><dfn>${word}</dfn></dt><dd>${meaning}</dd></div>`,
  )}</dl></section>`;
