import type { Context, Hono } from "hono";
import { AppError } from "#shared";

// A parameter may state its own form: `:job_id{[0-9]+}`.
const pattern = (path: string): RegExp => {
  const source = path.split("/").map((part) => {
    if (!part.startsWith(":")) return part.replaceAll(".", "\\.");
    return /^:[^{]+\{(.+)\}$/.exec(part)?.[1] ?? "[^/]+";
  });
  return new RegExp(`^${source.join("/")}$`);
};

/**
 * Tells the methods of the routes at a path, HEAD beside GET; a fixed path's own are all that it has.
 * Middleware is registered as ALL.
 */
export function createMethodTable(routes: () => Hono["routes"]): (path: string) => string[] {
  // Made at the first request: routes are still added when this is called.
  let table: { method: string; path: RegExp; isFixed: boolean }[] | undefined;
  return (at) => {
    table ??= routes()
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => ({ method, path: pattern(path), isFixed: !path.includes(":") }));
    const fitting = table.filter(({ path }) => path.test(at));
    const fixed = fitting.filter(({ isFixed }) => isFixed);
    const methods = (fixed.length > 0 ? fixed : fitting).map(({ method }) => method);
    return [...new Set(methods.flatMap((one) => (one === "GET" ? ["GET", "HEAD"] : [one])))];
  };
}

/** What no route answered: a wrong verb is 405 with `Allow`, an unknown path 404. */
export const createNotFoundHandler = (routes: Hono["routes"]) => {
  const methodsAt = createMethodTable(() => routes);
  return (c: Context): never => {
    const methods = methodsAt(c.req.path);
    if (methods.length === 0) throw new AppError("NOT_FOUND", "Not found");
    throw new AppError("METHOD_NOT_ALLOWED", "Method not allowed", {
      headers: { Allow: methods.join(", ") },
    });
  };
};
