import fc from "fast-check";
import { expect, it } from "vitest";
import { acquisitionRows, alertRows, BASE, churnRows, newReporters } from "./reports-kit.ts";

const { server, key, tenantId } = await newReporters();
await churnRows(tenantId, [{}, {}]);
await acquisitionRows(tenantId, [{ utm_source: "x" }, { user_id: 2 }]);
const alerts = await alertRows(tenantId, [{}, {}]);

const HUGE = "9".repeat(400);
const ascii = fc.string({ maxLength: 12 });
const anyText = fc.string({ unit: "binary", maxLength: 8 });
const oddly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: odd });

const id = fc.constantFrom(...alerts.map(String), "0", "007", HUGE, "x", "-1", "%31", "%zz", "%00");
const type = oddly(
  fc.constantFrom("churn", "acquisition"),
  fc.constantFrom("generate-jobs", "__proto__", "events", "%00", "a%2Fb"),
);
const end = fc.constantFrom("", "/summary", "/coverage", "/alerts");
const jobEnd = fc.constantFrom("cancel", "retry", "events");
const read = fc.oneof(
  fc.constantFrom("", "/", "/generate-jobs"),
  { weight: 4, arbitrary: fc.tuple(type, end).map(([slug, rest]) => `/${slug}${rest}`) },
  fc.tuple(type, id).map(([slug, no]) => `/${slug}/${no}`),
  fc.tuple(type, id).map(([slug, no]) => `/${slug}/generate/${no}`),
);
const write = fc.oneof(
  { weight: 3, arbitrary: type.map((slug) => `/${slug}/generate`) },
  fc.tuple(type, id).map(([slug, no]) => `/${slug}/alerts/${no}/resolve`),
  fc.tuple(type, id, jobEnd).map(([slug, no, rest]) => `/${slug}/generate/${no}/${rest}`),
);
const verb = fc.constantFrom("GET", "POST", "HEAD", "DELETE", "PUT", "OPTIONS");
const target = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom("GET", "HEAD"), read) },
  { weight: 4, arbitrary: fc.tuple(fc.constant("POST"), write) },
  { weight: 1, arbitrary: fc.tuple(verb, fc.oneof(read, write)) },
);

// oxfmt-ignore
const parameter = fc.constantFrom(
  "academy", "date", "date_start", "date_end", "user", "risk_level", "min_score", "max_score",
  "source_type", "funnel_tier", "utm_source", "deal_status", "limit", "offset", "sort", "envelope",
  "format", "status", "report_type", "alert_type", "severity", "resolved", "__proto__",
);
// oxfmt-ignore
const value = fc.constantFrom(
  "", "1", "1,2", "-1", "-0", "2026-04-13", "2026-02-30", "9999-12-31", "1000-01-01", "LOW", "WON",
  "FORM_ENTRY", "csv", "ndjson", "json", "true", "-report_date,user_id", "created_at", "-triggered_at",
  HUGE, `-${HUGE}`, "9007199254740991", "0.00000000000000000001", "\u0000", "%", "😀", "done", "ß",
);
const query = fc.array(fc.tuple(oddly(parameter, anyText), oddly(value, anyText)), {
  maxLength: 3,
});

const sometimes = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });
const accept = fc.constantFrom("text/csv", "application/x-ndjson;q=0.3, */*;q=0.1", ";;,", "*/*");
const academies = fc.constantFrom("1", "1,2", "2,1,1", "1,9", `1,${HUGE}`, "01", ",");
const headers = fc.record({
  Accept: sometimes(oddly(accept, ascii)),
  "Accept-Language": sometimes(oddly(fc.constantFrom("es", "de, es-MX;q=0.8", "valueof"), ascii)),
  Academy: sometimes(oddly(academies, ascii)),
  "Content-Type": sometimes(ascii),
});

const field = oddly(
  fc.constantFrom<unknown>("2026-04-13", "9999-12-31", "1000-01-01", 1, 0, "7", HUGE, 1e300, null),
  fc.jsonValue(),
);
const known = fc.constantFrom("date", "date_start", "date_end", "days_back", "force", "academy");
const body = fc.oneof(
  fc.constantFrom(
    '{"days_back":"3","force":"yes"}',
    '{"date":"9999-12-31"}',
    '{"date":"1000-01-01"}',
  ),
  fc.dictionary(known, field, { maxKeys: 3 }).map((sent) => JSON.stringify(sent)),
  fc.record({ action_taken: anyText }).map((sent) => JSON.stringify(sent)),
  fc.json(),
  anyText,
  fc.constant(undefined),
);

const WITHOUT_BODY = ["GET", "HEAD"];
const UNTOLD = ["HEAD", "OPTIONS"];

it("answers every request with success or a refusal in its own form, never with a failure", async () => {
  const request = fc.record({ target, query, headers, body });
  await fc.assert(
    fc.asyncProperty(request, async (wish) => {
      const [method, path] = wish.target;
      const search = new URLSearchParams(wish.query.map(([name, text]) => [name, text]));
      const sent = Object.entries(wish.headers).filter(([, text]) => text !== undefined);
      const hasBody = wish.body !== undefined && !WITHOUT_BODY.includes(method);
      const response = await server.request(`${BASE}${path}?${search.toString()}`, {
        method,
        key,
        headers: { Academy: "1", ...Object.fromEntries(sent) },
        ...(hasBody && { body: wish.body }),
      });
      expect(response.status, server.lines.at(-1)).toBeLessThan(500);
      const isOpen = response.headers.get("Content-Type") === "text/event-stream";
      if (isOpen) return response.body?.cancel();
      const told = new TextDecoder().decode(await response.arrayBuffer());
      if (response.status < 400 || UNTOLD.includes(method)) return;
      expect(JSON.parse(told)).toMatchObject({ status_code: response.status });
    }),
    { numRuns: 400 },
  );
});
