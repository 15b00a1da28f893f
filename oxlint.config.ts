import { defineConfig } from "oxlint";

/** Left to right: a room imports only rooms to its left, through their faces. */
const ROOMS = [
  "shared",
  "http",
  "tenancy",
  "sources",
  "honey-jars",
  "generation",
  "monitoring",
  "dashboards",
  "documents",
  "console",
  "platform",
];

interface Restriction {
  regex: string;
  message: string;
}

const FACES_ONLY = {
  regex: "^#[^/]+/",
  message: "Enter another room by its face (#room), never by a file inside it.",
};

const notToTheRight = (room: string): Restriction[] => {
  const right = ROOMS.slice(ROOMS.indexOf(room) + 1);
  if (right.length === 0) return [];
  return [
    {
      regex: `^#(?:${[room, ...right].join("|")})$`,
      message: `A room imports only rooms to its left: ${ROOMS.join(" < ")}.`,
    },
  ];
};

/** Relative paths stay inside the room: `../` from its top folder leaves it. */
const insideTheRoom = (depth: number): Restriction => ({
  regex: `^${"\\.\\./".repeat(depth + 1)}`,
  message: "A relative import stays inside its room.",
});

/** What a role may not touch, by the file name's role. */
const ROLES: { files: string; banned: Restriction[] }[] = [
  {
    files: "{routes,middleware}",
    banned: [{ regex: "^drizzle-orm", message: "Routes hold no SQL: call a use case." }],
  },
  {
    files: "{schemas,messages}",
    banned: [
      {
        regex: "^(?:hono|@hono/|hono-openapi|drizzle-orm|cloudflare:)",
        message: "Schemas and messages import zod only.",
      },
    ],
  },
  {
    files: "usecases",
    banned: [
      {
        regex: "^(?:hono|@hono/|hono-openapi|drizzle-orm|cloudflare:)",
        message: "Use cases see ports, domain and other faces; no HTTP, no database, no bindings.",
      },
    ],
  },
  {
    files: "{table,repository,query}",
    banned: [
      {
        regex: "^(?:hono|@hono/|hono-openapi|cloudflare:)",
        message: "Tables, repositories and queries know the database only.",
      },
    ],
  },
  {
    files: "machine",
    banned: [{ regex: "^(?:hono|drizzle-orm|cloudflare:|zod)", message: "A machine is pure." }],
  },
];

type ImportRule = Record<"no-restricted-imports", ["error", { patterns: Restriction[] }]>;

const restrict = (patterns: Restriction[]): ImportRule => ({
  "no-restricted-imports": ["error", { patterns }],
});

const roomRules = (room: string, depth: number) => [
  FACES_ONLY,
  ...notToTheRight(room),
  insideTheRoom(depth),
];

const DEPTHS = ["*", "*/*", "*/*/*", "*/*/*/*"];

/** The last matching override replaces the rule, so a role's ban repeats its room's. */
const overrides = ROOMS.flatMap((room) =>
  DEPTHS.flatMap((glob, depth) => [
    {
      files: [`src/${room}/${glob}.ts`],
      rules: restrict(roomRules(room, depth)),
    },
    ...ROLES.map(({ files, banned }) => ({
      files: [`src/${room}/${glob}.${files}.ts`],
      rules: restrict([...roomRules(room, depth), ...banned]),
    })),
  ]),
);

const NOT_PLATFORM = {
  regex: "^#platform$",
  message: "Only composition.ts sees the adapters.",
};

const NOT_INSIDE = {
  regex: String.raw`^\./[^/]+/`,
  message: "Enter a room by its face (#room), also from a root file.",
};

export default defineConfig({
  plugins: ["typescript", "unicorn", "oxc", "import", "promise", "vitest"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  rules: {
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/await-thenable": "error",
    "typescript/consistent-type-imports": "error",
    "import/no-default-export": "error",
    "import/no-cycle": "error",
    "max-lines": ["error", { max: 250, skipBlankLines: false, skipComments: false }],
    "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
    // Rows and days are worked through in order on purpose.
    "no-await-in-loop": "off",
    // Deliberate here: `async` is not a promise chain, and a spread of two fields is no hot path.
    "typescript/no-unsafe-type-assertion": "off",
    "oxc/no-map-spread": "off",
    "oxc/no-accumulating-spread": "off",
    "unicorn/prefer-top-level-await": "off",
    "unicorn/prefer-set-has": "off",
  },
  overrides: [
    ...overrides,
    { files: ["src/*.ts"], rules: restrict([FACES_ONLY, NOT_INSIDE, NOT_PLATFORM]) },
    { files: ["src/composition.ts"], rules: restrict([FACES_ONLY, NOT_INSIDE]) },
    // drizzle-kit runs it in Node, where a face that reaches a Durable Object cannot be loaded.
    { files: ["src/schema.ts"], rules: { "no-restricted-imports": "off" } },
    {
      files: ["src/**/*.ts"],
      rules: {
        "no-restricted-properties": [
          "error",
          { object: "Date", property: "now", message: "Time comes from the Clock." },
          { object: "sql", property: "raw", message: "Values are bound." },
        ],
      },
    },
    {
      files: ["src/shared/clock.ts", "src/**/*.durable-object.ts"],
      rules: { "no-restricted-properties": "off" },
    },
    {
      files: ["src/worker.ts", "test/kit/printing/worker.ts", "*.config.ts"],
      rules: { "import/no-default-export": "off" },
    },
    {
      files: ["test/**/*.ts"],
      rules: {
        "max-lines-per-function": "off",
        "import/no-named-as-default-member": "off",
        "unicorn/consistent-function-scoping": "off",
        "vitest/no-conditional-expect": "off",
        "vitest/valid-expect": ["error", { maxArgs: 2 }],
        "vitest/expect-expect": ["error", { assertFunctionNames: ["expect*", "fc.assert"] }],
      },
    },
  ],
  ignorePatterns: ["src/env.d.ts", "node_modules", "dist", ".wrangler"],
});
