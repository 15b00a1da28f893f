import type { UnitWork } from "#generation";
import { type ReportType, reportTypes as builtIn } from "#monitoring";
import { createWorld, type World } from "../../generation/world.ts";
import { ingest } from "../../kit/ingest.ts";
import { createServer, newKey, newTenant, type TestServer } from "../../kit/server.ts";

interface Call {
  method?: string;
  /** The header `Academy`; null: none. */
  academy?: string | null;
  body?: unknown;
  key?: string;
  headers?: Record<string, string>;
}

interface Answer {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  body: any;
}

/**
 * A tenant whose user u-7 may read academies 1 (Miami) and 2 (Madrid), not 3, before the whole app.
 * Batch objects, their queue and the clock stand still until the test lets the world go on.
 */
interface Office {
  server: TestServer;
  world: World;
  tenantId: string;
  adminKey: string;
  keyId: string;
  key: string;
  /** A call under the prefix, as u-7 in academy 1 unless said. */
  call: (path: string, options?: Call) => Promise<Answer>;
  /** The same, of which only the slug of the refusal matters. */
  refused: (path: string, options?: Call) => Promise<string>;
}

const PREFIX = "/v1/monitoring/report";

export const ACADEMIES = [
  { id: 1, slug: "miami", name: "Miami" },
  { id: 2, slug: "madrid", name: "Madrid" },
  { id: 3, slug: "lima", name: "Lima" },
];

export const fiveRows: UnitWork = () => Promise.resolve({ generatedRows: 5, warnings: [] });

interface Wish {
  work?: UnitWork;
  /** That u-7 may read. */
  academies?: readonly number[];
  reportTypes?: readonly ReportType[];
}

export async function openOffice({
  work = fiveRows,
  academies = [1, 2],
  reportTypes = builtIn,
}: Wish = {}): Promise<Office> {
  const world = createWorld(work);
  const { clock, ids } = world.deps;
  const batches: typeof world.deps.batches = (...of) => world.deps.batches(...of);
  const server = createServer({ batches, clock, ids, reportTypes });
  const { id: tenantId, adminKey } = await newTenant(server);
  await ingest(server, adminKey, "academies", ACADEMIES);
  const capabilities = academies.map((academy_id) => ({
    academy_id,
    capabilities: ["read_monitoring_report"],
  }));
  const wish = { user_id: "u-7", role: "viewer" as const, capabilities };
  const { id: keyId, key } = await newKey(server, adminKey, wish);
  const call = async (path: string, options: Call = {}): Promise<Answer> => {
    const { academy = "1", headers = {}, ...rest } = options;
    const scope = academy === null ? {} : { Academy: academy };
    const response = await server.request(PREFIX + path, {
      key,
      ...rest,
      headers: { ...scope, ...headers },
    });
    const text = new TextDecoder().decode(await response.arrayBuffer());
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json") === true;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    };
  };
  const refused = async (path: string, options?: Call) => {
    const { status, body } = await call(path, options);
    if (status < 400 || body.status_code !== status) throw new Error(`${status} is no refusal`);
    return String(body.slug);
  };
  return { server, world, tenantId, adminKey, key, keyId, call, refused };
}
