import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { retryAfterMs } from "../../scripts/ingest/client.ts";
import { runIngest } from "../../scripts/ingest/run-ingest.ts";
import { type IngestionServer, KEY, startIngestionServer } from "./ingestion-server.ts";

let folder = "";
let server: IngestionServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "almanac-ingest-"));
  server = await startIngestionServer();
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function ingest(args: string[], env: NodeJS.ProcessEnv = {}) {
  const said = { out: "", err: "" };
  const screen = {
    out: (line: string) => void (said.out += `${line}\n`),
    err: (text: string) => void (said.err += text),
    isTerminal: false,
  };
  const target = { ALMANAC_KEY: KEY, ALMANAC_URL: server.url, ...env };
  return { code: await runIngest(args, target, screen), ...said };
}

function write(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const offers = (many: number) =>
  Array.from({ length: many }, (_, index) => JSON.stringify({ id: `o${index + 1}` })).join("\n");

describe("loading a file", () => {
  it("sends NDJSON in batches, tells the sums, and ends with 0", async () => {
    const { code, out } = await ingest(["offers", write("a.ndjson", offers(5)), "--batch", "2"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^offers: 5 received, 5 stored, 5 changed, 0 rejected in .* records\/s\)/);
    expect(server.requests.map((lines) => lines.length)).toEqual([2, 2, 1]);
  });

  it("changes nothing the second time", async () => {
    const file = write("a.ndjson", offers(3));
    await ingest(["offers", file]);
    expect((await ingest(["offers", file])).out).toContain("3 stored, 0 changed");
  });

  it.each(["a.csv.gz", "a.ndjson.gz"])("unzips %s on the way", async (name) => {
    const text = name.startsWith("a.csv") ? "id,rank\no1,1\n" : '{"id":"o1","rank":1}\n';
    expect((await ingest(["offers", write(name, gzipSync(text))])).code).toBe(0);
    expect(server.stored.get("o1")).toBe('{"id":"o1","rank":1}');
  });

  it("takes url and key as options before the environment", async () => {
    const args = ["--url", `${server.url}/`, "--key", KEY, "offers", write("a.ndjson", offers(1))];
    expect((await ingest(args, { ALMANAC_KEY: "other", ALMANAC_URL: "http://x" })).code).toBe(0);
  });
});

describe("rejected records", () => {
  it("are told by the file's line, field and message; the code is 1", async () => {
    const text = "id,rank\no1,1\n\n,2\no3\no4,x\no5,5\n";
    const { code, err, out } = await ingest(["offers", write("a.csv", text), "--batch", "2"]);
    expect(code).toBe(1);
    expect(err).toBe(
      [
        "line 4: id is required",
        "line 5: has 1 cells where the header has 2",
        "line 6: rank must be a number",
        "",
      ].join("\n"),
    );
    expect(out).toContain("5 received, 2 stored, 2 changed, 3 rejected");
  });

  it("are shown up to the twentieth and kept in full with --errors", async () => {
    const lines = Array.from({ length: 350 }, (_, index) => (index % 7 === 0 ? offers(1) : "{}"));
    const errors = join(folder, "errors.ndjson");
    const file = write("a.ndjson", lines.join("\n"));
    const { err, out } = await ingest(["offers", file, "--errors", errors]);
    expect(out).toContain("350 received, 50 stored, 1 changed, 300 rejected");
    expect(err.match(/^line /gm)).toHaveLength(20);
    const kept = readFileSync(errors, "utf8").trim().split("\n");
    expect(kept.map((line) => (JSON.parse(line) as { line: number }).line)).toEqual(
      lines.flatMap((line, index) => (line === "{}" ? [index + 1] : [])),
    );
  });

  it("may be all of them", async () => {
    const { code, out } = await ingest(["offers", write("a.ndjson", "{}\nno")]);
    expect([code, out]).toEqual([1, expect.stringContaining("0 stored, 0 changed, 2 rejected")]);
  });
});

describe("trouble on the way", () => {
  it("that passes is waited for, as long as the server asks", async () => {
    server.plan = [429, 503];
    server.retryAfter = "0";
    const { code, err } = await ingest(["offers", write("a.ndjson", offers(1))]);
    expect(code).toBe(0);
    expect(err).toContain("the server answered 429; trying again in 0 s");
    expect(err).toContain("the server answered 503; trying again in 0 s");
  });

  it("of the network is tried again after a pause", async () => {
    server.plan = ["broken"];
    const { code, err } = await ingest(["offers", write("a.ndjson", offers(1))]);
    expect([code, err]).toEqual([0, expect.stringContaining("trying again in 0.5 s")]);
  });

  it("that stays ends the load in bounded time", async () => {
    server.plan = [503, 503, 503, 503, 503, 503];
    server.retryAfter = "0";
    const { code, err } = await ingest(["offers", write("a.ndjson", offers(1))]);
    expect([code, err]).toEqual([2, expect.stringContaining("answered 503, 6 times over")]);
  });
});

describe("a load that was interrupted", () => {
  const interrupt = async (...more: string[]) => {
    const args = ["offers", write("a.csv", "id\n\na\nb\nc\nd\ne\n"), "--batch", "2", ...more];
    server.plan = ["verdict", 500];
    const { code, err } = await ingest(args);
    expect([code, err]).toEqual([2, expect.stringContaining("The server answered 500: No.")]);
    return args;
  };

  it("goes on behind the last batch that was taken, sums and all", async () => {
    const args = await interrupt();
    expect(JSON.parse(readFileSync(`${args[1]}.ingest-state.json`, "utf8"))).toMatchObject({
      nextLine: 5,
    });
    const { code, err, out } = await ingest(args);
    expect([code, err]).toEqual([0, "Going on at line 5 (--restart begins anew)\n"]);
    expect(out).toContain("5 received, 5 stored, 5 changed");
    expect(server.requests.map((lines) => lines.length)).toEqual([2, 2, 1]);
    expect(existsSync(`${args[1]}.ingest-state.json`)).toBe(false);
  });

  it("begins anew with --restart", async () => {
    const args = await interrupt();
    expect((await ingest([...args, "--restart"])).out).toContain("5 received, 5 stored, 3 changed");
  });

  it("begins anew when the file has changed", async () => {
    const args = await interrupt();
    write("a.csv", "id\nz\n");
    expect((await ingest(args)).out).toContain("1 received");
  });

  it("begins anew for another reading of the file", async () => {
    const args = await interrupt();
    expect((await ingest([...args, "--map", "id=id"])).out).toContain("5 received, 5 stored, 3");
  });

  it("keeps its place where --state says, without the key", async () => {
    const state = join(folder, "place.json");
    await interrupt("--state", state);
    expect(readFileSync(state, "utf8")).not.toContain(KEY);
  });

  it("goes through without a place that can be written", async () => {
    const args = ["offers", write("a.ndjson", offers(3)), "--state", join(folder, "no", "where")];
    expect((await ingest(args)).code).toBe(0);
  });
});

it.each([
  [null, undefined],
  ["3", 3_000],
  ["Wed, 18 Mar 2026 12:00:05 GMT", 5_000],
  ["Wed, 18 Mar 2026 11:00:00 GMT", 0],
  ["86400", 60_000],
  ["soon", undefined],
])("Retry-After %j asks for %j ms", (header, ms) => {
  expect(retryAfterMs(header, Date.parse("2026-03-18T12:00:00Z"))).toBe(ms);
});

describe("what cannot run ends with 2 and says why", () => {
  it.each([
    ["an unknown dataset", ["ofers", "a.ndjson"], {}, 'no dataset "ofers". Datasets: offers'],
    ["a file that is not there", ["offers", "b.ndjson"], {}, "there is no such file"],
    ["a refused key", ["offers", "a.ndjson"], { ALMANAC_KEY: "x" }, "refused (401)"],
    ["no key", ["offers", "a.ndjson"], { ALMANAC_KEY: "" }, "--key or ALMANAC_KEY"],
    ["a kind of file that is none", ["offers", "a.xlsx"], {}, "must end in"],
    ["an address that is none", ["offers", "a.ndjson", "--url", "x"], {}, "--url wants"],
    ["too large a batch", ["offers", "a.ndjson", "--batch", "10001"], {}, "--batch wants"],
    ["an unknown option", ["offers", "a.ndjson", "--fast"], {}, "--fast"],
    ["no file", ["offers"], {}, "Name a dataset and one file"],
    ["a broken archive", ["offers", "c.ndjson.gz"], {}, "incorrect header check"],
    [
      "errors that cannot be kept",
      ["offers", "a.ndjson", "--errors", "/no/where"],
      {},
      "Cannot write",
    ],
  ])("%s", async (_, args, env, said) => {
    write("a.ndjson", offers(1));
    write("c.ndjson.gz", "not zipped");
    const placed = args.map((arg) => (/^[abc]\./.test(arg) ? join(folder, arg) : arg));
    const { code, err } = await ingest(placed, env);
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(server.requests).toEqual([]);
  });

  it("but --help ends with 0", async () => {
    const { code, out } = await ingest(["--help"]);
    expect([code, out]).toEqual([0, expect.stringContaining("--map <column>=<field>")]);
  });
});
