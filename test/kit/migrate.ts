import { applyD1Migrations, env, reset } from "cloudflare:test";

// One runtime serves many files, so each begins with what it would find on a new machine.
await reset();
await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
