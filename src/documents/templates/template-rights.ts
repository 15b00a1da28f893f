import { hasRole, hasScope, type Principal } from "#shared";
import type { TemplateRow } from "../templates.table.ts";

/** The surface knows two roles: viewers and editors are users. */
export const userRole = (principal: Principal): "user" | "admin" =>
  hasRole(principal, "admin") ? "admin" : "user";

export const mayUse = (principal: Principal, { required_role }: TemplateRow): boolean =>
  required_role === "user" || userRole(principal) === "admin";

export const isAdministrator = (principal: Principal): boolean =>
  hasScope(principal, "admin") && hasRole(principal, "admin");
