import { type Html, html, svg } from "../../core/text/html.ts";
import { iconSheet } from "./icons.ts";
import type { PageName, WebAssets } from "./web-assets.ts";

export interface Frame {
  readonly page: PageName;
  readonly title: string;
  readonly assets: WebAssets;
  /** What the page's script must know, as data attributes of the body. */
  readonly data: Readonly<Record<string, string>>;
  readonly body: Html;
}

/** A whole page: style and script by address only, so that the policy needs no exception. */
export const pageFrame = ({ page, title, assets, data, body }: Frame): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${svg`<title>${title}</title>`}
<link rel="icon" href="${assets.pathOf("icon.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.pathOf(`${page}.css`)}">
<script type="module" src="${assets.pathOf(`${page}.js`)}"></script>
</head>
<body class="${page}"${Object.entries(data).map(([name, value]) => svg` data-${name}="${value}"`)}>
<a class="skip" href="#main">Skip to the main part</a>
${iconSheet()}
${body}
</body>
</html>
`.toString();
