import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ensureDemoTenant } from "../../scripts/start/demo-tenant.ts";
import { ensureVars } from "../../scripts/start/dev-vars.ts";
import {
  applyMigrations,
  type DevelopmentServer,
  startServer,
} from "../../scripts/start/development-server.ts";
import { freePort, readOptions } from "../../scripts/start/options.ts";

const ROOT = join(import.meta.dirname, "../..");
const QUIET = ["--log-level", "error"];
/** With leases of minutes, what dead workers held would be free after minutes only. */
const QUICK = ["--var", "GENERATION_LEASE_SECONDS:4", "--var", "DOCUMENTS_LEASE_SECONDS:6"];

/** A service on a state of its own, that can be started again and again. */
export interface KilledServer {
  url: string;
  /** Of an editor. */
  key: string;
  adminKey: string;
  start(): Promise<DevelopmentServer>;
  /** The minutely sweep. */
  sweep(): Promise<void>;
  /** Reads the local database, beside the server or after it. */
  query<T>(sql: string): T[];
  remove(): void;
}

function databaseIn(stateFolder: string): string {
  const folder = join(stateFolder, "v3/d1/miniflare-D1DatabaseObject");
  const files = readdirSync(folder).filter((name) => /^[0-9a-f]+\.sqlite$/.test(name));
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Error(`databases: ${files.join(" ")}`);
  return join(folder, file);
}

export async function createKilledServer(): Promise<KilledServer> {
  const folder = mkdtempSync(join(tmpdir(), "almanac-kill-"));
  const varsFile = join(folder, "vars");
  const port = String(await freePort());
  const state = ["--persist-to", join(folder, "state"), "--vars-file", varsFile];
  const options = await readOptions(["--port", port, ...state, ...QUIET, ...QUICK], ROOT);
  const vars = ensureVars(join(ROOT, ".dev.vars.example"), varsFile);
  await applyMigrations(ROOT, options.stateFolder);
  const start = () => startServer(ROOT, options);
  const server = await start();
  const adminToken = vars.get("ADMIN_TOKEN") ?? "";
  const demo = await ensureDemoTenant(server.url, adminToken, join(folder, "demo.json"));
  await server.stop();
  return {
    url: server.url,
    key: demo.keys.editor,
    adminKey: demo.keys.admin,
    start,
    async sweep() {
      const query = new URLSearchParams({ cron: "* * * * *" });
      await fetch(`${server.url}/cdn-cgi/handler/scheduled?${query.toString()}`);
    },
    query<T>(sql: string) {
      const db = new DatabaseSync(databaseIn(options.stateFolder), { readOnly: true });
      try {
        return db.prepare(sql).all() as T[];
      } finally {
        db.close();
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
