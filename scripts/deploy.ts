import { spawnSync } from "node:child_process";

const STEPS = [["d1", "migrations", "apply", "DB", "--remote"], ["deploy"]];

for (const args of STEPS) {
  const { status } = spawnSync("wrangler", args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
