import { type ChartPayload, PAYLOAD_ELEMENT } from "../chart-payload.ts";
import { drawChart, type DrawnChart } from "./drawn-chart.ts";

const drawn: DrawnChart[] = [];

/** Puts a canvas in the place of one drawing. The drawing is hidden only when the canvas stands. */
function enhance(payload: ChartPayload): void {
  const box = document.getElementById(payload.id);
  const drawing = box?.querySelector<HTMLElement>(".drawn");
  if (!box || !drawing || box.querySelector("canvas") !== null) return;
  const holder = document.createElement("div");
  holder.className = "canvas-box";
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", payload.description);
  holder.append(canvas);
  box.append(holder);
  try {
    drawn.push(drawChart(canvas, payload));
    drawing.hidden = true;
  } catch {
    // The drawing already says everything; a browser that cannot draw the canvas keeps it.
    holder.remove();
  }
}

/** A chart in a closed replicate has no size yet: it is drawn when the replicate is opened. */
function whenShown(payload: ChartPayload): void {
  const closed = document.getElementById(payload.id)?.closest<HTMLDetailsElement>("details:not([open])");
  if (!closed) enhance(payload);
  else closed.addEventListener("toggle", () => whenShown(payload), { once: true });
}

function start(): void {
  const text = document.getElementById(PAYLOAD_ELEMENT)?.textContent;
  if (!text) return;
  const payloads: ChartPayload[] = JSON.parse(text);
  for (const payload of payloads) whenShown(payload);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const chart of drawn) chart.repaint();
  });
}

/** Paper has no closed parts: what was closed is opened for the print and closed again. */
function openForPrint(): void {
  const opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll<HTMLDetailsElement>("details.replicate:not([open])")) {
      each.open = true;
      opened.push(each);
    }
  });
  addEventListener("afterprint", () => {
    for (const each of opened.splice(0)) each.open = false;
  });
}

openForPrint();
start();
