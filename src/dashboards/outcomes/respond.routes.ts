import { Hono } from "hono";
import { type AppEnv, body, describe, validate, writeSession } from "#http";
import { requirePrincipal } from "#tenancy";
import { operation } from "../dashboards.operations.ts";
import type { DashboardsDeps } from "../dashboards.ports.ts";
import * as schemas from "./respond.schemas.ts";
import { recordOutcome, recordOutcomes } from "./respond.usecases.ts";

const BULK_KIB = 1024;

const writer = requirePrincipal({
  role: "editor",
  scopes: ["write", "ingest", "admin"],
  scopeInsteadOfRole: "ingest",
});

const badBody = {
  BAD_REQUEST: "Unknown outcome: clik",
  UNSUPPORTED_MEDIA_TYPE: "Content-Type must be application/json",
};

const CLICK = {
  customerId: "c1",
  creativeId: "crA1",
  outcome: "click",
  idempotencyKey: "session-81-click-3",
};

export const respondRoutes = new Hono<AppEnv<DashboardsDeps>>()
  .post(
    "/",
    describe({
      ...operation,
      summary: "Record how a customer answered an offer",
      description:
        "The offer is named by a creative, by a place in a recommendation, or by itself: the first of these that is given. A key that was used before answers 200 with what is stored, and changes nothing. Needs the role editor or the scope ingest.",
      success: {
        status: 201,
        description: "Recorded.",
        schema: schemas.recorded,
        example: {
          success: true,
          interactionId: "int_0f343b0931126a20f133d67c2b018a3b",
          offerId: "offA",
          creativeId: "crA1",
          channelId: "chE",
          outcome: "click",
          duplicate: false,
        },
      },
      alsoAnswers: {
        200: { description: "Recorded before, as stored.", schema: schemas.recorded },
      },
      request: { "application/json": { schema: schemas.outcome, example: CLICK } },
      errors: {
        ...badBody,
        NOT_FOUND: "Unknown creative: crA9",
        PAYLOAD_TOO_LARGE: "Body too large (limit 64 KiB)",
      },
    }),
    writer,
    writeSession,
    body(),
    validate("header", schemas.headers),
    validate("json", schemas.outcome),
    async (c) => {
      const { deps, principal, now } = c.var;
      const wish = { sent: c.req.valid("json"), header: c.req.valid("header")["idempotency-key"] };
      const recorded = await recordOutcome(deps, principal.tenantId, wish, now);
      return c.json(recorded, recorded.duplicate ? 200 : 201);
    },
  )
  .post(
    "/bulk",
    describe({
      ...operation,
      summary: "Record many outcomes",
      description: `At most ${schemas.MAX_OUTCOMES} in 1 MiB. A bad one stops no other; one recorded before succeeds.`,
      request: {
        "application/json": { schema: schemas.outcomesBody, example: { outcomes: [CLICK] } },
      },
      success: { status: 200, description: "A verdict.", schema: schemas.recordedInBulk },
      alsoAnswers: {
        422: { description: "No outcome was good; the same body.", schema: schemas.recordedInBulk },
      },
      errors: {
        ...badBody,
        BAD_REQUEST: "Invalid parameters",
        PAYLOAD_TOO_LARGE: "Body too large (limit 1 MiB)",
      },
    }),
    writer,
    writeSession,
    body({ kib: BULK_KIB }),
    validate("json", schemas.outcomes),
    async (c) => {
      const { deps, principal, now } = c.var;
      const { outcomes } = c.req.valid("json");
      const verdict = await recordOutcomes(deps, principal.tenantId, outcomes, now);
      return c.json(verdict, verdict.succeeded > 0 ? 200 : 422);
    },
  );
