import { describe, expect, it } from "vitest";
import { AppError, STATUS_OF } from "#shared";
import { fault } from "../../../src/monitoring/errors/fault.ts";
import { FAULT_TEXTS, FIELD_TEXTS } from "../../../src/monitoring/errors/fault-texts.ts";
import { monitoringSurface } from "../../../src/monitoring/errors/surface.ts";

/** Monitoring contract, section 2.2: slugs by status. */
const SLUGS: Record<number, string> = {
  400: `unsupported-filter invalid-sort-field academy-filter-mismatch invalid-filter-value
    invalid-filter-choice invalid-date-combination invalid-date-range invalid-date-range-order
    date-range-too-large cannot-delete-active-report-generation-job
    cannot-delete-parent-with-active-children cannot-cancel-terminal-report-generation-job
    cannot-retry-report-generation-job invalid-status-filter invalid-report-type-filter
    alert-already-resolved invalid-academy-id invalid-json invalid-body`,
  401: "authentication-required invalid-token-header invalid-token token-expired inactive-user",
  403: `missing-academy without-capability without-capability academy-deleted academy-inactive
    insufficient-scope cross-site-request`,
  404: `report-type-not-found report-detail-not-supported report-summary-not-supported
    report-alerts-not-supported report-record-not-found report-generation-job-not-found
    alert-not-found not-found`,
  405: "method-not-allowed",
  406: "not-acceptable",
  413: "payload-too-large",
  415: "unsupported-media-type",
  500: "internal-error",
  503: "service-unavailable",
};

const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");

const sorted = (words: readonly string[]) => words.toSorted((a, b) => a.localeCompare(b));

const all = Object.entries<{ code: keyof typeof STATUS_OF; en: string; es: string; slug?: string }>(
  FAULT_TEXTS,
);

it("has every slug of the contract, under its status, and no other", () => {
  const listed = Object.entries(SLUGS).flatMap(([status, slugs]) =>
    slugs.split(/\s+/).map((slug) => `${status} ${slug}`),
  );
  const known = all.map(([name, { code, slug = name }]) => `${STATUS_OF[code]} ${slug}`);
  expect(sorted(known)).toEqual(sorted(listed));
});

describe.each(all)("%s", (_name, { en, es }) => {
  it("says the same in both languages", () => {
    expect(sorted(placeholders(es))).toEqual(sorted(placeholders(en)));
    expect(es).not.toBe(en);
    expect(en).toMatch(/[.]$/);
    expect(es).toMatch(/[.]$/);
  });
});

it("has both languages for what may be wrong with a field", () => {
  for (const { en, es } of Object.values<{ en: string; es: string }>(FIELD_TEXTS)) {
    expect(es).not.toBe(en);
  }
});

const render = (error: AppError, language: string, method = "GET") =>
  monitoringSurface.errorBody(
    error,
    "request-1",
    new Request("https://almanac.test/", { method, headers: { "Accept-Language": language } }),
  );

describe("errors of shared code", () => {
  it.each([
    ["NOT_FOUND", "not-found", "Not found."],
    ["METHOD_NOT_ALLOWED", "method-not-allowed", "PUT is not allowed here."],
    ["PAYLOAD_TOO_LARGE", "payload-too-large", "The body may be at most 64 KiB."],
    ["UNSUPPORTED_MEDIA_TYPE", "unsupported-media-type", "Send application/json."],
    ["BAD_REQUEST", "invalid-json", "The body is not valid JSON."],
    ["SERVICE_UNAVAILABLE", "service-unavailable", "Try again shortly."],
  ] as const)("%s is %s", (code, slug, detail) => {
    const error = new AppError(code, "something internal");
    expect(JSON.stringify(render(error, "en", "PUT"))).toBe(
      JSON.stringify({ detail, slug, status_code: STATUS_OF[code] }),
    );
  });

  it("tells the request id of an unexpected failure, and nothing else of it", () => {
    const error = new AppError("INTERNAL_ERROR", "table users is missing");
    expect(JSON.stringify(render(error, "es"))).toBe(
      '{"detail":"Error inesperado.","slug":"internal-error","status_code":500,"request_id":"request-1"}',
    );
  });

  it("says when to come back", () => {
    const error = new AppError("SERVICE_UNAVAILABLE", "");
    expect(monitoringSurface.errorHeaders?.(error, new Request("https://a.test"))).toEqual({
      "Content-Language": "en",
      "Retry-After": "5",
    });
  });
});

it("fills in what it is about", () => {
  const error = fault("invalid-filter-choice", { filter: "f", choices: "a, b" });
  expect(render(error, "es")).toMatchObject({ detail: '"f" debe ser uno de: a, b.' });
});
