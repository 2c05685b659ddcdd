import { type Html, html, raw, svg } from "../../core/text/html.ts";
import type { ChartPayload } from "./chart-payload.ts";
import { PAYLOAD_ELEMENT } from "./chart-payload.ts";
import { contentPolicy } from "./content-policy.ts";
import { embeddedJson } from "./embedded-json.ts";
import { STYLE } from "./stylesheet.ts";

export interface DocumentParts {
  readonly title: string;
  /** What the link that passes over the head says. */
  readonly skip: string;
  readonly sheet: Html;
  readonly charts: readonly ChartPayload[];
  /** Draws the charts anew; null where no enhancement could be built: the drawings then stand alone. */
  readonly script: string | null;
}

/** One HTML file that loads nothing from elsewhere. A script is in it, and allowed by its policy, only where it draws something. */
export function htmlDocument({ title, skip, sheet, charts, script }: DocumentParts): string {
  const running = script !== null && charts.length > 0 ? script : null;
  const tail =
    running !== null &&
    html`<script type="application/json" id="${PAYLOAD_ELEMENT}">${embeddedJson(charts)}</script>
<script>${raw(running)}</script>
`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(contentPolicy({ script: running, style: STYLE }))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
${svg`<title>${title}</title>`}
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">${skip}</a>
<div class="sheet">
${sheet}
</div>
${tail}</body>
</html>
`.toString();
}
