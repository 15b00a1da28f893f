import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

const NODE_TESTS = [
  "test/scripts/**/*.test.ts",
  "test/e2e/**/*.test.ts",
  "test/house/**/*.test.ts",
];

export default defineConfig({
  test: {
    // Starting and waiting is most of the time: on two cores four at once take less than half of it.
    maxWorkers: 4,
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
