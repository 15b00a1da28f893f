export { catalogueRoutes } from "./catalogue/catalogue.routes.ts";
export type { DashboardsDeps } from "./dashboards.ports.ts";
export { createDashboardRoutes } from "./dashboards.routes.ts";
export { dashboardTypes } from "./registry.ts";
export { decisionsRoutes } from "./decisions/decisions.routes.ts";
export { respondRoutes } from "./outcomes/respond.routes.ts";
export {
  type DashboardReading,
  type DashboardReadings,
  readDashboards,
} from "./read-dashboards.usecases.ts";
