import { type Context, Hono } from "hono";
import { type AppEnv, body, describe, readSession, validate } from "#http";
import { type Caller, answerDashboard } from "./answer.usecases.ts";
import { answers, batchAnswer } from "./answers.schemas.ts";
import { answerBatch } from "./batch.usecases.ts";
import type { DashboardType } from "./dashboard-type.ts";
import { operation, reader } from "./dashboards.operations.ts";
import type { DashboardsDeps } from "./dashboards.ports.ts";
import * as schemas from "./dashboards.schemas.ts";
import { announceLimit, limitRequests } from "./rate-limit.middleware.ts";

const callerOf = (c: Context<AppEnv<DashboardsDeps>>): Caller => ({
  principal: c.var.principal,
  now: c.var.now,
  requestId: c.var.requestId,
  path: c.req.path,
  ifNoneMatch: c.req.header("If-None-Match"),
});

/** The first of repeated values counts, and an empty one is absent. */
function sentQuery(c: Context): Record<string, string> {
  const first = Object.entries(c.req.queries()).map(([name, [value = ""]]) => [name, value]);
  return Object.fromEntries(first.filter(([, value]) => value !== ""));
}

const reading = (types: readonly DashboardType[]) =>
  describe({
    ...operation,
    summary: "Read one dashboard: aggregates of a type",
    description: types.map(({ name, about }) => `- \`${name}\`: ${about}`).join("\n"),
    success: {
      status: 200,
      description: "The aggregates, or a warning about the segment.",
      schema: answers(types),
    },
    errors: {
      BAD_REQUEST: "Invalid parameters",
      NOT_FOUND: "Offer not found",
      RATE_LIMITED: "Too many requests",
    },
  });

const readingMany = (types: readonly DashboardType[]) =>
  describe({
    ...operation,
    summary: "Read up to twenty dashboards at once",
    description: "One state of the data for all; each item fails for itself.",
    success: {
      status: 200,
      description: "Results in the order of the requests.",
      schema: batchAnswer(types),
    },
    errors: {
      BAD_REQUEST: "Invalid parameters",
      PAYLOAD_TOO_LARGE: "Body too large (limit 64 KiB)",
      UNSUPPORTED_MEDIA_TYPE: "Content-Type must be application/json",
      RATE_LIMITED: "Too many requests",
    },
  });

/** The endpoints of a registry of types: the seam through which tests bring types of their own. */
export const createDashboardRoutes = (types: readonly DashboardType[]) =>
  new Hono<AppEnv<DashboardsDeps>>()
    .get(
      "/",
      reading(types),
      announceLimit,
      reader,
      limitRequests,
      validate("query", schemas.describedQuery(types)),
      readSession,
      async (c) => {
        const { deps } = c.var;
        const answer = await answerDashboard(deps, types, sentQuery(c), callerOf(c));
        const { body: text, headers } = answer;
        return text === null ? c.body(null, 304, headers) : c.body(text, 200, headers);
      },
    )
    .post(
      "/batch",
      readingMany(types),
      announceLimit,
      reader,
      limitRequests,
      body(),
      validate("json", schemas.batchBody),
      readSession,
      async (c) => {
        const { requests } = c.req.valid("json");
        return c.json(await answerBatch(c.var.deps, types, requests, callerOf(c)));
      },
    );
