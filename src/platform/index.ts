export { createBatches } from "./batches.ts";
export { createBrowserPdf } from "./browser-pdf.ts";
export { createKratosSessions } from "./kratos.ts";
