import { createMiddleware } from "hono/factory";
import type { Db } from "#shared";
import type { AppEnv, HttpDeps } from "./app-env.ts";

const HEADER = "X-Data-Bookmark";
const BOOKMARK = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}$/;

/** Runs the rest of the request in a D1 session and tells the caller its bookmark. */
const inSession = (constraint: (bookmark: string | undefined) => string) =>
  createMiddleware<AppEnv<HttpDeps & { db: Db }>>(async (c, next) => {
    const sent = c.req.header(HEADER);
    const bookmark = sent !== undefined && BOOKMARK.test(sent) ? sent : undefined;
    const session = c.var.deps.db.session(constraint(bookmark));
    c.set("deps", { ...c.var.deps, db: session });
    await next();
    const reached = session.getBookmark();
    if (reached !== null) c.res.headers.set(HEADER, reached);
  });

/** Any replica may answer that has what the caller's bookmark stands for; without one, the primary. */
export const readSession = inSession((bookmark) => bookmark ?? "first-primary");

export const writeSession = inSession(() => "first-primary");
