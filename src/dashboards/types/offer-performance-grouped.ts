import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type CsvTable, tableOf } from "../csv-table.ts";
import { defineDashboardType, planOf, type Scope } from "../dashboard-type.ts";
import { counted, countedBySegment, performanceOrder } from "../interactions.query.ts";
import {
  type Counted,
  performance,
  PERFORMANCE_COUNTERS,
  PERFORMANCE_FIELDS,
  performed,
} from "../performance.ts";

const LIMIT = 20;

const offer = z.strictObject({ offerId: z.string(), name: z.string(), ...performance });
const groupedOffer = offer.extend({
  segmentId: z.string().optional(),
  segmentName: z.string().optional(),
});
const group = z.strictObject({
  groupName: z.string(),
  groupId: z.string().nullable(),
  offers: z.array(groupedOffer),
});
const groupBy = z.enum(["channel", "category", "segment"]);
type GroupBy = z.output<typeof groupBy>;
type Group = z.output<typeof group>;

interface Row extends Counted {
  groupId: string | null;
  groupName: string;
  offerId: string;
  name: string;
}

/** What counts by group `g.id`, and the rows `g(id, name)` that name groups. */
const GROUPS: Record<GroupBy, (scope: Scope) => { counted: SQL; id: SQL; named: SQL }> = {
  channel: (scope) => ({
    counted: counted(scope, ["offer_id", "channel_id"], PERFORMANCE_COUNTERS),
    id: sql`nullif(c.channel_id, '')`,
    named: sql`channels g ON g.tenant_id = o.tenant_id AND g.id = c.channel_id AND g.deleted = 0`,
  }),
  category: (scope) => ({
    counted: counted(scope, ["offer_id"], PERFORMANCE_COUNTERS),
    id: sql`o.category_id`,
    named: sql`categories g ON g.tenant_id = o.tenant_id AND g.id = o.category_id`,
  }),
  segment: (scope) => ({
    counted: countedBySegment(scope, PERFORMANCE_COUNTERS),
    id: sql`c.segment_id`,
    named: sql`segments g ON g.tenant_id = o.tenant_id AND g.id = c.segment_id`,
  }),
};

function statement(scope: Scope, by: GroupBy): SQL {
  const { counted: definition, id, named } = GROUPS[by](scope);
  return sql`
    WITH ${definition},
    rows(groupId, groupName, offerId, name, priority, impressions, conversions, revenue) AS (
      SELECT ${id}, coalesce(g.name, ${id}, 'Uncategorized'), o.id, o.name, o.priority,
        c.impressions, c.conversions, c.revenue
      FROM counted c CROSS JOIN offers o ON o.tenant_id = ${scope.tenantId} AND o.id = c.offer_id
        AND o.status = 'active' AND o.deleted = 0
      LEFT JOIN ${named}
      WHERE (c.impressions > 0 OR c.conversions > 0 OR c.revenue <> 0)
        ${by === "channel" ? sql`AND c.channel_id <> ''` : sql``}),
    ranked AS (
      SELECT *, sum(impressions) OVER (PARTITION BY groupId) AS total,
        row_number() OVER (PARTITION BY groupId ORDER BY ${performanceOrder}) AS place
      FROM rows)
    SELECT groupId, groupName, offerId, name, impressions, conversions, revenue FROM ranked
    ${scope.unlimited ? sql`` : sql`WHERE place <= ${LIMIT}`}
    ORDER BY total DESC, groupName, groupId, place`;
}

/** Rows of one group follow each other. */
function groupsOf(rows: readonly Row[], by: GroupBy): Group[] {
  const groups: Group[] = [];
  for (const { groupId, groupName, offerId, name, ...figures } of rows) {
    const last = groups.at(-1);
    const current = last && last.groupId === groupId ? last : { groupName, groupId, offers: [] };
    if (current !== last) groups.push(current);
    const segment = by === "segment" && groupId !== null;
    current.offers.push({
      offerId,
      name,
      ...performed(figures),
      ...(segment && { segmentId: groupId, segmentName: groupName }),
    });
  }
  return groups;
}

function csvOf(groups: readonly Group[], by: GroupBy): CsvTable {
  const tables = groups.map(({ groupId, groupName, offers }) =>
    tableOf(offer, offers).rows.map((cells) => [by, groupId, groupName, ...cells]),
  );
  const { columns } = tableOf(offer, []);
  return { columns: ["groupBy", "groupId", "groupName", ...columns], rows: tables.flat() };
}

export const offerPerformanceGrouped = defineDashboardType({
  name: "offer_performance_grouped",
  about: "Active offers with traffic, twenty per channel, category or segment.",
  window: "days",
  segment: true,
  params: z.object({ groupBy: groupBy.default("channel").describe("What to group by.") }),
  response: z.strictObject({ groups: z.array(group), groupBy }),
  warningExtra: ({ groupBy: by }) => ({ groups: [], groupBy: by }),
  plan: (scope, { groupBy: by }) =>
    planOf([statement(scope, by)], (rows: Row[]) => ({ groups: groupsOf(rows, by), groupBy: by })),
  csv: ({ groups, groupBy: by }) => csvOf(groups, by),
  compare: {
    rows: ({ groups }) =>
      groups.flatMap(({ groupId, offers }) =>
        offers.map((row) => ({ key: JSON.stringify([groupId, row.offerId]), row })),
      ),
    fields: PERFORMANCE_FIELDS,
    limited: ({ groups, groupBy: by }) => ({
      groups: groups.map((one) => ({ ...one, offers: one.offers.slice(0, LIMIT) })),
      groupBy: by,
    }),
  },
});
