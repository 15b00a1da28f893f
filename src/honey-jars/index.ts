export { type Block } from "./blocks.ts";
export { blocksOf, type ContentType } from "./document-blocks.ts";
export type { HoneyJarsDeps } from "./honey-jars.ports.ts";
export { readJar } from "./honey-jars.query.ts";
export { honeyJarsRoutes } from "./honey-jars.routes.ts";
export { cutPassages, type Passage } from "./passages.ts";
export { type FoundPassage, searchPassages } from "./search.query.ts";
export { searchTerms } from "./search-terms.ts";
