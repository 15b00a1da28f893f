import { standardSurface } from "#http";
import { requirePrincipal } from "#tenancy";

export const reader = requirePrincipal({ role: "viewer", scopes: ["read", "admin"] });

export const operation = { surface: standardSurface, tag: "Dashboards", access: "key" } as const;
