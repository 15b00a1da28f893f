import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ChromeMachine, findChrome, MISSING } from "../../scripts/chrome/find-chrome.ts";
import { chromePlace, pinnedVersion, wrappedProgram } from "../../scripts/chrome/place.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "almanac-chrome-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program that says who it is and what it was asked. */
function plant(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "${file} $@"\n`);
  chmodSync(file, 0o755);
  return file;
}

const place = () => {
  const machine = { platform: "linux", arch: "x64", env: {}, home: folder };
  const found = chromePlace("1.2.3.4", machine);
  if (!found) throw new Error("no place");
  return found;
};

interface Asked {
  downloads: number;
  packages: number;
}

function machineWith(parts: Partial<ChromeMachine> = {}): ChromeMachine & { asked: Asked } {
  const asked = { downloads: 0, packages: 0 };
  return {
    asked,
    env: { PATH: join(folder, "bin") },
    isRoot: false,
    starts: (program) => Promise.resolve(existsSync(program)),
    download: () => {
      asked.downloads += 1;
      return Promise.resolve(false);
    },
    installPackage: () => {
      asked.packages += 1;
      return Promise.resolve(false);
    },
    ...parts,
  };
}

describe("where wrangler looks for Chrome", () => {
  it("is read out of the installed wrangler", () => {
    expect(pinnedVersion()).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(pinnedVersion("nothing of the kind")).toBeUndefined();
  });

  it.each([
    ["linux", "x64", {}, ".cache/.wrangler/chrome/linux-9/chrome-linux64/chrome", true],
    ["linux", "arm64", {}, ".cache/.wrangler/chrome/linux_arm-9/chrome-linux64/chrome", false],
    ["darwin", "arm64", {}, "Library/Caches/.wrangler/chrome/mac_arm-9/chrome-mac-arm64/", true],
  ])("on %s %s", (platform, arch, env, path, downloadable) => {
    const found = chromePlace("9", { platform, arch, env, home: "/home/me" });
    expect(found?.executable.startsWith(join("/home/me", path))).toBe(true);
    expect(found?.downloadable).toBe(downloadable);
  });

  it("follows XDG_CACHE_HOME", () => {
    const machine = { platform: "linux", arch: "x64", env: { XDG_CACHE_HOME: "/c" }, home: "/h" };
    expect(chromePlace("9", machine)?.folder).toBe("/c/.wrangler/chrome/linux-9");
  });
});

describe("Chrome comes", () => {
  it("from wrangler's cache first, with nothing else asked", async () => {
    const program = plant(place().executable);
    const machine = machineWith({ env: { CHROME_PATH: plant(join(folder, "other")) } });
    expect(await findChrome(place(), machine)).toEqual({ program, from: "cache" });
    expect(machine.asked).toEqual({ downloads: 0, packages: 0 });
  });

  it("then by wrangler's own download", async () => {
    const machine = machineWith({
      download: ({ executable }) => Promise.resolve(plant(executable) !== ""),
      env: { CHROME_PATH: plant(join(folder, "other")) },
    });
    expect(await findChrome(place(), machine)).toMatchObject({ from: "download" });
  });

  it("then from CHROME_PATH, before the system's", async () => {
    plant(join(folder, "bin", "chromium"));
    const program = plant(join(folder, "it's mine"));
    const env = { PATH: join(folder, "bin"), CHROME_PATH: program };
    expect(await findChrome(place(), machineWith({ env }))).toEqual({
      program,
      from: "CHROME_PATH",
    });
    const { stdout } = spawnSync(place().executable, ["--a b"], { encoding: "utf8" });
    expect(stdout).toBe(`${program} --a b\n`);
  });

  it("then from the system, without its sandbox for root", async () => {
    const program = plant(join(folder, "bin", "chromium"));
    const machine = machineWith({ isRoot: true });
    expect(await findChrome(place(), machine)).toEqual({ program, from: "system" });
    const { stdout } = spawnSync(place().executable, ["--x"], { encoding: "utf8" });
    expect(stdout).toBe(`${program} --no-sandbox --x\n`);
    expect(machine.asked).toEqual({ downloads: 1, packages: 0 });
  });

  it("then from the distribution's package", async () => {
    const program = join(folder, "bin", "chromium");
    const installPackage = () => Promise.resolve(plant(program) !== "");
    const found = await findChrome(place(), machineWith({ installPackage }));
    expect(found).toEqual({ program, from: "package" });
  });

  it("from nowhere: the message says what to do", async () => {
    const machine = machineWith();
    expect(await findChrome(place(), machine)).toEqual({ missing: MISSING });
    expect(machine.asked).toEqual({ downloads: 1, packages: 1 });
    expect(await findChrome(undefined, machine)).toEqual({ missing: MISSING });
  });
});

describe("the second time", () => {
  it("finds what it put there, and looks anew once that is gone", async () => {
    const first = plant(join(folder, "bin", "chromium"));
    await findChrome(place(), machineWith());
    const again = machineWith();
    expect(await findChrome(place(), again)).toEqual({ program: first, from: "cache" });
    expect(again.asked.downloads).toBe(0);

    rmSync(first);
    const second = plant(join(folder, "bin", "google-chrome"));
    expect(await findChrome(place(), machineWith())).toEqual({ program: second, from: "system" });
    expect(wrappedProgram(place().executable)).toBe(second);
  });

  it("does not download again what is there and cannot start", async () => {
    plant(place().executable);
    const program = plant(join(folder, "bin", "chromium"));
    const starts = (one: string) => Promise.resolve(one === program);
    const machine = machineWith({ starts });
    expect(await findChrome(place(), machine)).toEqual({ program, from: "system" });
    expect(machine.asked.downloads).toBe(0);
  });
});
