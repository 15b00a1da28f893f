// Runs scripts/<name>.ts with the project's own Node 22, on a machine that has only Node 20.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = join(root, "node_modules", ".bin");
const node = join(bin, "node");

const packagesOf = (file) => {
  try {
    return JSON.parse(readFileSync(join(root, file), "utf8")).packages;
  } catch {
    return {};
  }
};

/** Whether node_modules holds what package-lock.json asks for; other platforms' parts may lack. */
function isInstalled() {
  const wanted = Object.entries(packagesOf("package-lock.json"));
  const present = packagesOf("node_modules/.package-lock.json");
  return wanted.every(([path, { version, optional, devOptional }]) => {
    if (path === "") return true;
    const found = present[path]?.version;
    return found === version || (found === undefined && Boolean(optional ?? devOptional));
  });
}

/** npm must not run on the Node that it is about to replace. */
function npm(...args) {
  const paths = (process.env.PATH ?? "").split(delimiter);
  const PATH = paths.filter((path) => !path.includes("node_modules")).join(delimiter);
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  return spawnSync("npm", [...args, ...quiet], {
    cwd: root,
    env: { ...process.env, PATH },
    encoding: "utf8",
  });
}

const works = () => existsSync(node) && spawnSync(node, ["--version"]).status === 0;

function giveUp(what, { error, stderr }) {
  console.error(error?.message ?? stderr);
  console.error(`${what} Is this machine online, and is npm installed?`);
  process.exit(1);
}

function install() {
  if (!isInstalled()) {
    console.log("Installing dependencies (npm ci) …");
    if (npm("ci", "--include=dev").status !== 0) {
      // A lock file made where other platforms' packages could not be had: its versions still count.
      console.log("npm ci refused; installing the locked versions with npm install …");
      const installed = npm("install", "--include=dev", "--no-save");
      if (installed.status !== 0) giveUp("npm install failed.", installed);
    }
  }
  if (works()) return;
  // Install scripts were off when the packages came: Node 22 itself is brought by one.
  console.log("Finishing the installation (npm rebuild) …");
  const rebuilt = npm("rebuild", "--ignore-scripts=false", "node", "esbuild", "workerd");
  if (!works()) giveUp("node_modules/.bin/node does not run.", rebuilt);
}

const [name = "", ...args] = process.argv.slice(2);
const script = join(root, "scripts", `${name}.ts`);
if (!/^[a-z-]+$/.test(name) || !existsSync(script)) {
  console.error(`Usage: node scripts/run.mjs <name of a script in scripts/> [arguments]`);
  process.exit(2);
}
install();

const child = spawn(node, ["--disable-warning=ExperimentalWarning", script, ...args], {
  env: { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) },
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// A parent that was ended without passing it on leaves us behind: end as if it had.
const parent = process.ppid;
const watch = setInterval(() => process.ppid === parent || child.kill("SIGTERM"), 1_000);
watch.unref();
child.on("exit", (code, signal) => {
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
});
