export { createKratosSessions } from "./kratos.ts";
