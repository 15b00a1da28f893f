import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureChrome } from "./chrome.ts";
import { readCrons, runCrons } from "./start/crons.ts";
import { ensureDemoTenant } from "./start/demo-tenant.ts";
import { ensureVars } from "./start/dev-vars.ts";
import { applyMigrations, startServer } from "./start/development-server.ts";
import { welcome } from "./start/first-steps.ts";
import { readOptions, type StartOptions } from "./start/options.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

async function prepare(options: StartOptions): Promise<string | undefined> {
  const vars = ensureVars(join(root, ".dev.vars.example"), options.varsFile);
  const [chrome] = await Promise.all([ensureChrome(), applyMigrations(root, options.stateFolder)]);
  console.log("missing" in chrome ? chrome.missing : `PDFs are printed by ${chrome.program}`);
  return options.vars.get("ADMIN_TOKEN") ?? vars.get("ADMIN_TOKEN");
}

async function start(): Promise<number> {
  const options = await readOptions(process.argv.slice(2), root);
  const adminToken = await prepare(options);
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => resolve());
  });
  const server = await startServer(root, options);
  try {
    runCrons(server.url, readCrons(join(root, "wrangler.toml")));
    if (adminToken) {
      const file = join(options.stateFolder, "demo.json");
      const demo = await ensureDemoTenant(server.url, adminToken, file);
      console.log(welcome(server.url, demo, new Date()));
    } else {
      console.log(`Almanac runs at ${server.url}. No demo tenant: ADMIN_TOKEN is not set.`);
    }
    return (await Promise.race([server.exited, interrupted])) ?? 0;
  } finally {
    await server.stop();
  }
}

try {
  process.exit(await start());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
