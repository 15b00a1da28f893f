import type { Calendar } from "./calendar.ts";
import { createRandom, type Random } from "./random.ts";
import type { DemoRecord } from "./record.ts";

const DAYS = 60;
const UTMS = [
  { utm_source: "synthetic-search", utm_medium: "cpc", utm_campaign: "spring-intake" },
  { utm_source: "synthetic-social", utm_medium: "social", utm_campaign: "career-change" },
  { utm_source: "synthetic-newsletter", utm_medium: "email", utm_campaign: "spring-intake" },
  {},
] as const;
const LANDING = "https://academy.example/landing";

const mailOf = (person: number) => `synthetic.lead${person}@example.com`;

/** Instants of the last sixty days, oldest first, about `perDay` a day. */
function* moments(calendar: Calendar, random: Random, perDay: number) {
  for (let daysAgo = DAYS - 1; daysAgo >= 0; daysAgo -= 1) {
    const times = Array.from({ length: random.whole(perDay - 1, perDay + 1) }, () => random.next());
    for (const time of times.toSorted((a, b) => a - b)) {
      const hour = 6 + time * 16;
      if (calendar.isPast(daysAgo, hour)) yield { daysAgo, hour, at: calendar.at(daysAgo, hour) };
    }
  }
}

function dealOf(calendar: Calendar, random: Random, daysAgo: number): DemoRecord {
  const chance = random.next();
  const days = random.whole(1, 9);
  if (chance < 0.12 && days <= daysAgo) {
    return { deal_status: "WON", won_at: calendar.at(daysAgo - days, 1) };
  }
  return chance > 0.85 ? { deal_status: "LOST" } : {};
}

export function formEntries(calendar: Calendar): DemoRecord[] {
  const random = createRandom(21);
  return [...moments(calendar, random, 4)].map(({ daysAgo, at }, index) => ({
    id: index + 1,
    created_at: at,
    // Some forms only know the academy's alias.
    ...(random.chance(0.8)
      ? { academy_id: random.whole(1, 2) }
      : { location: random.pick(["norte-online", "sur-online"]) }),
    email: mailOf(random.whole(1, 180)),
    ...(random.chance(0.7) && { lead_type: random.pick(["STRONG", "SOFT", "DISCOVERY"]) }),
    ...dealOf(calendar, random, daysAgo),
    ...random.pick(UTMS),
    utm_url: LANDING,
    ...(random.chance(0.2) && { current_download: "synthetic-syllabus.pdf" }),
    custom_fields: { conversion_url: `${LANDING}/apply`, wants_call: random.chance(0.3) },
  }));
}

export function userInvites(calendar: Calendar): DemoRecord[] {
  const random = createRandom(22);
  return [...moments(calendar, random, 1)].map(({ at, daysAgo, hour }, index) => {
    const user = random.whole(1, 120);
    const opened = random.chance(0.6) && calendar.isPast(daysAgo, hour + 2);
    const sale = random.chance(0.25) && { sale: { plan: "synthetic-plan", amount: 490 } };
    return {
      id: index + 1,
      created_at: at,
      ...(random.chance(0.7) ? { academy_id: user <= 60 ? 1 : 2 } : { cohort_academy_id: 1 }),
      cohort_id: random.whole(100, 104),
      syllabus_id: random.whole(1, 4),
      user_id: user,
      author_id: random.whole(1, 5),
      email: `synthetic.learner${user}@example.com`,
      role: "student",
      status: opened ? "ACCEPTED" : "PENDING",
      process_status: "DONE",
      sent_at: at,
      ...(opened && { opened_at: calendar.at(daysAgo, hour + 1) }),
      ...(random.chance(0.2) && { subscription_seat_id: random.whole(1, 30) }),
      conversion_info: { ...random.pick(UTMS), landing_url: LANDING, ...sale },
    };
  });
}

const EVENTS = [
  "open-day",
  "first-lines-of-code",
  "data-night",
  "alumni-talk",
  "demo-day",
  "q-and-a",
];

export const events = (): DemoRecord[] =>
  EVENTS.map((slug, index) => ({
    id: index + 1,
    academy_id: (index % 2) + 1,
    slug: `synthetic-${slug}`,
    asset_slug: `synthetic-${slug}-slides`,
  }));

export function eventCheckins(calendar: Calendar): DemoRecord[] {
  const random = createRandom(23);
  return [...moments(calendar, random, 2)].map(({ at, daysAgo }, index) => {
    const later = random.whole(1, 5);
    const attended = random.chance(0.55) && later <= daysAgo;
    return {
      id: index + 1,
      event_id: random.whole(1, EVENTS.length),
      created_at: at,
      status: attended ? "DONE" : "PENDING",
      ...(attended && { attended_at: calendar.at(daysAgo - later, 0.5) }),
      ...(random.chance(0.3) && { attendee_id: random.whole(1, 120) }),
      email: mailOf(random.whole(1, 180)),
      ...random.pick(UTMS),
      utm_url: LANDING,
    };
  });
}
