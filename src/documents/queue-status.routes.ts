import { type Context, Hono } from "hono";
import { z } from "zod";
import { type AppEnv, describe, limitClient, validate } from "#http";
import type { Principal } from "#shared";
import { authenticate, credentialOf } from "#tenancy";
import { DEFAULT_QUEUE } from "./document.ts";
import { BUCKETS, limited, publicOperation } from "./documents.operations.ts";
import type { DocumentsDeps } from "./documents.ports.ts";
import { health, queueStatus } from "./queue-status.usecases.ts";

type C = Context<AppEnv<DocumentsDeps>>;

/** Who calls, if it can be told; a bad credential is none here. */
async function callerOf(c: C): Promise<Principal | null> {
  const { deps, now } = c.var;
  const result = await authenticate(deps, credentialOf(c.req.raw.headers), now).catch(() => null);
  if (!result?.ok) return null;
  if (result.background) c.executionCtx.waitUntil(result.background);
  return result.principal;
}

const query = z.object({ queue: z.string().default(DEFAULT_QUEUE).describe("The queue's name.") });

const status = z.object({
  success: z.literal(true),
  data: z.object({
    queue_name: z.string(),
    pending_reports: z.int(),
    processing_reports: z.int(),
    completed_today: z.int().describe("Since 00:00 UTC."),
    failed_today: z.int(),
    average_processing_time: z.string().meta({ example: "8.5 minutes" }),
    estimated_wait_time: z.string().meta({ example: "25.5 minutes" }),
    total_pending: z.int(),
    currently_processing: z.int(),
    avg_processing_time_seconds: z.number(),
    user_active_reports: z.int().nullable().describe("Null without a credential."),
    timestamp: z.iso.datetime(),
  }),
});

const described = (summary: string) =>
  describe({
    ...publicOperation,
    summary,
    success: { status: 200, description: "Counts and averages; of nobody's.", schema: status },
    errors: { ...limited, NOT_FOUND: "Queue not found", INTERNAL_ERROR: "Internal server error" },
  });

const answer = async (c: C, queue: string) => {
  const { deps, now } = c.var;
  const data = await queueStatus(deps, await callerOf(c), queue, now);
  return c.json({ success: true, data });
};

const word = z.enum(["available", "unavailable"]);
const healthAnswer = z.object({
  status: z.enum(["healthy", "degraded", "unhealthy"]),
  database_connected: z.boolean(),
  report_service: word,
  renderer: word,
  timestamp: z.iso.datetime(),
});

const UNHEALTHY = {
  status: "unhealthy",
  database_connected: false,
  report_service: "available",
  renderer: "available",
  timestamp: "2026-01-20T15:30:00Z",
};

export const queueStatusRoutes = new Hono<AppEnv<DocumentsDeps>>()
  .get(
    "/queue/status",
    described("Tell how busy the queue is"),
    limitClient(BUCKETS.queue),
    validate("query", query),
    (c) => answer(c, c.req.valid("query").queue),
  )
  .get(
    "/public/queue/status",
    described("Tell how busy the queue is, under its other name"),
    limitClient(BUCKETS.queue),
    validate("query", query),
    (c) => answer(c, c.req.valid("query").queue),
  )
  .get(
    "/health",
    describe({
      ...publicOperation,
      summary: "Tell whether reports can be made",
      success: { status: 200, description: "They can, wholly or in part.", schema: healthAnswer },
      alsoAnswers: {
        503: { description: "The database is silent.", schema: healthAnswer, example: UNHEALTHY },
      },
      errors: {},
    }),
    async (c) => {
      const state = await health(c.var.deps, c.var.now);
      return c.json(state, state.status === "unhealthy" ? 503 : 200);
    },
  );
