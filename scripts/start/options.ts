import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

export interface StartOptions {
  port: number;
  /** Folder of the local database, objects and files. */
  stateFolder: string;
  varsFile: string;
  /** `--var NAME:value`, which wins over the file. */
  vars: Map<string, string>;
  /** For `wrangler dev`, as they came. */
  passedOn: string[];
}

const DEFAULT_PORT = 8787;
const OWN = {
  port: { type: "string" },
  "persist-to": { type: "string" },
  "vars-file": { type: "string" },
  var: { type: "string", multiple: true },
} as const;
/** Said to wrangler in our words. */
const NOT_PASSED = new Set(["port", "persist-to", "vars-file"]);

const text = (value: unknown) => (typeof value === "string" ? value : undefined);

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });

/** A port that is free now, and below those that systems give to outgoing connections. */
export async function freePort(): Promise<number> {
  const port = randomInt(10_000, 32_768);
  return (await isFree(port)) ? port : freePort();
}

async function choosePort(wanted: string | undefined): Promise<number> {
  if (wanted !== undefined) {
    const port = Number(wanted);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`No port: ${wanted}`);
    if (await isFree(port)) return port;
    throw new Error(`Port ${port} is taken: choose another one (npm start -- --port 9000)`);
  }
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + 100; port += 1) {
    if (await isFree(port)) return port;
  }
  return freePort();
}

/** Our own arguments, and the rest for wrangler. */
export async function readOptions(
  args: string[],
  root: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<StartOptions> {
  const { values, tokens } = parseArgs({ args, options: OWN, strict: false, tokens: true });
  const skipped = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== "option" || !NOT_PASSED.has(token.name)) continue;
    skipped.add(token.index);
    if (token.value !== undefined && !token.inlineValue) skipped.add(token.index + 1);
  }
  const pairs = (values.var ?? []).filter((pair) => typeof pair === "string");
  const varsFile = text(values["vars-file"]);
  return {
    port: await choosePort(text(values.port) ?? env["PORT"]),
    stateFolder: resolve(text(values["persist-to"]) ?? join(root, ".wrangler", "state")),
    varsFile: resolve(varsFile ?? join(root, ".dev.vars")),
    vars: new Map(
      pairs.map((pair) => [pair.slice(0, pair.indexOf(":")), pair.slice(pair.indexOf(":") + 1)]),
    ),
    passedOn: [
      ...args.filter((_, index) => !skipped.has(index)),
      ...(varsFile === undefined ? [] : ["--env-file", resolve(varsFile)]),
    ],
  };
}
