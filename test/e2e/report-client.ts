import { setTimeout as wait } from "node:timers/promises";

const BEE = "cc030440-0005-470f-8341-6ec798d00445";
const SETTLED_WITHIN_MS = 120_000;

export interface Report {
  id: string;
  title: string;
  status: string;
  priority: "urgent" | "high" | "normal" | "low";
  queue_position: number | null;
  estimated_completion: string | null;
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
  error_message: string | null;
  retry_count: number;
  result_summary: Record<string, unknown>;
}

interface Answer<T> {
  success: boolean;
  data: T;
}

/** Somebody who asks for documents, over HTTP. */
function createReportClient(url: string, key: string) {
  async function ask<T>(path: string, body?: object): Promise<T> {
    const headers = { "X-API-Key": key, "Content-Type": "application/json" };
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(url + path, { headers, ...init });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return (JSON.parse(text) as Answer<T>).data;
  }
  const read = async (id: string): Promise<Report> =>
    (await ask<{ report: Report }>(`/api/reports/${id}`)).report;
  const list = async (): Promise<Report[]> =>
    (await ask<{ reports: Report[] }>("/api/reports?limit=100")).reports;
  return {
    ask,
    read,
    list,
    async create(wish: object): Promise<Report> {
      return (await ask<{ report: Report }>("/api/reports", { template_id: BEE, ...wish })).report;
    },
    /** Polls until the document is finished, whatever came of it. */
    async settled(id: string): Promise<Report> {
      for (const end = Date.now() + SETTLED_WITHIN_MS; Date.now() < end; await wait(250)) {
        const report = await read(id);
        if (["completed", "failed", "cancelled"].includes(report.status)) return report;
      }
      throw new Error(`still at work: ${JSON.stringify(await list())}`);
    },
    async download(id: string, format: string): Promise<Buffer> {
      const path = `/api/reports/${id}/download?format=${format}`;
      const response = await fetch(url + path, { headers: { "X-API-Key": key } });
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
      return Buffer.from(await response.arrayBuffer());
    },
    async jarOf(name: string, documents: readonly object[]): Promise<string> {
      const { honey_jar } = await ask<{ honey_jar: { id: string } }>("/api/honey-jars", { name });
      await ask(`/api/honey-jars/${honey_jar.id}/documents`, { documents });
      return honey_jar.id;
    },
  };
}

export type ReportClient = ReturnType<typeof createReportClient>;

/** A key of its own: the hour's ten documents are counted by key. */
export async function newClient(
  url: string,
  adminKey: string,
  wish: object = { role: "editor" },
): Promise<ReportClient> {
  const response = await fetch(`${url}/api/v1/api-keys`, {
    method: "POST",
    headers: { "X-API-Key": adminKey, "Content-Type": "application/json" },
    body: JSON.stringify({ name: "Documents", ...wish }),
  });
  const { key } = (await response.json()) as { key: string };
  return createReportClient(url, key);
}
