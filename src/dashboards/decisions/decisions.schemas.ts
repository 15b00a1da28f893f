import { z } from "zod";
import { wholeNumber } from "../neighbour.schemas.ts";

/** What no dataset tells. */
export const NOT_MEASURED = [
  "fairnessAuditCount",
  "engagementMultiplier",
  "scenarioForecast",
] as const;

export const healthQuery = z.object({
  days: wholeNumber("Calendar days, today the last.", 1, 90, 7),
});

export const pipelineQuery = z.object({
  windowHours: wholeNumber("Hours before now.", 1, 168, 24),
});

export const decisionHealth = z
  .object({
    windowDays: z.int(),
    windowFrom: z.iso.datetime(),
    acceptanceTrend: z.array(
      z.object({
        day: z.iso.date(),
        accepted: z.int().describe("Traces with a selected offer."),
        total: z.int(),
      }),
    ),
    perOfferAcceptance: z.array(z.object({ offerId: z.string(), count: z.int() })),
    modelAucTrend: z.array(
      z.object({
        modelId: z.string(),
        modelName: z.string(),
        modelType: z.string(),
        auc: z.number(),
        updatedAt: z.iso.datetime(),
      }),
    ),
    fairnessAuditCount: z.null(),
    contactPolicyHits: z.int().describe("Blocked pairs of trace and offer."),
    engagementMultiplier: z.null(),
    scenarioForecast: z.null(),
    meta: z.object({
      tracesScanned: z.int(),
      modelsScanned: z.int(),
      notMeasured: z.array(z.string()).describe("Fields that no dataset feeds: they are null."),
    }),
  })
  .meta({ id: "DecisionHealth" });

export const decisionPipeline = z
  .object({
    windowHours: z.int(),
    traceCount: z.int(),
    durationMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number() }),
    funnel: z.array(z.object({ stage: z.string(), avg: z.number() })),
    filterRates: z.object({
      qualification: z.number(),
      suppression: z.number(),
      contactPolicy: z.number(),
      scoring: z.number(),
    }),
  })
  .meta({ id: "DecisionPipeline" });
