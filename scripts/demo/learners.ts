import type { Calendar } from "./calendar.ts";
import { createRandom, type Random } from "./random.ts";
import type { DemoRecord } from "./record.ts";

const USERS = 120;
const DAYS = 45;

/** How a learner behaves: chance of an active day, earlier and in the last week. */
interface Habit {
  before: number;
  lately: number;
  engagement: [before: number, lately: number];
  frustration: number;
  status: "ACTIVE" | "FREE_TRIAL" | "PAYMENT_ISSUE" | "CANCELLED" | "EXPIRED" | "FULLY_PAID";
}

const ENGAGED: Habit = {
  before: 0.75,
  lately: 0.8,
  engagement: [72, 76],
  frustration: 18,
  status: "ACTIVE",
};
const FADING: Habit = { ...ENGAGED, lately: 0.15, engagement: [65, 35], frustration: 55 };
const SILENT: Habit = { ...ENGAGED, before: 0, lately: 0 };
const STUCK: Habit = { ...FADING, before: 0.6, lately: 0.3, frustration: 82 };

/** Twenty learners; the whole is six times these. */
const HABITS: readonly Habit[] = [
  ...Array.from({ length: 7 }, () => ENGAGED),
  ...Array.from({ length: 4 }, () => FADING),
  SILENT,
  SILENT,
  STUCK,
  { ...FADING, status: "PAYMENT_ISSUE" },
  { ...SILENT, status: "PAYMENT_ISSUE" },
  { ...ENGAGED, status: "FREE_TRIAL" },
  { ...FADING, status: "FREE_TRIAL" },
  { ...SILENT, status: "CANCELLED" },
  { ...ENGAGED, status: "FULLY_PAID" },
];

const habitOf = (user: number): Habit => HABITS[(user - 1) % HABITS.length] ?? ENGAGED;
const academyOf = (user: number): number => (user <= USERS / 2 ? 1 : 2);

const eachUser = <T>(make: (user: number) => T): T[] =>
  Array.from({ length: USERS }, (_, index) => make(index + 1));

export const academies = (): DemoRecord[] => [
  { id: 1, slug: "synthetic-norte", name: "Synthetic Academy Norte" },
  { id: 2, slug: "synthetic-sur", name: "Synthetic Academy Sur" },
];

export const academyAliases = (): DemoRecord[] => [
  { slug: "norte-online", academy_id: 1 },
  { slug: "sur-online", academy_id: 2 },
];

export const users = (): DemoRecord[] =>
  eachUser((id) => ({
    id,
    email: `synthetic.learner${id}@example.com`,
    first_name: "Synthetic",
    last_name: `Learner ${id}`,
    is_active: true,
  }));

export function subscriptions(calendar: Calendar): DemoRecord[] {
  const random = createRandom(11);
  return eachUser((user) => {
    const { status } = habitOf(user);
    const trial = status === "FREE_TRIAL";
    return {
      id: user,
      user_id: user,
      academy_id: academyOf(user),
      status,
      starts_at: calendar.at(trial ? random.whole(46, 50) : random.whole(60, 300), 9),
      next_payment_at: calendar.at(-random.whole(trial ? 1 : 5, trial ? 6 : 25), 9),
      ...(status === "CANCELLED" && { ended_at: calendar.at(random.whole(3, 20), 9) }),
    };
  });
}

interface Day {
  user: number;
  daysAgo: number;
  hour: number;
  random: Random;
}

/** Every day on which a learner did something. */
function* activeDays(calendar: Calendar, seed: number): Generator<Day> {
  const random = createRandom(seed);
  for (let user = 1; user <= USERS; user += 1) {
    const { before, lately } = habitOf(user);
    for (let daysAgo = DAYS - 1; daysAgo >= 0; daysAgo -= 1) {
      const hour = random.whole(7, 20) + random.next();
      if (!random.chance(daysAgo < 7 ? lately : before)) continue;
      if (calendar.isPast(daysAgo, hour)) yield { user, daysAgo, hour, random };
    }
  }
}

export function activities(calendar: Calendar): DemoRecord[] {
  return [...activeDays(calendar, 12)].flatMap(({ user, daysAgo, hour, random }) => {
    const base = { user_id: user, academy_id: academyOf(user) };
    const timestamp = calendar.at(daysAgo, hour);
    const record = (kind: string, count: number) => ({
      ...base,
      id: `${user}-${calendar.day(daysAgo)}-${kind}`,
      kind,
      timestamp,
      count,
    });
    const work = random.pick(["assignment_status_updated", "assignment_review_status_updated"]);
    return [
      record("login", random.whole(1, 3)),
      ...(random.chance(0.45) ? [record(work, random.whole(1, 2))] : []),
      ...(random.chance(0.3) ? [record("lesson_viewed", random.whole(1, 9))] : []),
    ];
  });
}

export function exerciseTelemetry(calendar: Calendar): DemoRecord[] {
  return [...activeDays(calendar, 12)].map(({ user, daysAgo, hour, random }) => {
    const { engagement, frustration } = habitOf(user);
    const around = (mean: number) => Math.min(100, Math.max(0, mean + random.whole(-12, 12)));
    return {
      id: `${user}-${calendar.day(daysAgo)}`,
      user_id: user,
      academy_id: academyOf(user),
      engagement_score: around(engagement[daysAgo < 7 ? 1 : 0]),
      frustration_score: around(daysAgo < 7 ? frustration : 20),
      recorded_at: calendar.at(daysAgo, hour),
    };
  });
}
