/** Synthetic sentences about pumps: no two alike, each with a cue of some section. */
const PARTS = [
  "valve",
  "motor",
  "gauge",
  "filter",
  "relay",
  "sensor",
  "pipe",
  "tank",
  "seal",
  "rotor",
];
const VERBS = [
  "should protect",
  "must isolate",
  "may fail near",
  "allow access to",
  "limit the risk of",
  "define the type of",
  "review",
  "ensure the test of",
  "cause trouble for",
  "recommend",
];
const PLACES = [
  "boilers",
  "harbours",
  "mines",
  "refineries",
  "dams",
  "ships",
  "labs",
  "farms",
  "depots",
  "mills",
  "yards",
  "plants",
];
const sentence = (n: number): string =>
  `Pump ${PARTS[n % 10]} teams of ${PLACES[(n * 7) % 12]} ${VERBS[(n * 3 + Math.floor(n / 10)) % 10]} ${PARTS[(n * 3 + 4) % 10]} ${PLACES[(n * 5 + 2) % 12]} number ${n * 37} each ${["spring", "summer", "autumn", "winter"][n % 4]}.`;

export const SOURCES = Array.from({ length: 6 }, (_, source) => ({
  title: `Pump book ${source}`,
  url: `https://example.com/${source}`,
  text: Array.from({ length: 5 }, (__, paragraph) =>
    Array.from({ length: 4 }, (___, n) => sentence(source * 20 + paragraph * 4 + n)).join(" "),
  ).join("\n\n"),
}));
