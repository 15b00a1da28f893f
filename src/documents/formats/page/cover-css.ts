import type { Cover } from "../format.ts";
import { PALETTE } from "../palette.ts";

const { ink, accent, muted, text } = PALETTE;

/** A millimetre less than the paper: exactly its height spills onto an empty second page. */
const HEIGHT = { A4: 296, Letter: 278.4 } as const;

const FRONT = 0.66;

export const coverCss = (pageSize: Cover["pageSize"]): string => `
.cover{display:flex;flex-direction:column;font-family:Inter,"Noto Sans CJK SC",sans-serif}
.cover .front{background:${ink};color:#fff;padding:34mm 26mm 20mm;display:flex;flex-direction:column;justify-content:flex-end;border-bottom:2.2mm solid ${accent}}
.cover h1{color:#fff;font-family:"Source Serif 4",Georgia,"Noto Serif CJK SC",serif;letter-spacing:-.015em;text-wrap:balance}
.cover h1.large{font-size:38pt;line-height:1.1}
.cover h1.medium{font-size:28pt;line-height:1.15}
.cover h1.small{font-size:20pt;line-height:1.22}
.cover .description{margin:7mm 0 0;font-size:12pt;line-height:1.5;color:#d3dae3;max-width:130mm;white-space:pre-line}
.cover .description.small{font-size:9pt;line-height:1.42;max-width:none}
.cover dl{display:grid;grid-template-columns:1fr 1fr;gap:8mm 12mm;margin:0;padding:16mm 26mm 0}
.cover dt{font-size:8pt;line-height:1.4;color:${muted};margin-bottom:1.2mm}
.cover dd{margin:0;font-size:11pt;line-height:1.4;font-weight:600;color:${text}}
.overleaf{white-space:pre-line;margin-bottom:10mm}
@media print{
.cover{min-height:${HEIGHT[pageSize]}mm;break-after:page}
.cover .front{min-height:${(HEIGHT[pageSize] * FRONT).toFixed(1)}mm;flex:none}
}
@media screen{
.overleaf{padding:2rem 3rem 0}
.cover .front{padding:6rem 3rem 3rem}
.cover dl{padding:2rem 3rem}
}
@media screen and (max-width:40rem){
.cover .front{padding:4rem 1.2rem 2rem}
.cover h1.large{font-size:28pt}
.cover h1.medium{font-size:22pt}
.cover dl{padding:1.6rem 1.2rem}
.overleaf{padding:1.6rem 1.2rem 0}
}
`;
