import { hasRole, hasScope, type Principal } from "#shared";
import type { UserRole } from "../document.ts";
import type { TemplateRow } from "../templates.table.ts";

export const userRole = (principal: Principal): UserRole =>
  hasRole(principal, "admin") ? "admin" : "user";

export const mayUse = (role: UserRole, { required_role }: TemplateRow): boolean =>
  required_role === "user" || role === "admin";

export const isAdministrator = (principal: Principal): boolean =>
  hasScope(principal, "admin") && hasRole(principal, "admin");
