import { type Bucket, documentsSurface } from "#http";
import { MINUTE_MS } from "#shared";

/** What all routes of the room say of themselves. */
export const operation = { surface: documentsSurface, tag: "Reports", access: "key" } as const;
export const publicOperation = { ...operation, access: "public" } as const;

export const noReport = { NOT_FOUND: "Report not found" };
export const limited = { RATE_LIMITED: "Rate limit exceeded" };

export const BUCKETS = {
  create: { name: "create", calls: 10, windowMs: 60 * MINUTE_MS },
  list: { name: "list", calls: 100, windowMs: MINUTE_MS },
  download: { name: "download", calls: 50, windowMs: MINUTE_MS },
  shared: { name: "shared", calls: 50, windowMs: MINUTE_MS },
  queue: { name: "queue", calls: 60, windowMs: MINUTE_MS },
} as const satisfies Record<string, Bucket>;

export const REPORT = {
  id: "991a8dca-b90c-406d-9a64-dcc9b1bec33c",
  title: "Segmentation of plant networks",
  description: "For the June audit",
  status: "queued",
  priority: "normal",
  progress_percentage: 0,
  queue_position: 2,
  estimated_completion: "2026-01-20T15:45:00Z",
  created_at: "2026-01-20T15:30:00Z",
  updated_at: "2026-01-20T15:30:00Z",
  started_at: null,
  completed_at: null,
  expires_at: "2026-02-19T15:30:00Z",
  output_format: "pdf",
  file_size_bytes: null,
  result_size_bytes: null,
  result_file_id: null,
  download_url: null,
  download_count: 0,
  template_id: "cc030440-0005-470f-8341-6ec798d00445",
  template_name: "Bee Conversational Report",
  template: {
    id: "cc030440-0005-470f-8341-6ec798d00445",
    name: "Bee Conversational Report",
    display_name: "Bee Conversational Report",
    description: "A long-form report on a question, written from your sources, with citations.",
    category: "analysis",
    required_role: "user",
    security_level: "standard",
    requires_scrambling: true,
  },
  honey_jar_id: null,
  scrambling_enabled: true,
  pii_detected: false,
  risk_level: "low",
  error_message: null,
  retry_count: 0,
  max_retries: 3,
  generated_by: "u-7",
  access_type: "user-owned",
};
