import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

const NODE_TESTS = [
  "test/scripts/**/*.test.ts",
  "test/e2e/**/*.test.ts",
  "test/house/**/*.test.ts",
];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                TEST_MIGRATIONS: await readD1Migrations("./migrations"),
                ADMIN_TOKEN: "test-admin-token",
                KEY_PEPPER: "test-pepper",
                CORS_ORIGINS: "https://app.example,*",
                SIM_RUNS: process.env["SIM_RUNS"] ?? "",
              },
            },
          }),
        ],
        test: {
          name: "worker",
          include: process.env["BENCH"] ? ["test/bench/*.bench.ts"] : ["test/**/*.test.ts"],
          exclude: NODE_TESTS,
          setupFiles: ["test/kit/migrate.ts"],
          // A runtime for each file costs more than the tests: setup empties the storage instead.
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "node",
          include: NODE_TESTS,
          environment: "node",
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
