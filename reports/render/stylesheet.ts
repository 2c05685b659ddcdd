import { PRINT_STYLE } from "./stylesheet-print.ts";

const LIGHT = `
--page:#f4f6f8;--card:#fff;--ink:#16202b;--soft:#4c5966;--line:#d5dbe1;--line-strong:#9aa5b1;--link:#0b4f99;
--good:#0b6b3a;--good-bg:#e8f5ed;--bad:#a61b1b;--bad-bg:#fdeeee;--open:#7a4b00;--open-bg:#fff4dc;--idle:#4a5560;
--idle-bg:#eef1f4;--mark:#fff;--band-even:#e3e8ed;--band-odd:#f3f5f7;--limit:#a61b1b;
--heat-0:#eef1f4;--heat-1:#fdeeee;--heat-2:#f8d3d0;--heat-3:#f0aca7;--heat-4:#e58a84;
--series-0:#0b5cad;--series-1:#a8400a;--series-2:#5b3fa0;--series-3:#00706a;--series-4:#8a2260;--series-5:#4a5560;`;

const DARK = `
--page:#0f151b;--card:#18212a;--ink:#e8eef4;--soft:#aab7c4;--line:#2f3b47;--line-strong:#6b7a89;--link:#8cc2ff;
--good:#74d8a0;--good-bg:#12301f;--bad:#ff9f97;--bad-bg:#3a1716;--open:#f3c468;--open-bg:#33270d;--idle:#b4c0cc;
--idle-bg:#232e39;--mark:#0f151b;--band-even:#26313c;--band-odd:#1d2731;--limit:#ff9f97;
--heat-0:#232e39;--heat-1:#3a1716;--heat-2:#55201e;--heat-3:#702a27;--heat-4:#8c3530;
--series-0:#74b8ff;--series-1:#ffa56b;--series-2:#c0abff;--series-3:#63d4ca;--series-4:#f292c8;--series-5:#b4c0cc;`;

const BASE = `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:auto}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans","Liberation Sans",sans-serif;overflow-wrap:anywhere}
.sheet{max-width:1180px;margin:0 auto;padding:16px 28px 64px}
h1,h2,h3,h4,p,dl,dd,ol,figure{margin:0;padding:0}
h2{font-size:1.3rem;line-height:1.3;margin:0 0 12px}
h3{font-size:1.2rem;line-height:1.35;display:flex;flex-wrap:wrap;align-items:center;gap:6px 14px}
h4{font-size:1rem;display:inline}
a{color:var(--link)}
code{font:.86em/1.4 ui-monospace,"SFMono-Regular",Menlo,Consolas,"DejaVu Sans Mono",monospace}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-9999px}
.skip:focus{left:12px;top:12px;background:var(--card);padding:8px 14px;z-index:2}
.fine{font-size:.86rem;color:var(--soft)}
.empty{color:var(--soft);font-style:italic;margin:8px 0}
.shape{flex:none;vertical-align:-.22em}
.shape.good{fill:var(--good)}.shape.bad{fill:var(--bad)}.shape.open{fill:var(--open)}
.shape .mark{stroke:var(--mark)}.shape .dot{fill:var(--mark)}.shape .ring{stroke:var(--idle)}
.badge{display:inline-flex;align-items:center;vertical-align:-.15em;gap:7px;font-weight:700;font-size:.86rem;white-space:nowrap;letter-spacing:.01em}
.badge.good{color:var(--good)}.badge.bad{color:var(--bad)}.badge.open{color:var(--open)}.badge.idle{color:var(--idle)}`;

const FIRST = `
.verdict{border-radius:10px 10px 0 0;padding:16px 24px 16px;border:1px solid var(--line);border-left:10px solid;background:var(--card)}
.verdict.good{border-left-color:var(--good);background:var(--good-bg)}
.verdict.bad{border-left-color:var(--bad);background:var(--bad-bg)}
.verdict.open{border-left-color:var(--open);background:var(--open-bg)}
.brand{font-size:.86rem;color:var(--soft);margin-bottom:6px}
h1{display:flex;align-items:flex-start;gap:16px;font-size:1.7rem;line-height:1.15;font-weight:600}
h1 .word{font-size:2.9rem;font-weight:800;letter-spacing:-.015em;margin-right:.1em}
.verdict.good h1 .word{color:var(--good)}.verdict.bad h1 .word{color:var(--bad)}.verdict.open h1 .word{color:var(--open)}
.sentence{font-size:1.25rem;line-height:1.4;margin-top:8px;max-width:62em}
.forecast{color:var(--soft);margin-top:2px;font-size:.95rem}
.strip{display:grid;grid-template-columns:repeat(6,auto);gap:8px 22px;background:var(--idle-bg);border:1px solid var(--line);border-top:0;border-radius:0 0 10px 10px;padding:9px 24px;font-size:.88rem}
.strip dt{color:var(--soft);font-size:.78rem}
.strip dd{font-weight:600;line-height:1.3;overflow-wrap:break-word}
.strip div{min-width:0}
.arithmetic{font-size:1.06rem;font-weight:600;margin:14px 2px 10px}
table{border-collapse:collapse;border:0;width:100%}
caption{text-align:left;color:var(--soft);font-size:.86rem;padding:0 0 6px}
th{text-align:left;font-weight:600}
td,th{vertical-align:top;border:0}
.number{text-align:right;font-variant-numeric:tabular-nums}
td.number{white-space:nowrap}
.drills{background:var(--card);border:1px solid var(--line);border-radius:10px;border-collapse:separate;border-spacing:0;overflow:hidden}
.drills caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.drills thead th{font-size:.78rem;color:var(--soft);padding:7px 14px;border-bottom:1px solid var(--line-strong)}
.drills tbody td,.drills tbody th{padding:5px 14px 6px;border-bottom:1px solid var(--line);line-height:1.35}
.drills tbody tr:last-child td,.drills tbody tr:last-child th{border-bottom:0}
.drills tbody tr.bad{background:var(--bad-bg)}.drills tbody tr.open{background:var(--open-bg)}
.drills th a{color:inherit;text-decoration-color:var(--line-strong);text-underline-offset:3px}
.drills tr.bad .subject,.drills tr.open .subject{color:var(--ink)}
.drills tr.idle th a{font-weight:500;color:var(--soft)}
.drills .badge{line-height:1.35}
.unstyled{display:none}
.subject{display:block;font-weight:400;font-size:.88rem;color:var(--soft)}
.reason{color:var(--soft);font-size:.92rem}
.residue{margin:14px 0 0;padding:12px 18px;border:1px solid var(--line);border-left:10px solid var(--bad);border-radius:10px;background:var(--bad-bg)}
.residue h2{font-size:1.06rem;margin:0 0 6px;color:var(--bad)}
.residue .do{font-weight:600}
.by-hand{margin:4px 0 8px;padding:8px 12px;background:var(--card);border:1px solid var(--line);border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;font:.86rem/1.4 ui-monospace,"SFMono-Regular",Menlo,Consolas,"DejaVu Sans Mono",monospace}
.actions{margin:16px 0 0}
.actions h2{font-size:1.06rem;margin:0 0 8px 2px}
.actions ol{display:grid;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));gap:12px;list-style-position:inside;counter-reset:action}
.actions li{display:flex;flex-direction:column;list-style:none;counter-increment:action;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:11px 16px 12px}
.actions .do{font-weight:600;line-height:1.4}
.actions .do::before{content:counter(action) ". "}
.actions .from{font-size:.84rem;color:var(--soft)}
.actions .owner{display:flex;gap:8px;align-items:flex-end;margin-top:auto;padding-top:12px;font-size:.84rem;color:var(--soft)}
.blank{flex:1;border-bottom:1px solid var(--line-strong);color:transparent;height:1.3em;overflow:hidden;user-select:none}`;

const BELOW = `
.below{margin-top:44px}
.below>section{margin-top:32px}
.drill{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:20px 24px;margin-top:18px}
.lead{font-size:1.06rem;margin-top:6px}
.why{color:var(--soft);font-size:.94rem;margin-top:4px}
.replicates{margin-top:16px}
.dots{display:block;max-width:100%;height:auto;margin:8px 0}
.replicate{border-top:1px solid var(--line);margin-top:16px;padding-top:12px}
summary{cursor:pointer;padding:4px 0}
.replicate>summary .badge{margin-left:12px}
.replicate>.reason{margin:6px 0 4px;font-size:1rem}
.chart-figure{margin:22px 0 26px}
figcaption{font-weight:700;margin-bottom:6px}
.plot{position:relative;max-width:100%}
.drawn{overflow-x:auto}
.chart{display:block;width:100%;max-width:920px;height:auto;fill:var(--ink)}
.chart text,.dots text{unicode-bidi:isolate;fill:var(--ink)}
.chart .tick,.chart .title,.chart .phase,.dots .tick{fill:var(--soft)}
.chart .phase{font-size:11.5px}
.chart .grid{stroke:var(--line)}.chart .axis,.dots .axis{stroke:var(--soft)}.chart .edge{stroke:var(--line-strong)}
.chart .band.even{fill:var(--band-even)}.chart .band.odd{fill:var(--band-odd)}
.chart .limit,.dots .limit,.dots .dot-missed{stroke:var(--limit)}
.chart .limit-label,.dots .limit-label{fill:var(--limit);font-weight:600;paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
.dots .dot-met{fill:var(--good)}
.series-0{stroke:var(--series-0)}.series-1{stroke:var(--series-1)}.series-2{stroke:var(--series-2)}
.series-3{stroke:var(--series-3)}.series-4{stroke:var(--series-4)}.series-5{stroke:var(--series-5)}
.canvas-box{position:relative;width:100%;max-width:920px;height:350px}
.canvas-box[hidden]{display:none}
.description{color:var(--soft);font-size:.92rem;margin-top:6px;max-width:70em}
.data{margin-top:4px}
.data>summary{font-size:.88rem;color:var(--link)}
.data .scroll{max-height:340px;overflow:auto}
.scroll{overflow-x:auto;margin:14px 0;max-width:100%}
.plain{font-size:.92rem}
.plain caption{font-weight:700;color:var(--ink);font-size:.95rem}
.plain thead th{font-size:.8rem;color:var(--soft);border-bottom:1px solid var(--line-strong);padding:5px 12px 5px 0;overflow-wrap:normal}
.plain tbody td,.plain tbody th{border-bottom:1px solid var(--line);padding:6px 12px 6px 0;min-width:5em}
.plain tbody th{font-weight:600}
.plain .number{padding-right:0;padding-left:14px}
.data .plain{width:auto;font-variant-numeric:tabular-nums}
.objectives th[scope=row],.checks th[scope=row]{min-width:16em}
.compared{margin:14px 2px;padding:0 0 0 1.2em}
.compared li{margin:4px 0}
.term,abbr[title]{color:inherit;text-decoration:underline dotted var(--line-strong);text-decoration-thickness:1px;text-underline-offset:3px;cursor:help}
.heats .plain{width:auto;min-width:min(100%,26rem)}
.heats tbody th{white-space:nowrap;font-weight:400;font-variant-numeric:tabular-nums}
.heats tbody td{padding:2px 2px 2px 0;border:0}
.heat{display:block;padding:4px 10px;border-radius:4px;font-variant-numeric:tabular-nums;white-space:nowrap}
.heat.none{color:var(--soft)}
.heat-0{background:var(--heat-0)}.heat-1{background:var(--heat-1)}.heat-2{background:var(--heat-2)}.heat-3{background:var(--heat-3)}.heat-4{background:var(--heat-4)}
.glossary dfn{font-style:normal}
.glossary div:target{outline:2px solid var(--link);outline-offset:6px;border-radius:4px}
.glossary{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:14px 28px}
.glossary dt{font-weight:700}
.glossary dd{font-size:.94rem;color:var(--soft)}
footer{margin-top:40px;border-top:1px solid var(--line);padding-top:12px}`;

const PHONE = `
@media (max-width:1000px){.strip{grid-template-columns:repeat(3,auto)}}
@media (max-width:700px){
.sheet{padding:10px 12px 40px}
.verdict{padding:14px 14px 14px;border-left-width:6px}
h1{font-size:1.2rem;gap:12px;align-items:flex-start}
h1 .word{font-size:2rem;display:block}
h1 .shape{width:40px;height:40px}
.sentence{font-size:1.08rem}
.strip{grid-template-columns:1fr 1fr;padding:10px 14px}
.drill{padding:16px 14px}
.chart{min-width:600px}
.dots{max-width:none}
.replicates{overflow-x:auto}
.drills,.drills tbody,.drills tr,.drills td,.drills tbody th{display:block;width:auto}
.drills thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.drills tbody tr{padding:10px 14px;border-bottom:1px solid var(--line)}
.drills tbody tr:last-child{border-bottom:0}
.drills tbody td,.drills tbody th{padding:1px 0;border:0}
.drills tbody .number{text-align:left;white-space:normal}
.drills tbody .number::before{content:attr(data-label);display:inline-block;min-width:6.4em;color:var(--soft);font-size:.84rem}
.objectives,.checks{min-width:560px}
.canvas-box{height:320px}
.glossary{grid-template-columns:1fr}
}`;

/** The report's whole style: system fonts, one scale of type, colours for light and dark that pass AA. */
export const STYLE: string = `${BASE}${FIRST}${BELOW}${PHONE}${PRINT_STYLE(LIGHT)}`.trim();
