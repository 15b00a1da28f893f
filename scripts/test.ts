import { fileURLToPath } from "node:url";
import { ensureChrome } from "./chrome.ts";
import { steps, vitest } from "./check/steps.ts";
import { runStep } from "./check/run-step.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const vitestArgs = process.argv.slice(2);

if (vitestArgs.length > 0) {
  process.exitCode = vitest(root, vitestArgs);
} else {
  const chrome = await ensureChrome();
  if ("missing" in chrome) console.log(chrome.missing);
  for (const step of steps) {
    if (!(await runStep(root, step))) process.exitCode = 1;
  }
}
