import type { Db } from "#shared";
import { fault, invalidBody } from "../errors/fault.ts";
import { printedRow } from "../lists/printed-row.ts";
import { rowById } from "../lists/row-by-id.query.ts";
import { typeNamed } from "../registry.ts";
import type { ReportType } from "../report-type.ts";
import type { Caller } from "../scope/academy-scope.ts";
import { inScope } from "../scope/in-scope.query.ts";
import { alertsOf } from "../supported.ts";
import { resolveAlertRow } from "./resolve-alert.repository.ts";

const MAX_TEXT = 2_000;

/** @throws invalid-body */
function actionTaken({ action_taken: action = null }: Record<string, unknown>): string | null {
  if (action === null) return null;
  // Characters are code points: an emoji is one, though two units of a string.
  const isText = typeof action === "string" && action.isWellFormed();
  const characters = isText ? Array.from(action).length : 0;
  if (!isText || characters === 0 || characters > MAX_TEXT) {
    throw invalidBody({ action_taken: ["text"] });
  }
  return action;
}

interface Resolution {
  slug: string;
  id: number;
  body: () => Promise<Record<string, unknown>>;
  now: number;
}

/**
 * Closes an open alert by hand.
 * @throws alert-not-found before the body is read, alert-already-resolved after it
 */
export const resolveAlert = (
  db: Db,
  caller: Caller,
  types: readonly ReportType[],
  { slug, id, body, now }: Resolution,
): Promise<object> =>
  inScope(db, caller, "strict", (ids) => {
    const { table, fields } = alertsOf(typeNamed(types, slug));
    const { tenantId, userId } = caller.principal;
    const read = rowById(table, fields, { tenantId, ids, id });
    return {
      statements: [read],
      async answer([found = []]) {
        const [alert] = found;
        if (!alert) throw fault("alert-not-found", {});
        const by = {
          resolved_at: now,
          resolved_by_id: userId,
          action_taken: actionTaken(await body()),
        };
        if (alert["resolved_at"] !== null) throw fault("alert-already-resolved", {});
        const row = await resolveAlertRow(db, table, { tenantId, id, ...by }, read);
        if (!row) throw fault("alert-already-resolved", {});
        return printedRow(fields, row);
      },
    };
  });
