import { DAY_MS, type Ids, type Principal } from "#shared";
import { DEFAULT_QUEUE, folded, PRIORITIES } from "./document.ts";
import type { DocumentsSettings } from "./documents.ports.ts";
import type { DocumentRow } from "./documents.table.ts";
import type { Assignment } from "./generator.ts";
import type { Wish } from "./new-document.ts";
import type { Seed } from "./queue/queue.machine.ts";
import { userRole } from "./templates/template-rights.ts";
import type { StoredTemplate } from "./templates.table.ts";

/** A new document, waiting to be queued. */
export const newRow = (
  { ids, documents: settings }: { ids: Ids; documents: DocumentsSettings },
  principal: Principal,
  template: StoredTemplate,
  wish: Wish,
  now: number,
): DocumentRow => ({
  tenant_id: principal.tenantId,
  id: ids.uuid(),
  user_id: principal.userId,
  user_role: userRole(principal),
  title: wish.title,
  description: wish.description,
  search_text: folded(`${wish.title}\n${wish.description ?? ""}`),
  status: "pending",
  priority: wish.priority,
  priority_rank: PRIORITIES.indexOf(wish.priority),
  queue_name: DEFAULT_QUEUE,
  progress_percentage: 0,
  template_id: template.id,
  template_snapshot: template,
  parameters: wish.parameters,
  output_format: wish.outputFormat,
  honey_jar_id: wish.honeyJarId,
  scrambling_requested: wish.scramblingRequested ? 1 : 0,
  scrambling_enabled: wish.scramblingRequested || template.requires_scrambling ? 1 : 0,
  pii_detected: 0,
  risk_level: "low",
  result_summary: null,
  result_file_id: null,
  file_size_bytes: null,
  error_message: null,
  retry_count: 0,
  attempt: 0,
  tries: 0,
  download_count: 0,
  created_at: now,
  updated_at: now,
  enqueued_at: now,
  not_before: null,
  started_at: null,
  completed_at: null,
  expires_at: now + settings.retentionDays * DAY_MS,
  revision: 0,
  event_id: null,
});

/** What the queue object has to know to take the document in. */
export const seedOf = (row: DocumentRow): Seed => ({
  tenantId: row.tenant_id,
  documentId: row.id,
  rank: row.priority_rank,
  enqueuedAt: row.enqueued_at,
  run: row.retry_count,
  attempt: row.attempt,
  tries: row.tries,
  revision: row.revision,
});

const DEFAULT_LANGUAGE = "en";

export const languageOf = ({ parameters }: DocumentRow): string =>
  typeof parameters["language"] === "string" ? parameters["language"] : DEFAULT_LANGUAGE;

/** What a generator is given. Its data are of the moment that the run was asked for. */
export const assignmentOf = (row: DocumentRow): Assignment => {
  const { id, name, generator_class, max_output_tokens, template_config } = row.template_snapshot;
  const { writer, instructions } = template_config;
  return {
    tenantId: row.tenant_id,
    documentId: row.id,
    userId: row.user_id,
    userRole: row.user_role,
    run: row.retry_count,
    title: row.title,
    description: row.description,
    parameters: row.parameters,
    honeyJarId: row.honey_jar_id,
    scrambling: {
      requested: row.scrambling_requested === 1,
      applied: row.scrambling_enabled === 1,
    },
    language: languageOf(row),
    template: {
      id,
      name,
      generatorClass: generator_class,
      maxOutputTokens: max_output_tokens,
      config: { ...(writer && { writer }), ...(instructions !== undefined && { instructions }) },
    },
    asOf: row.enqueued_at,
  };
};
