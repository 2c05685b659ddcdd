type Child = Node | string;

/** An element with attributes and children. Strings become text nodes: nothing here reads markup. */
export const element = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

const SVG = "http://www.w3.org/2000/svg";

/** A decoration from the page's sheet of icons. */
export const icon = (name: string): SVGSVGElement => {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("class", "icon");
  made.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  made.append(use);
  return made;
};

/** The element with this id, of the kind that the page gives it. Throws when page and script are out of step. */
export const byId = <T extends HTMLElement>(id: string, kind: new () => T): T => {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} called ${id}`);
  return found;
};

/** Shows `text` in a place that is hidden while it has nothing to say. */
export const say = (place: HTMLElement, text: string | null): void => {
  place.textContent = text ?? "";
  place.hidden = text === null;
};
