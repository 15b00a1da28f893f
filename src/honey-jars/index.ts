import { Hono } from "hono";
import type { AppEnv } from "#http";
import type { TenancyDeps } from "#tenancy";

export type HoneyJarsDeps = TenancyDeps;
export const honeyJarsRoutes = new Hono<AppEnv<HoneyJarsDeps>>();
