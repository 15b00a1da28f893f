import type { Context, Hono } from "hono";
import { AppError } from "#shared";

const pattern = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/:[^/]+/g, "[^/]+")}$`);

/** Methods of the routes at a path, HEAD beside GET. Middleware is registered as ALL. */
function methodsAt(routes: Hono["routes"], path: string): string[] {
  const methods = routes
    .filter((route) => route.method !== "ALL" && pattern(route.path).test(path))
    .map((route) => route.method);
  return [...new Set(methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])))];
}

/** What no route answered: a wrong verb is 405 with `Allow`, an unknown path 404. */
export const createNotFoundHandler =
  (routes: Hono["routes"]) =>
  (c: Context): never => {
    const methods = methodsAt(routes, c.req.path);
    if (methods.length === 0) throw new AppError("NOT_FOUND", "Not found");
    throw new AppError("METHOD_NOT_ALLOWED", "Method not allowed", {
      headers: { Allow: methods.join(", ") },
    });
  };
