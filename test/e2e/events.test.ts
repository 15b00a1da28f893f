import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureChrome } from "../../scripts/chrome.ts";
import { endGroup } from "../../scripts/processes.ts";
import { freePort } from "../../scripts/start/options.ts";
import { type RunningStart, runStart } from "./running-start.ts";

interface Seen {
  started: { status: number; id: number };
  events: { id: string; status: string; progress: number }[];
  end: { status: string };
}

/** What a dashboard does: starts a job with the session's cookie, then watches it. */
const page = (api: string) => `<!doctype html><title>Dashboard</title><script type="module">
const jobs = "${api}/v1/monitoring/report/churn/generate";
const headers = { Academy: "1,2", "Content-Type": "application/json", "X-Requested-With": "fetch" };
const body = JSON.stringify({ days_back: 3 });
const answer = await fetch(jobs, { method: "POST", credentials: "include", headers, body });
const { id } = await answer.json();
const events = [];
const source = new EventSource(jobs + "/" + id + "/events?academy=1,2", { withCredentials: true });
source.addEventListener("job", ({ data, lastEventId }) => {
  const { status, progress_current: progress } = JSON.parse(data);
  events.push({ id: lastEventId, status, progress });
});
source.addEventListener("end", ({ data }) => {
  source.close();
  const seen = { started: { status: answer.status, id }, events, end: JSON.parse(data) };
  fetch("/seen", { method: "POST", body: JSON.stringify(seen) });
});
</script>`;

const SESSION = "ory_kratos_session=of-u-7";

const whoami = JSON.stringify({
  identity: {
    id: "u-7",
    metadata_public: {
      almanac: {
        tenant_id: "demo",
        capabilities: [{ academy_id: "*", capabilities: ["read_monitoring_report"] }],
      },
    },
  },
});

let started: RunningStart;
let told: (seen: Seen) => void;
const seen = new Promise<Seen>((done) => (told = done));

/** The dashboard's own server, and the identity provider that knows its one session. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === "/seen") told(JSON.parse(await text(request)) as Seen);
  if (request.url === "/sessions/whoami") {
    const isKnown = request.headers.cookie?.includes(SESSION) === true;
    response.writeHead(isKnown ? 200 : 401, { "Content-Type": "application/json" }).end(whoami);
    return;
  }
  const headers = { "Content-Type": "text/html", "Set-Cookie": `${SESSION}; Path=/; HttpOnly` };
  response.writeHead(200, headers).end(request.url === "/" ? page(started.url) : "");
}

const office = createServer((request, response) => void answer(request, response));
let origin: string;

beforeAll(async () => {
  const port = await freePort();
  office.listen(port, "127.0.0.1");
  await once(office, "listening");
  origin = `http://localhost:${port}`;
  const vars = [`KRATOS_PUBLIC_URL:http://127.0.0.1:${port}`, `CORS_ORIGINS:${origin}`];
  started = await runStart(undefined, ...vars.flatMap((pair) => ["--var", pair]));
});
afterAll(async () => {
  office.close();
  await started.end();
});

it("lets a dashboard in a real browser start a job and watch it to its end", async () => {
  const chrome = await ensureChrome();
  if ("missing" in chrome) throw new Error(chrome.missing);
  const profile = mkdtempSync(join(tmpdir(), "almanac-browser-"));
  const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`];
  const browser = spawn(chrome.program, [...flags, `${origin}/`], {
    detached: true,
    stdio: "ignore",
  });
  try {
    const { started: job, events, end } = await seen;
    expect(job.status).toBe(202);
    expect(end).toEqual({ status: "DONE" });
    const versions = events.map(({ id }) => Number(id));
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
    expect(events.length).toBeGreaterThan(1);
    expect(events.at(-1)).toMatchObject({ status: "DONE", progress: 6 });
  } finally {
    if (browser.pid !== undefined) await endGroup(browser.pid);
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
});

it("generates the day before for every academy when the daily run is due", async () => {
  const due = Date.now();
  const query = new URLSearchParams({ cron: "0 2 * * *", time: String(due) });
  const run = await fetch(`${started.url}/cdn-cgi/handler/scheduled?${query.toString()}`);
  expect(run.status).toBe(200);
  const headers = { "X-API-Key": started.keys.viewer, Academy: "1,2" };
  const daily = async () => {
    const url = `${started.url}/v1/monitoring/report/generate-jobs?sort=report_type`;
    const jobs = (await (await fetch(url, { headers })).json()) as Record<string, unknown>[];
    const yesterday = new Date(due - 86_400_000).toISOString().slice(0, 10);
    return jobs
      .filter(({ date_start, date_end }) => date_start === yesterday && date_end === yesterday)
      .map(({ report_type, status }) => [report_type, status]);
  };
  const done = [
    ["acquisition", "DONE"],
    ["churn", "DONE"],
  ];
  await expect.poll(daily, { timeout: 60_000, interval: 500 }).toEqual(done);
});
