import type { DashboardsDeps } from "#dashboards";
import {
  createConversational,
  createMappingStore,
  dataGenerators,
  type DocumentsDeps,
  documentsSettings,
  renderFormat,
  tenantFacts,
  webhookSettings,
  writingSettings,
} from "#documents";
import type { GenerationDeps } from "#generation";
import type { HoneyJarsDeps } from "#honey-jars";
import { type DailyRunDeps, generateDay, type ReportType, reportTypes } from "#monitoring";
import {
  createBatches,
  createBrowserPdf,
  createFileStore,
  createKratosSessions,
  createLanguageModel,
  createQueues,
  createRateLimits,
  createWebhookMessages,
} from "#platform";
import {
  type Clock,
  createLogger,
  createTtlCache,
  type Db,
  guardD1,
  systemClock,
  systemIds,
  utcDate,
} from "#shared";
import { type SourcesDeps, tenantSeeds } from "#sources";
import type { TenancyDeps } from "#tenancy";

/** Everything the rooms need. Rooms see only their own part of it. */
export interface Deps
  extends TenancyDeps, SourcesDeps, HoneyJarsDeps, DailyRunDeps, DashboardsDeps, DocumentsDeps {}

/** A revoked key is refused everywhere after this long at most. */
const KEY_CACHE_MS = 14_000;
const SESSION_CACHE_MS = 60_000;
const ANSWER_CACHE_MS = 60_000;

const words = (list: string): string[] =>
  list
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** What a unit of generation does, by report type. */
const unitWork = (db: Db, types: readonly ReportType[]): GenerationDeps["unitWork"] =>
  Object.fromEntries(
    types.map((type) => [
      type.slug,
      (unit) => generateDay(db, type, { ...unit, today: utcDate(unit.now) }),
    ]),
  );

/** Bindings that a deployment may add to wrangler.toml. */
interface OptionalBindings {
  AI?: Ai;
}

const languageModel = (env: Env & OptionalBindings) =>
  createLanguageModel({
    provider: env.MODEL_PROVIDER,
    name: env.MODEL_NAME,
    baseUrl: env.MODEL_BASE_URL,
    apiKey: env.MODEL_API_KEY,
    ai: env.AI,
  });

/** What makes the content of a document, by the `generator_class` of its template. */
function generators(env: Env, db: Db, clock: Clock): DocumentsDeps["generators"] {
  const settings = writingSettings(env);
  const data = { db, clock, phoneRegion: settings.phoneRegion };
  return {
    ...dataGenerators(data),
    conversational: createConversational({
      db,
      clock,
      mappings: createMappingStore(db),
      model: languageModel(env),
      tenantFacts: tenantFacts(data),
      ...settings,
    }),
  };
}

/** Binds the rooms to this deployment; tests override single parts. */
export function compose(env: Env, overrides: Partial<Deps> = {}): Deps {
  if (!env.KEY_PEPPER) throw new Error("KEY_PEPPER is not set");
  const db = overrides.db ?? guardD1(env.DB);
  const clock = overrides.clock ?? systemClock;
  const logger = createLogger((line) => console.log(line));
  const printer = createBrowserPdf(env.BROWSER, logger);
  return {
    db,
    clock,
    ids: systemIds,
    logger,
    corsOrigins: words(env.CORS_ORIGINS),
    keyPepper: env.KEY_PEPPER,
    adminToken: env.ADMIN_TOKEN || undefined,
    sessions: env.KRATOS_PUBLIC_URL
      ? createKratosSessions(env.KRATOS_PUBLIC_URL, logger)
      : undefined,
    keyCache: createTtlCache(KEY_CACHE_MS),
    sessionCache: createTtlCache(SESSION_CACHE_MS),
    tenantSeeds: tenantSeeds(db),
    dashboardRequests: env.DASHBOARD_REQUESTS,
    dashboardAnswers: createTtlCache(ANSWER_CACHE_MS, 500),
    batches: createBatches(env.BATCHES),
    reportTypes,
    unitWork: unitWork(db, overrides.reportTypes ?? reportTypes),
    sendDailyRunMessages: async (messages) =>
      void (await env.GENERATION_QUEUE.sendBatch(messages.map((body) => ({ body })))),
    rateLimits: createRateLimits(env.RATE_LIMITS),
    queues: createQueues(env.DOCUMENT_QUEUES),
    files: createFileStore(env.FILES),
    sendDocumentMessage: async (message) => void (await env.DOCUMENTS_QUEUE.send(message)),
    documents: documentsSettings(env),
    webhooks: webhookSettings(env),
    sendWebhookMessages: createWebhookMessages(env.WEBHOOKS_QUEUE),
    fetch: (url, init) => fetch(url, init),
    renderFormat: (markdown, cover, format) => renderFormat(printer, markdown, cover, format),
    generators: generators(env, db, clock),
    ...overrides,
  };
}

const composed = new WeakMap<Env, Deps>();

/** The dependencies of this isolate, with its caches: made once. */
export function depsOf(env: Env): Deps {
  const deps = composed.get(env) ?? compose(env);
  composed.set(env, deps);
  return deps;
}
