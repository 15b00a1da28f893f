import { sql } from "drizzle-orm";
import type { ReportField } from "../../report-type.ts";

/** The address that the user has now, beside rows that know the id alone. */
export const USER_EMAIL: ReportField = {
  name: "user_email",
  kind: "text",
  nullable: true,
  about: "Their address.",
  from: sql`(SELECT u.email FROM users u
    WHERE u.tenant_id = report.tenant_id AND u.id = report.user_id)`,
};
