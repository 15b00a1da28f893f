import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { quietEnvironment } from "./processes.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const args = ["run", "--project", "worker", ...process.argv.slice(2)];
const env = { ...quietEnvironment, BENCH: "1" };
const { status } = spawnSync("vitest", args, { cwd: root, env, stdio: "inherit" });
process.exitCode = status ?? 1;
