/** One thing done wrong in src/generation, and the tests that must notice. */
export interface Mutant {
  name: string;
  file: string;
  /** Occurs exactly once in the file. */
  find: string;
  replace: string;
  /** In test/generation, without `.test.ts`. */
  tests: readonly string[];
}

const MACHINE = ["unit", "batch.machine", "transitions", "batch.machine.property"];
/** Tests that need no workerd: plain Node runs them at once. */
export const isPure = ({ tests }: Mutant): boolean => tests === MACHINE;

const same = {
  file: "unit.ts",
  find: "attempt: unit.attempt + 1,",
  replace: "attempt: unit.attempt + 1,",
};

/** Without a mistake nothing may fail: else the others would not fail because of theirs. */
export const controls: readonly Mutant[] = [
  { ...same, name: "no mistake, in Node", tests: MACHINE },
  { ...same, name: "no mistake, in workerd", tests: ["jobs", "outage"] },
];

export const mutants: readonly Mutant[] = [
  {
    name: "attempts share a number",
    file: "unit.ts",
    find: "attempt: unit.attempt + 1,",
    replace: "attempt: Math.max(unit.attempt, 1),",
    tests: MACHINE,
  },
  {
    name: "a fourth attempt",
    file: "unit.ts",
    find: "unit.attempt >= MAX_ATTEMPTS",
    replace: "unit.attempt > MAX_ATTEMPTS",
    tests: MACHINE,
  },
  {
    name: "leases never end",
    file: "timers.ts",
    find: 'unit.state === "leased" && unit.at <= now',
    replace: "false",
    tests: MACHINE,
  },
  {
    name: "lost messages are not sent again",
    file: "timers.ts",
    find: "return unit.at <= now ? send(unit, now, leaseMs) : unit;",
    replace: "return unit;",
    tests: MACHINE,
  },
  {
    name: "sent before D1 knows the run",
    file: "timers.ts",
    find: "job.projected >= job.runVersion",
    replace: "true",
    tests: MACHINE,
  },
  {
    name: "more than eight in flight",
    file: "timers.ts",
    find: "due && slots-- > 0",
    replace: "due && slots > 0",
    tests: MACHINE,
  },
  {
    name: "over before D1 knows the end",
    file: "timers.ts",
    find: "isActive(job) || isDirty(job) ? Infinity",
    replace: "isActive(job) ? Infinity",
    tests: MACHINE,
  },
  {
    name: "any attempt may complete",
    file: "batch.machine.ts",
    find: "|| unit.attempt !== event.attempt",
    replace: "",
    tests: MACHINE,
  },
  {
    name: "any run may work",
    file: "batch.machine.ts",
    find: "!unit || job.run !== event.run",
    replace: "!unit",
    tests: MACHINE,
  },
  {
    name: "a retry does done days again",
    file: "batch.machine.ts",
    find: '(unit.state === "done" ? unit : newUnit(unit.date, now))',
    replace: "newUnit(unit.date, now)",
    tests: MACHINE,
  },
  {
    name: "a change during a projection is forgotten",
    file: "batch.machine.ts",
    find: "Math.max(job.projected, event.version)",
    replace: "job.version",
    tests: MACHINE,
  },
  {
    name: "every retry is answered as the first",
    file: "batch.machine.ts",
    find: "job.owed === event.command ? { ...job, owed: null } : job",
    replace: "{ ...job, owed: null }",
    tests: ["jobs"],
  },
  {
    name: "a cancel is answered before D1 shows it",
    file: "coordinator.ts",
    find: 'return this.#tellOwed(jobs, "cancel");',
    replace: "return active.map(({ id }) => id);",
    tests: ["jobs"],
  },
  {
    name: "no alarm while the alarm runs",
    file: "coordinator.ts",
    find: "this.#store.setAlarm(clock.now() + SAFETY_MS);",
    replace: "",
    tests: ["outage"],
  },
  {
    name: "an older telling overwrites",
    file: "job-statements.ts",
    find: "AND job.version <= ${VERSION}",
    replace: "",
    tests: ["outage"],
  },
  {
    name: "the object does not count an adoption",
    file: "create-jobs.repository.ts",
    find: ", adoptions = job.adoptions + 1",
    replace: "",
    tests: ["jobs"],
  },
  {
    name: "writes after a cancel",
    file: "generation.repository.ts",
    find: "AND task_id = ${run} AND status IN ('PENDING', 'RUNNING'))`;",
    replace: "AND task_id = ${run})`;",
    tests: ["jobs"],
  },
];
