import { type Html, html, raw, svg } from "../../core/text/html.ts";

/** Drawn for this stack on a 24 x 24 grid, strokes only: they take the colour of the words beside them. */
const PATHS = {
  box: "M12 3 4 7v10l8 4 8-4V7zM4 7l8 4 8-4M12 11v10",
  calendar: "M5 6h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM4 11h16M8 3.5V8M16 3.5V8",
  card: "M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM3 10.5h18M7 14.5h3",
  back: "M9 7 5 11l4 4M5 11h9a5 5 0 0 1 0 10h-2",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
  spark: "M12 3.5 14 10l6.5 2-6.5 2-2 6.5L10 14l-6.5-2L10 10z",
  shield: "M12 3.5 5 6v5.5c0 4.3 2.9 7.7 7 9 4.1-1.3 7-4.7 7-9V6zM9 12l2.2 2.2L15.2 10",
  send: "M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4",
  tick: "M5 12.5 10 17.5 19.5 7",
  cross: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.5l3.5 2",
  flag: "M6 21V4M6 5h11l-2.5 4L17 13H6",
  note: "M6 4h12v10l-5 6H6zM18 14h-5v6M9 8.5h6M9 12h3",
  swap: "M7 8h11M15 5l3 3-3 3M17 16H6M9 13l-3 3 3 3",
  pencil: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
  key: "M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h9M18 12v3.5M15 12v2.5",
  keyboard:
    "M4 7h16a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zM7 10.5h.01M11 10.5h.01M15 10.5h.01M17.5 10.5h.01M8 14h8",
} as const;
export type IconName = keyof typeof PATHS;

/** The sheet that `icon` points into; once in each page. */
export const iconSheet = (): Html =>
  svg`<svg class="sheet" aria-hidden="true" width="0" height="0">${Object.entries(PATHS).map(
    ([name, path]) => svg`<symbol id="icon-${name}" viewBox="0 0 24 24"><path d="${raw(path)}"/></symbol>`,
  )}</svg>`;

/** An icon as decoration: the words beside it say the same. */
export const icon = (name: IconName): Html =>
  html`<svg class="icon" aria-hidden="true" focusable="false"><use href="#icon-${name}"/></svg>`;
