import { secondTime, secondTimeOrNull, type Standing } from "./estimates.ts";
import type { DocumentRow } from "./documents.table.ts";
import type { Report, ReportDetails } from "./documents.schemas.ts";
import { MAX_RETRIES } from "./document.ts";

/** A document as the wire has it. */
export function reportView(row: DocumentRow, { position, completion }: Standing): Report {
  const template = row.template_snapshot;
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    status: row.status,
    priority: row.priority,
    progress_percentage: row.progress_percentage,
    queue_position: position,
    estimated_completion: completion,
    created_at: secondTime(row.created_at),
    updated_at: secondTime(row.updated_at),
    started_at: secondTimeOrNull(row.started_at),
    completed_at: secondTimeOrNull(row.completed_at),
    expires_at: secondTime(row.expires_at),
    output_format: row.output_format,
    file_size_bytes: row.file_size_bytes,
    result_size_bytes: row.file_size_bytes,
    result_file_id: row.result_file_id,
    download_url: row.status === "completed" ? `/api/reports/${row.id}/download` : null,
    download_count: row.download_count,
    template_id: row.template_id,
    template_name: template.name,
    template: {
      id: template.id,
      name: template.name,
      display_name: template.display_name,
      description: template.description,
      category: template.category,
      required_role: template.required_role,
      security_level: template.security_level,
      requires_scrambling: template.requires_scrambling,
    },
    honey_jar_id: row.honey_jar_id,
    scrambling_enabled: row.scrambling_enabled === 1,
    pii_detected: row.pii_detected === 1,
    risk_level: row.risk_level,
    error_message: row.error_message,
    retry_count: row.retry_count,
    max_retries: MAX_RETRIES,
    generated_by: row.user_id,
    access_type: "user-owned",
  };
}

export const reportDetails = (row: DocumentRow, standing: Standing): ReportDetails => ({
  ...reportView(row, standing),
  parameters: row.parameters,
  result_summary: row.result_summary,
});
