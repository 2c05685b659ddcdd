import { SO_FAR } from "./figure-texts.ts";

/** The page of a run that goes on; what it shows comes from /figures, by the script, as text only. */
export const LIVE_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fieldproof: a run goes on</title>
<link rel="stylesheet" href="/live.css">
<script src="/live.js" type="module"></script>
<main>
<h1>A run goes on</h1>
<p><strong>Figures ${SO_FAR}.</strong> The verdict comes from the sealed evidence when the run is over.</p>
<p id="run">Nothing has begun yet.</p>
<p id="state" role="status">Waiting for the load.</p>
<ol id="phases" aria-label="Phases"></ol>
<dl id="figures"></dl>
<table><caption>Lanes, most late first</caption><thead><tr><th scope="col">lane<th scope="col">arrived<th scope="col">open<th scope="col">late</tr></thead><tbody id="lanes"></tbody></table>
<ul id="stimuli" aria-label="What is done to the target"></ul>
<ul id="faults" aria-label="Faults"></ul>
<noscript>This page needs its script; the terminal shows the same figures.</noscript>
</main>
</html>
`;

export const LIVE_STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
ol { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; padding-left: 1.2rem; }
li[aria-current] { font-weight: 700; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem; }
dt { opacity: .8; } dd { margin: 0; font-size: 1.6rem; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: 700; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid; font-variant-numeric: tabular-nums; }
ul, p { overflow-wrap: anywhere; }
`;

export const LIVE_SCRIPT = `const at = (id) => document.getElementById(id);
const made = (tag, text) => { const node = document.createElement(tag); node.textContent = text; return node; };
const fill = (id, nodes) => at(id).replaceChildren(...nodes);
const row = (cells) => { const line = document.createElement("tr"); line.append(...cells.map((text) => made("td", String(text)))); return line; };

function show({ title, phases, figures, lanes, stimuli, faults }) {
  at("run").textContent = title;
  fill("phases", phases.map(({ name, state }) => {
    const node = made("li", state === "over" ? name + " (over)" : name);
    if (state === "now") node.setAttribute("aria-current", "step");
    return node;
  }));
  fill("figures", figures.map(([name, value]) => {
    const pair = document.createElement("div");
    pair.append(made("dt", name), made("dd", value));
    return pair;
  }));
  fill("lanes", lanes.map(({ lane, arrived, open, late }) => row([lane, arrived, open, late])));
  fill("stimuli", stimuli.map((text) => made("li", text)));
  fill("faults", faults.map((text) => made("li", text)));
}

const source = new EventSource("/figures");
source.onmessage = ({ data }) => { at("state").textContent = "Going on."; show(JSON.parse(data)); };
source.addEventListener("end", () => { source.close(); at("state").textContent = "The run is over; its verdict is in the terminal and in its folder."; });
source.onerror = () => { if (source.readyState !== 2) at("state").textContent = "The run is over, or cannot be reached."; };
`;
