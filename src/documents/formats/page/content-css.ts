import { PALETTE } from "../palette.ts";

const { ink, accent, muted, line, tint } = PALETTE;

const TEXT = `
main section:first-child>h2{margin-top:0}
p{margin:0 0 3.2mm;orphans:3;widows:3}
h2+p:has(+:is(h3,table,.chart)){break-after:avoid}
ul,ol{margin:0 0 3.6mm;padding-left:6mm}
li{margin-bottom:1.4mm;orphans:2;widows:2}
li>p{margin-bottom:1.6mm}
li>ul,li>ol{margin:1.4mm 0 0}
li::marker{color:${accent};font-family:Inter,sans-serif;font-size:.9em}
li.task{list-style:none;margin-left:-5.2mm}
.box{width:8pt;height:8pt;margin-right:1.6mm;vertical-align:-.6pt}
strong{font-weight:600;color:${ink}}
strong em,em strong{font-style:normal}
s{color:${muted}}
main a{color:#1f5a8c;text-decoration:underline;text-decoration-color:#1f5a8c55;text-underline-offset:1.5pt;text-decoration-thickness:.6pt}
main a.citation,.footnote-ref a{text-decoration:none;font-family:Inter,sans-serif;font-size:.78em}
sup{line-height:0;font-size:.72em}
hr{border:0;border-top:.75pt solid ${line};margin:7mm 0}
blockquote{margin:4mm 0 4.6mm;padding:.6mm 0 .6mm 6mm;border-left:1.6pt solid ${accent};font-style:italic;color:#3c4650}
blockquote em{font-style:normal}
blockquote>:last-child,li>:last-child{margin-bottom:0}
blockquote blockquote blockquote blockquote,li li li li ul,li li li li ol{margin-left:0;padding-left:0;border:0}
img{max-width:100%;max-height:200mm}
`;

const CODE = `
code{font-family:"JetBrains Mono",monospace;font-size:.82em;font-variant-ligatures:none}
:not(pre)>code{background:${tint};border-radius:2pt;padding:.3mm 1mm}
pre{background:${tint};border-left:1.6pt solid ${line};margin:4mm 0 4.8mm;padding:3.4mm 4.4mm;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.5;font-size:10pt;tab-size:4;box-decoration-break:clone;-webkit-box-decoration-break:clone}
.hljs-comment,.hljs-quote{color:#75808c}
.hljs-keyword,.hljs-selector-tag,.hljs-type,.hljs-literal,.hljs-section{color:#24507a}
.hljs-string,.hljs-addition,.hljs-regexp{color:#2f7269}
.hljs-number,.hljs-symbol,.hljs-meta{color:#96601a}
.hljs-title,.hljs-name,.hljs-attr,.hljs-attribute,.hljs-variable{color:#6b4a80}
.hljs-deletion{color:#a8452f}
`;

const TABLES = `
table{border-collapse:collapse;width:100%;margin:4.4mm 0 5.4mm;font:400 8.6pt/1.42 Inter,"Noto Sans CJK SC",sans-serif;font-variant-numeric:lining-nums tabular-nums}
table.wide{font-size:7.2pt}
table.wide :is(th,td){padding-right:2mm}
table.wide .right{padding-left:1.4mm}
table.wide .right+:not(.right){padding-left:3mm}
table.dense{font-size:5.4pt;line-height:1.2}
table.dense :is(th,td){padding:.8mm .5mm}
@media print{.columns{columns:2}}
.columns{column-gap:12mm;margin:4.4mm 0 5.4mm}
.columns table{margin:0}
thead{display:table-header-group}
tr{break-inside:avoid}
table.short{break-inside:avoid}
tbody tr:nth-child(-n+2):not(:last-child),tbody tr:nth-last-child(2){break-after:avoid}
th{font-weight:600;color:${ink};text-align:left;vertical-align:bottom;border-bottom:1pt solid ${ink};padding:1.4mm 2.6mm 1.3mm 0}
td{vertical-align:top;border-bottom:.5pt solid ${line};padding:1.25mm 2.6mm 1.25mm 0}
th:last-child,td:last-child{padding-right:0}
th.right,td.right{text-align:right;padding-left:2.6mm}
.right+:not(.right){padding-left:5mm}
th.right{overflow-wrap:break-word}
th.center,td.center{text-align:center}
td.right{white-space:nowrap;overflow-wrap:normal}
.cut{font:400 8.6pt/1.4 Inter,sans-serif;color:${muted};margin-top:-2mm}
`;

const BLOCKS = `
.chart{margin:5mm 0 3mm;break-inside:avoid}
.chart figcaption{font:600 9pt/1.4 Inter,"Noto Sans CJK SC",sans-serif;color:${ink};margin-bottom:2.4mm;break-after:avoid}
.chart svg{display:block;width:100%;height:auto}
.about-this-document{background:${tint};border-top:2pt solid ${accent};padding:5mm 6mm 4mm;margin-bottom:9mm;font-size:9.4pt;line-height:1.5;box-decoration-break:clone;-webkit-box-decoration-break:clone}
.about-this-document>h2{font-size:12pt;margin:0 0 2.6mm;padding:0}
.about-this-document>h2::before,.about-this-document>h2::after{display:none}
.about-this-document>:last-child{margin-bottom:0}
.about-this-document table{margin:2.6mm 0}
@counter-style source{system:extends decimal;prefix:"[";suffix:"] "}
.sources>ol{list-style:source;padding-left:8mm}
.sources li,.footnotes{font-size:9pt;line-height:1.45}
.footnotes-sep{width:30mm;margin:10mm 0 4mm}
.footnotes li>p{margin:0}
main a.footnote-backref{text-decoration:none;font-family:Inter,sans-serif}
`;

/** How what markdown makes looks. */
export const contentCss = `${TEXT}${CODE}${TABLES}${BLOCKS}`;
