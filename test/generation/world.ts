import { env } from "cloudflare:test";
import { createLogger, DAY_MS, type Db, guardD1 } from "#shared";
import {
  type Batches,
  consumeUnit,
  type GenerationDeps,
  type JobRow,
  startGeneration,
  type UnitWork,
} from "#generation";
import { type Batch, EMPTY_BATCH } from "../../src/generation/batch.ts";
import {
  type BatchStore,
  Coordinator,
  type CoordinatorParts,
  type Owner,
} from "../../src/generation/coordinator.ts";
import { findJob } from "../../src/generation/generation.repository.ts";
import type { UnitMessage } from "../../src/generation/generation.messages.ts";
import type { GenerationRequest } from "../../src/generation/start-generation.usecases.ts";

/** Storage of one batch object: what is in here survives a crash. */
interface Disk {
  owner: Owner | null;
  batch: Batch;
  alarmAt: number | null;
}

const EMPTY_DISK: Disk = { owner: null, batch: EMPTY_BATCH, alarmAt: null };

/** Alarms that have something to do, and not only to clear up after so many days. */
export const alarmsOf = ({ disks, now }: World): number[] =>
  [...disks.values()].flatMap(({ alarmAt }) =>
    alarmAt !== null && alarmAt < now + 2 * DAY_MS ? alarmAt : [],
  );

/** What dies here is gone: neither code nor the platform hears of it. */
export class Crash extends Error {}

export interface World {
  deps: GenerationDeps;
  now: number;
  disks: Map<string, Disk>;
  queue: UnitMessage[];
  lines: string[];
  /** Kills every object: memory is gone, and what was under way in them does nothing more. */
  crash(): void;
  object(name: string): Coordinator;
  /** Called at each named point; a throw there is a crash at that point. */
  fault: (name: string) => void;
}

/** The platform refuses such alarms; a job that is told of for the first time wants one at once. */
function asAlarm(at: number): number {
  if (!Number.isFinite(at) || at <= 0) throw new TypeError(`no alarm at ${at}`);
  return at;
}

function storeOn(disk: Disk, world: World, alive: () => boolean): BatchStore {
  const frozen = structuredClone;
  const living = () => {
    if (!alive()) throw new Crash();
  };
  return {
    load: () => (disk.owner ? { owner: disk.owner, batch: frozen(disk.batch) } : null),
    setAlarm: (at) => {
      living();
      disk.alarmAt = asAlarm(at);
    },
    save(owner, _before, after, alarmAt) {
      living();
      world.fault("object.before-save");
      disk.owner = owner;
      disk.batch = frozen(after);
      disk.alarmAt = asAlarm(alarmAt);
      world.fault("object.after-save");
    },
    async clear() {
      living();
      world.fault("object.before-clear");
      Object.assign(disk, EMPTY_DISK);
      world.fault("object.after-clear");
    },
  };
}

/** The room with batch objects, clock and queue of its own, over real D1. */
export function createWorld(unitWork: UnitWork, db: Db = guardD1(env.DB)): World {
  const lines: string[] = [];
  const memory = new Map<string, Coordinator>();
  let lives = 0;
  const aliveIn = (life: number) => () => life === lives;
  const clock = { now: () => world.now };
  const ids = { uuid: () => crypto.randomUUID() };
  const logger = createLogger((line) => lines.push(line));
  const parts: CoordinatorParts = {
    db,
    clock,
    ids,
    logger,
    leaseMs: EMPTY_BATCH.leaseMs,
    async sendMessages(messages) {
      world.fault("queue.before-send");
      world.queue.push(...messages);
      world.fault("queue.after-send");
    },
  };
  const batches: Batches = (tenantId, batchId) => world.object(`${tenantId}/${batchId}`);
  const world: World = {
    deps: { db, clock, ids, logger, batches, unitWork: { churn: unitWork } },
    now: Date.parse("2026-04-14T08:00:00Z"),
    disks: new Map(),
    queue: [],
    lines,
    crash: () => {
      lives++;
      memory.clear();
    },
    object(name) {
      const disk = world.disks.get(name) ?? { ...EMPTY_DISK };
      world.disks.set(name, disk);
      const object =
        memory.get(name) ?? new Coordinator(storeOn(disk, world, aliveIn(lives)), parts);
      memory.set(name, object);
      return object;
    },
    fault: () => {},
  };
  return world;
}

export const request = (
  academyIds: readonly number[],
  more: Partial<GenerationRequest> = {},
  resolution: "full" | "partial" = "full",
): GenerationRequest => ({
  reportType: "churn",
  dateStart: "2026-04-13",
  dateEnd: "2026-04-13",
  force: false,
  requestedById: "u-7",
  params: {
    date: "2026-04-13",
    requested_academy_ids: academyIds,
    applied_academy_ids: academyIds,
    resolution,
  },
  ...more,
});

/** Fires every alarm that is due, once. */
export async function fire(world: World): Promise<void> {
  for (const [name, disk] of world.disks) {
    if (disk.alarmAt === null || disk.alarmAt > world.now) continue;
    disk.alarmAt = null;
    await world.object(name).alarm();
  }
}

/** Delivers so many messages, or all. */
export async function deliver(world: World, count = Infinity): Promise<void> {
  for (const message of world.queue.splice(0, count)) await consumeUnit(world.deps, message);
}

/** Lets the world go on until no alarm is left. */
export async function settle(world: World): Promise<void> {
  for (let round = 0; round < 400; round++) {
    await fire(world);
    await deliver(world);
    const alarms = alarmsOf(world);
    if (alarms.length === 0) return;
    world.now = Math.max(world.now, Math.min(...alarms));
  }
  throw new Error("does not settle");
}

export async function startOne(
  world: World,
  tenantId: string,
  ...args: Parameters<typeof request>
): Promise<JobRow> {
  const started = await startGeneration(world.deps, tenantId, request(...args));
  if (started.kind !== "job") throw new Error("not one job");
  return started.job;
}

export async function jobRow(world: World, tenantId: string, id: number): Promise<JobRow> {
  const found = await findJob(world.deps.db, tenantId, id);
  if (!found) throw new Error(`no job ${id}`);
  return found;
}
