import type { z } from "zod";
import { LISTS, trace, traceHeader, type Trace, type TraceHeader } from "./trace.schemas.ts";
import { instant } from "../window.ts";

/** A row of `decision_traces`: scalars as stored, lists as JSON text. */
export type TraceRow = Record<string, unknown>;

const columnOf = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The columns that a shape shows. */
const columnsOf = (schema: z.ZodObject): string[] => Object.keys(schema.shape).map(columnOf);

export const TRACE_COLUMNS = columnsOf(trace);
export const HEADER_COLUMNS = columnsOf(traceHeader);

/** The fields of a shape, in its order, out of something stored; absent ones null. */
const shaped = (schema: z.ZodObject, stored: object): object =>
  Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, Reflect.get(stored, columnOf(name)) ?? null]),
  );

function listOf(schema: z.ZodObject, text: unknown): object[] {
  const entries = typeof text === "string" ? (JSON.parse(text) as object[]) : [];
  return entries.map((entry) => shaped(schema, entry));
}

function viewOf(schema: z.ZodObject, row: TraceRow): object {
  const view = shaped(schema, row);
  const lists = Object.entries(LISTS)
    .filter(([name]) => name in schema.shape)
    .map(([name, entry]) => [name, listOf(entry, row[columnOf(name)])]);
  return Object.assign(view, {
    createdAt: instant(Number(row["created_at"])),
    degradedScoring: row["degraded_scoring"] === 1,
    ...(Object.fromEntries(lists) as object),
  });
}

// The shapes are those of the schemas that they are made from.
export const traceView = (row: TraceRow) => viewOf(trace, row) as Trace;
export const headerView = (row: TraceRow) => viewOf(traceHeader, row) as TraceHeader;
