/** On A4: light whatever the screen was, drawings instead of canvases, every replicate open, no point tables. */
export const PRINT_STYLE = (light: string): string => `
@media print{
@page{size:A4;margin:14mm 13mm}
:root{color-scheme:light;${light}}
html{font-size:12.5px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{background:#fff;font-size:1rem}
.sheet{max-width:none;padding:0}
.strip{grid-template-columns:repeat(3,auto)}
.skip,.data{display:none}
.drawn[hidden]{display:block}
.canvas-box{display:none}
.drawn,.scroll{overflow:visible}
.replicate::details-content{content-visibility:visible;display:block;block-size:auto}
th[scope=col]{overflow-wrap:normal}
th.number{white-space:nowrap}
.drills tbody td,.drills tbody th{padding:4px 8px}
.actions ol{grid-template-columns:repeat(3,1fr);gap:8px}
.actions .owner{padding-top:20px}
.chart-figure,.actions li,.dots,tr{break-inside:avoid}
h2,h3,summary,figcaption{break-after:avoid}
.below{break-before:page;margin-top:0}
a{color:inherit;text-decoration:none}
}`;
