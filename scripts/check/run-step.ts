import { performance } from "node:perf_hooks";
import { stripVTControlCharacters } from "node:util";
import { type Outcome, run } from "../processes.ts";

export interface Step {
  name: string;
  command: readonly [program: string, ...args: string[]];
  /** Why it failed although the command did not. */
  verdict?(output: string): string | undefined;
  /** Lines of the output that are worth showing when all went well. */
  note?: RegExp;
}

function report(
  { name, note }: Step,
  outcome: Outcome,
  problem: string | undefined,
  seconds: string,
) {
  if (problem === undefined) {
    const notes = note
      ? stripVTControlCharacters(outcome.output)
          .split("\n")
          .filter((line) => note.test(line))
      : [];
    return [`ok    ${name.padEnd(10)} ${seconds} s`, ...notes].join("\n");
  }
  return `FAIL  ${name.padEnd(10)} ${seconds} s\n${outcome.output.trimEnd()}\n${problem}\n`;
}

/** Runs a step, prints its line, and the whole output of one that failed. */
export async function runStep(root: string, step: Step): Promise<boolean> {
  const [program, ...args] = step.command;
  const start = performance.now();
  if (process.stdout.isTTY) process.stdout.write(`…     ${step.name}\r`);
  const outcome = await run(program, args, { cwd: root });
  const seconds = ((performance.now() - start) / 1_000).toFixed(1).padStart(6);
  const problem =
    outcome.code === 0 ? step.verdict?.(outcome.output) : `${program} ended with ${outcome.code}`;
  console.log(report(step, outcome, problem, seconds));
  return problem === undefined;
}
