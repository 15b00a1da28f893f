const SOURCES = ["FORM_ENTRY", "FORM_ENTRY_WON", "USER_INVITE", "EVENT_RSVP", "EVENT_ATTENDED"];

/** The same numbers at each run. */
export function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const maybe = (random: (below: number) => number, values: readonly string[]): string | null =>
  values[random(values.length + 1)] ?? null;

/** Acquisition rows of two academies over six days, with ties and nulls in every column. */
export function randomRows(count: number, seed = 7) {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, at) => ({
    source_id: at + 1,
    academy_id: 1 + random(2),
    report_date: `2026-04-0${1 + random(6)}`,
    source_type: SOURCES[random(5)] ?? "",
    funnel_tier: 1 + random(4),
    user_id: random(3) === 0 ? null : random(40),
    email: maybe(random, ["", "a@x.io", "b@x.io", "7"]) ?? "",
    utm_source: maybe(random, ["", "google", "bing", "Google"]),
    utm_campaign: maybe(random, ["spring", "autumn"]),
    conversion_url: maybe(random, ["", "https://x.io/a", "https://x.io/b"]),
    asset_slug: maybe(
      random,
      Array.from({ length: 30 }, (_slug, one) => `asset-${one}`),
    ),
    event_slug: maybe(random, ["", "open-day"]),
    deal_status: maybe(random, ["", "WON", "LOST"]),
    team_seat_invite: random(2),
    created_at: random(5),
  }));
}

export type RandomRow = ReturnType<typeof randomRows>[number];
