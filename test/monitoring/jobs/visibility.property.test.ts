import fc from "fast-check";
import { expect, it } from "vitest";
import type { JobRow } from "#generation";
import { settle } from "../../generation/world.ts";
import { openOffice } from "./kit.ts";

const ACADEMIES = [1, 2, 3];

const subset = fc.subarray(ACADEMIES, { minLength: 1 });
const action = fc.oneof(
  fc.record({
    do: fc.constant("post" as const),
    academies: subset,
    partial: fc.boolean(),
    day: fc.integer({ min: 1, max: 2 }),
    force: fc.boolean(),
  }),
  fc.record({ do: fc.constant("delete" as const), at: fc.nat(30) }),
);

type Row = Pick<JobRow, "id" | "academy_id" | "parent_id" | "created_at" | "status">;

/** Section by section as it is told: who sees what, from all rows there are. */
function seen(rows: readonly Row[], scope: readonly number[]) {
  const childrenOf = (id: number) => rows.filter(({ parent_id }) => parent_id === id);
  const inScope = ({ academy_id }: Row) => academy_id !== null && scope.includes(academy_id);
  const visible = (row: Row): boolean =>
    row.academy_id === null ? childrenOf(row.id).every(inScope) : inScope(row);
  const parentOf = ({ parent_id }: Row) => rows.find(({ id }) => id === parent_id);
  const listed = rows.filter((row) => {
    const parent = parentOf(row);
    return visible(row) && (row.academy_id === null || !parent || !visible(parent));
  });
  return { visible: rows.filter(visible).map(({ id }) => id), listed };
}

it("shows each scope exactly its jobs, in lists, by filter and by id", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 7 }), async (actions) => {
      const { world, call, server, tenantId } = await openOffice({ academies: ACADEMIES });
      const all = async () => {
        const text = "SELECT * FROM report_generation_jobs WHERE tenant_id = ? ORDER BY id";
        return (await server.deps.db.prepare(text).bind(tenantId).all<Row>()).results;
      };
      for (const wish of actions) {
        world.now += 1_000;
        if (wish.do === "post") {
          const body = { date: `2026-04-0${wish.day}`, force: wish.force };
          const academy = [...wish.academies, ...(wish.partial ? [9] : [])].join();
          await call("/churn/generate", { body, academy });
        } else {
          await settle(world);
          const rows = await all();
          const id = rows[wish.at % Math.max(rows.length, 1)]?.id ?? 0;
          await call(`/churn/generate/${id}`, { method: "DELETE", academy: "1,2,3" });
        }
      }
      const rows = await all();
      for (const scope of [[1], [2, 1], [3], [2, 3], [1, 2, 3]]) {
        const academy = scope.join();
        const { visible, listed } = seen(rows, scope);
        const newest = listed.toSorted((a, b) => b.created_at - a.created_at || b.id - a.id);
        const list = await call("/generate-jobs?limit=1000", { academy });
        expect(list.body.map(({ id }: Row) => id)).toEqual(newest.map(({ id }) => id));
        expect(list.headers.get("X-Total-Count")).toBe(String(newest.length));
        const done = await call("/generate-jobs?limit=1000&status=done", { academy });
        const ended = newest.filter(({ status }) => status === "DONE");
        expect(done.body.map(({ id }: Row) => id)).toEqual(ended.map(({ id }) => id));
        const reads = await Promise.all(
          rows.map(
            async ({ id }) => [id, await call(`/churn/generate/${id}`, { academy })] as const,
          ),
        );
        const found = reads.filter(([, { status }]) => status === 200).map(([id]) => id);
        expect(found).toEqual(visible);
      }
    }),
    { numRuns: 12 },
  );
});
