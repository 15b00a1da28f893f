import { Hono } from "hono";
import { type AppEnv, describe, readSession, validate } from "#http";
import { answerCached } from "../cached-answer.ts";
import { operation, reader } from "../dashboards.operations.ts";
import type { DashboardsDeps } from "../dashboards.ports.ts";
import { readPlans } from "../read-dashboards.query.ts";
import { decisionHealthPlan } from "./decision-health.query.ts";
import { decisionPipelinePlan } from "./decision-pipeline.query.ts";
import { tracePlan, tracesPlan } from "./decision-traces.query.ts";
import * as schemas from "./decisions.schemas.ts";
import * as traces from "./trace.schemas.ts";

const errors = { BAD_REQUEST: "Invalid parameters" };

export const decisionsRoutes = new Hono<AppEnv<DashboardsDeps>>()
  .get(
    "/dashboards/decision-health/summary",
    describe({
      ...operation,
      summary: "Summarise how decisions went, day by day",
      success: { status: 200, description: "The summary.", schema: schemas.decisionHealth },
      errors,
    }),
    reader,
    validate("query", schemas.healthQuery),
    readSession,
    (c) => {
      const query = c.req.valid("query");
      const { tenantId } = c.var.principal;
      return answerCached(c, query, decisionHealthPlan(tenantId, query.days, c.var.now));
    },
  )
  .get(
    "/dashboards/decision-pipeline",
    describe({
      ...operation,
      summary: "Tell how decisions narrow their candidates, and how long they take",
      description: "The window slides with the clock, so there is no ETag.",
      success: { status: 200, description: "The pipeline.", schema: schemas.decisionPipeline },
      errors,
    }),
    reader,
    validate("query", schemas.pipelineQuery),
    readSession,
    async (c) => {
      const { deps, principal, now } = c.var;
      const { tenantId } = principal;
      const plan = decisionPipelinePlan(tenantId, c.req.valid("query").windowHours, now);
      const { tables } = await readPlans(deps.db, { tenantId, now }, [], [plan]);
      return c.json(plan.answer(tables[0] ?? []), 200, { "Cache-Control": "private, max-age=15" });
    },
  )
  .get(
    "/decision-traces",
    describe({
      ...operation,
      summary: "List decision traces without their long lists",
      success: { status: 200, description: "Newest first.", schema: traces.traceList },
      errors,
    }),
    reader,
    validate("query", traces.traceQuery),
    readSession,
    (c) => {
      const query = c.req.valid("query");
      return answerCached(c, query, tracesPlan(c.var.principal.tenantId, query));
    },
  )
  .get(
    "/decision-traces/:id",
    describe({
      ...operation,
      summary: "Read a decision trace with everything in it",
      success: { status: 200, description: "The trace.", schema: traces.trace },
      errors: { NOT_FOUND: "Decision trace not found" },
    }),
    reader,
    validate("param", traces.tracePath),
    readSession,
    (c) => answerCached(c, {}, tracePlan(c.var.principal.tenantId, c.req.valid("param").id)),
  );
