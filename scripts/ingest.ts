import { runIngest } from "./ingest/run-ingest.ts";

process.exitCode = await runIngest(process.argv.slice(2), process.env, {
  out: (line) => console.log(line),
  err: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
});
