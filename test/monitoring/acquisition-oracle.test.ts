import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type AcquisitionSources,
  expectedAcquisition,
} from "../../src/monitoring/report-types/acquisition/acquisition.oracle.ts";
import { at, DAY, newStage, NOW, type Stage } from "./kit.ts";

const time = fc
  .record({
    day: fc.constantFrom(-1, 0, 0, 0, 1),
    clock: fc.constantFrom("00:00:00.000", "12:34:56.070", "23:59:59.999"),
  })
  .map(({ day, clock }) => at(DAY, day, clock));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 2 });
const academy = fc.constantFrom(null, null, 1, 1, 2);
const id = fc.constantFrom(null, 0, 7, 9_007_199_254_740_991);
const text = fc.oneof(fc.constantFrom(null, "", "x", " \u00a0x\t", "'; --", '"é"'), fc.string());
const email = fc.constantFrom(null, "", " A@X.io ", "\u3000b@x.IO\n", "Ñ@x.io", " ");
const value = fc.oneof(
  fc.constantFrom("google", "", 0, -1.5, 1e21, 1e-7, 12, true, null),
  fc.constantFrom({}, { id: 1 }, [], [1], { a: { b: [] } }),
);
const objectWith = (...keys: string[]) =>
  maybe(
    fc.dictionary(fc.constantFrom("other", 'a"b', ...keys), value, { maxKeys: keys.length + 2 }),
  );
const utm = { utm_source: text, utm_medium: text, utm_campaign: text, utm_url: text };

const form = fc.record({
  ...utm,
  created_at: time,
  academy_id: academy,
  location: fc.constantFrom(null, "miami", " miami\u00a0", "Miami", "", "madrid"),
  user_id: id,
  email,
  deal_status: fc.constantFrom(null, "WON", "WON", "LOST"),
  won_at: maybe(time),
  lead_type: fc.constantFrom(null, "STRONG", "SOFT", "DISCOVERY"),
  utm_content: text,
  utm_term: text,
  utm_placement: text,
  attribution_id: text,
  custom_fields: objectWith("conversion_url"),
  current_download: text,
  gclid: text,
  referral_key: text,
});
const invite = fc.record({
  created_at: time,
  academy_id: academy,
  cohort_id: id,
  cohort_academy_id: academy,
  course_id: id,
  course_academy_id: academy,
  syllabus_id: id,
  syllabus_academy_owner_id: academy,
  user_id: id,
  author_id: id,
  email,
  role: text,
  event_slug: text,
  asset_slug: text,
  conversion_info: objectWith("sale", "sale", "utm_source", "utm_term", "landing_url"),
  subscription_seat_id: id,
  plan_financing_seat_id: id,
  payment_method_id: id,
  status: text,
  process_status: text,
  sent_at: maybe(time),
  opened_at: maybe(time),
  clicked_at: maybe(time),
});
const event = fc.record({ academy_id: academy, slug: text, asset_slug: text });
const checkin = fc.record({
  ...utm,
  event_id: fc.integer({ min: 1, max: 5 }),
  created_at: time,
  attended_at: maybe(time),
  status: fc.constantFrom(null, "PENDING", "DONE"),
  attendee_id: id,
  email,
});
const alias = fc.record({
  slug: fc.constantFrom("miami", "madrid", ""),
  academy_id: fc.constantFrom(1, 2),
});
const numbered = <T extends object>(record: fc.Arbitrary<T>, maxLength: number) =>
  fc
    .array(record, { maxLength })
    .map((records) => records.map((one, no) => ({ id: no + 1, ...one })));

const sources = fc.record({
  aliases: fc.uniqueArray(alias, { selector: ({ slug }) => slug }),
  forms: numbered(form, 8),
  invites: numbered(invite, 8),
  events: numbered(event, 4),
  checkins: numbered(checkin, 8),
});

const DATASETS = {
  aliases: "academy_aliases",
  forms: "form_entries",
  invites: "user_invites",
  events: "events",
  checkins: "event_checkins",
};

async function send(stage: Stage, sent: Record<keyof typeof DATASETS, object[]>): Promise<void> {
  for (const [name, dataset] of Object.entries(DATASETS)) {
    const records = sent[name as keyof typeof DATASETS];
    if (records.length > 0) await stage.put(dataset, records);
  }
}

/** The same records as the oracle takes them: as JSON keeps them, times in milliseconds. */
const asSources = (sent: object): AcquisitionSources =>
  JSON.parse(JSON.stringify(sent), (key, kept) =>
    key.endsWith("_at") && typeof kept === "string" ? Date.parse(kept) : kept,
  );

type Row = { source_type: string; source_id: number; details: string };
const nameOf = (row: Omit<Row, "details">): string =>
  `${row.source_type} ${String(row.source_id).padStart(3)}`;
const byName = <T extends Omit<Row, "details">>(rows: T[]): T[] =>
  rows.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

it("computes in SQL what the oracle says, in every column and detail", async () => {
  await fc.assert(
    fc.asyncProperty(sources, async (sent) => {
      const stage = await newStage();
      await send(stage, sent);
      const { generatedRows, warnings } = await stage.generate("acquisition");
      const expected = expectedAcquisition(asSources(sent), 1, DAY);
      expect({ generatedRows, warnings }).toEqual({
        generatedRows: expected.rows.length,
        warnings: expected.warnings,
      });
      const rows = await stage.rows<Row>("acquisition_reports");
      const own = { id: expect.any(Number), tenant_id: stage.tenantId, created_at: NOW };
      expect(byName(rows.map((row) => ({ ...row, details: JSON.parse(row.details) })))).toEqual(
        byName(expected.rows).map((row) => ({ ...row, ...own })),
      );
    }),
    { numRuns: 100 },
  );
});
