import { Hono } from "hono";
import { type AppEnv, describe, readSession, validate } from "#http";
import { answerCached } from "../cached-answer.ts";
import { operation, reader } from "../dashboards.operations.ts";
import type { DashboardsDeps } from "../dashboards.ports.ts";
import { listPlan, lists } from "./catalogue-list.query.ts";
import * as schemas from "./catalogue.schemas.ts";

const EXAMPLE = {
  data: [{ id: "offA", name: "Alpha Card", status: "active" }],
  pagination: { total: 4, limit: 1, offset: 0 },
};

/** One list of names for each kind of thing that dashboards can be filtered by. */
export const catalogueRoutes = new Hono<AppEnv<DashboardsDeps>>();

for (const listed of lists) {
  catalogueRoutes.get(
    `/${listed.path}`,
    describe({
      ...operation,
      summary: `List the ${listed.path.replace("-", " ")} by name`,
      success: {
        status: 200,
        description: "By name; deleted ones are left out.",
        schema: schemas.catalogueList,
        example: EXAMPLE,
      },
      errors: { BAD_REQUEST: "Invalid parameters" },
    }),
    reader,
    validate("query", schemas.listQuery),
    readSession,
    (c) => {
      const query = c.req.valid("query");
      return answerCached(c, query, listPlan(c.var.principal.tenantId, listed, query));
    },
  );
}
