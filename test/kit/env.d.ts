import type { D1Migration } from "cloudflare:test";

declare global {
  namespace Cloudflare {
    interface Env {
      TEST_MIGRATIONS: D1Migration[];
      /** How many runs the simulators make; empty: few. */
      SIM_RUNS: string;
    }
  }
}
