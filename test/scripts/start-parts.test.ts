import { randomBytes } from "node:crypto";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { bundleVerdict } from "../../scripts/check/steps.ts";
import { endStrays } from "../../scripts/processes.ts";
import { isDue, readCrons } from "../../scripts/start/crons.ts";
import { freePort, readOptions } from "../../scripts/start/options.ts";

const ROOT = "/project";

describe("the arguments of npm start", () => {
  it("have their places by default", async () => {
    const options = await readOptions([], ROOT, {});
    expect(options).toMatchObject({
      stateFolder: "/project/.wrangler/state",
      varsFile: "/project/.dev.vars",
      passedOn: [],
    });
    expect(options.port).toBeGreaterThanOrEqual(8787);
  });

  it("go on to wrangler, but for those that are ours", async () => {
    const port = String(await freePort());
    const args = [
      "--port",
      port,
      "--var",
      "A:b:c",
      "--persist-to=/s",
      "--vars-file",
      "/v",
      "--minify",
    ];
    const options = await readOptions(args, ROOT, {});
    expect(options).toMatchObject({ stateFolder: "/s", varsFile: "/v", port: Number(port) });
    expect(options.passedOn).toEqual(["--var", "A:b:c", "--minify", "--env-file", "/v"]);
    expect(options.vars.get("A")).toBe("b:c");
  });

  it("take the port from PORT, and --port before it", async () => {
    const [one, two] = [await freePort(), await freePort()];
    expect((await readOptions([], ROOT, { PORT: String(one) })).port).toBe(one);
    expect((await readOptions([`--port=${two}`], ROOT, { PORT: String(one) })).port).toBe(two);
  });

  it("refuse a port that is taken or none", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    await expect(readOptions(["--port", String(port)], ROOT, {})).rejects.toThrow(/is taken/);
    await expect(readOptions(["--port", "many"], ROOT, {})).rejects.toThrow("No port: many");
    server.close();
  });
});

describe("crons", () => {
  it("are those of wrangler.toml", () => {
    expect(readCrons("wrangler.toml")).toContain("* * * * *");
  });

  it.each([
    ["* * * * *", "2026-03-18T13:07:30Z", true],
    ["0 2 * * *", "2026-03-18T02:00:00Z", true],
    ["0 2 * * *", "2026-03-18T02:01:00Z", false],
    ["0 2 * * *", "2026-03-18T14:00:00Z", false],
  ])("%s at %s", (cron, at, due) => {
    expect(isDue(cron, new Date(at))).toBe(due);
  });
});

it("a process that left its group is found by our folder and ended", async () => {
  const folder = `/tmp/almanac-stray-${process.pid}`;
  const script = ["-e", "setInterval(() => {}, 1_000)", folder];
  const stray = spawn(process.execPath, script, { detached: true, stdio: "ignore" });
  await once(stray, "spawn");
  const ended = once(stray, "exit");
  endStrays(folder);
  expect(await ended).toEqual([null, "SIGKILL"]);
});

describe("the bundle", () => {
  it("is judged by what its JavaScript has when packed", () => {
    expect(bundleVerdict(new Uint8Array(5_000_000))).toBeUndefined();
    expect(bundleVerdict(randomBytes(1_500_000))).toMatch(/^The JavaScript has 14\d\d KiB/);
  });
});
