import type { Cover } from "../format.ts";
import { contentCss } from "./content-css.ts";
import { coverCss } from "./cover-css.ts";
import { PALETTE } from "../palette.ts";

const { ink, accent, text, muted, line } = PALETTE;

/** Half a millimetre down: on the edge of a page Chromium draws them at the foot of the one before, too. */
const RULES = `h2::before,h2::after,.contents-title::before,.contents-title::after{content:"";position:absolute;left:0;top:.5mm}
h2::after,.contents-title::after{right:0;border-top:.75pt solid ${line}}
h2::before,.contents-title::before{width:14mm;height:2pt;background:${accent};z-index:1}`;

const BASE = `
*,*::before,*::after{box-sizing:border-box}
html{font-synthesis:none;-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{margin:0;color:${text};background:#fff;font:400 10.5pt/1.52 "Source Serif 4",Georgia,"Noto Serif CJK SC",serif;
font-variant-numeric:lining-nums;overflow-wrap:anywhere;font-feature-settings:"kern"}
a{color:inherit;text-decoration:none}
h1,h2,h3,h4,h5,h6{font-family:Inter,"Noto Sans CJK SC",sans-serif;font-weight:600;color:${ink};text-wrap:balance;white-space:pre-wrap;break-after:avoid;break-inside:avoid;margin:0}
p,li,th,td,dd,h1,h2,h3,h4,h5,h6,.name{unicode-bidi:plaintext}
h2{font-size:18pt;line-height:1.22;letter-spacing:-.012em;margin:14mm 0 4.5mm}
h2,.contents-title{position:relative;padding-top:4.6mm}
${RULES}
h3{font-size:12.5pt;line-height:1.3;letter-spacing:-.006em;margin:8mm 0 2.4mm}
h4{font-size:10.5pt;line-height:1.35;margin:6mm 0 1.6mm}
h5,h6{font-size:9.5pt;line-height:1.4;margin:5mm 0 1.4mm;color:${muted}}
`;

const CONTENTS = `
nav{break-after:page}
.contents-title{font:600 18pt/1.22 Inter,sans-serif;color:${ink};letter-spacing:-.012em;margin:0 0 8mm}
nav ol{list-style:none;margin:0;padding:0;font-family:Inter,"Noto Sans CJK SC",sans-serif}
nav li{margin:0;break-inside:avoid}
nav a{display:flex;align-items:baseline;gap:4mm}
nav .name{flex:1}
nav .page{flex:none;width:3em;text-align:right;font-variant-numeric:tabular-nums;color:${muted}}
nav .level-2{font-weight:600;font-size:10pt;color:${ink};padding:2.6mm 0 1mm;break-after:avoid}
nav .level-2 a{border-bottom:.5pt solid ${line};padding-bottom:1.2mm}
nav .level-3{font-size:9pt;padding:.8mm 0 .8mm 6mm}
`;

/** On a screen the page is one column, without what only paper needs. */
const SCREEN = `
@media screen{
html{background:#eef0f3}
body{max-width:46rem;margin:0 auto;background:#fff;font-size:1.05rem;box-shadow:0 0 2rem #17293f1f}
main,nav{padding:1rem 3rem 3rem}
nav{padding-bottom:0}
nav .page{display:none}
main{overflow-x:auto}
}
@media screen{table.dense{display:block;overflow-x:auto;overflow-wrap:normal;font-size:7.2pt}}
@media screen and (max-width:40rem){
main,nav{padding:1rem 1.2rem}
table.wide{display:block;overflow-x:auto;overflow-wrap:normal;white-space:nowrap}
}
`;

/** The cover has no margins, and with them go its header and footer: their boxes have no height. */
const paper = (pageSize: Cover["pageSize"]): string =>
  `@page{size:${pageSize};margin:27mm 24mm 25mm}@page:first{margin:0}`;

/** The whole look of a document, on paper and on a screen. */
export const pageCss = (pageSize: Cover["pageSize"]): string =>
  `${paper(pageSize)}${BASE}${coverCss(pageSize)}${CONTENTS}${contentCss}${SCREEN}`;
