CREATE TABLE `document_audit` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`document_id` text,
	`detail` text,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `document_audit_by_time` ON `document_audit` (`tenant_id`,`at`);--> statement-breakpoint
CREATE INDEX `document_audit_by_age` ON `document_audit` (`at`);--> statement-breakpoint
CREATE TABLE `document_files` (
	`tenant_id` text NOT NULL,
	`document_id` text NOT NULL,
	`format` text NOT NULL,
	`id` text NOT NULL,
	`attempt` integer NOT NULL,
	`r2_key` text NOT NULL,
	`sha256` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`mime_type` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `document_id`, `format`)
);
--> statement-breakpoint
CREATE TABLE `document_idempotency` (
	`tenant_id` text NOT NULL,
	`user_id` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`document_id` text NOT NULL,
	`response` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `user_id`, `key`)
);
--> statement-breakpoint
CREATE INDEX `document_idempotency_by_expiry` ON `document_idempotency` (`expires_at`);--> statement-breakpoint
CREATE TABLE `document_pii_mappings` (
	`tenant_id` text NOT NULL,
	`document_id` text NOT NULL,
	`run` integer NOT NULL,
	`iv` text NOT NULL,
	`ciphertext` text NOT NULL,
	`created_at` integer NOT NULL,
	`delete_after` integer,
	PRIMARY KEY(`tenant_id`, `document_id`, `run`)
);
--> statement-breakpoint
CREATE INDEX `document_pii_mappings_by_end` ON `document_pii_mappings` (`delete_after`);--> statement-breakpoint
CREATE TABLE `document_purges` (
	`tenant_id` text NOT NULL,
	`document_id` text NOT NULL,
	`due_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `document_id`)
);
--> statement-breakpoint
CREATE INDEX `document_purges_due` ON `document_purges` (`due_at`);--> statement-breakpoint
CREATE TABLE `document_sources` (
	`tenant_id` text NOT NULL,
	`document_id` text NOT NULL,
	`n` integer NOT NULL,
	`kind` text NOT NULL,
	`source_document_id` text,
	`title` text NOT NULL,
	`url` text,
	`passages_used` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `document_id`, `n`)
);
--> statement-breakpoint
CREATE INDEX `document_sources_by_source` ON `document_sources` (`tenant_id`,`source_document_id`);--> statement-breakpoint
CREATE TABLE `documents` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`title` text NOT NULL,
	`description` text,
	`search_text` text NOT NULL,
	`status` text NOT NULL,
	`priority` text NOT NULL,
	`priority_rank` integer NOT NULL,
	`queue_name` text NOT NULL,
	`progress_percentage` integer NOT NULL,
	`template_id` text NOT NULL,
	`template_snapshot` text NOT NULL,
	`parameters` text NOT NULL,
	`output_format` text NOT NULL,
	`honey_jar_id` text,
	`scrambling_requested` integer NOT NULL,
	`scrambling_enabled` integer NOT NULL,
	`pii_detected` integer NOT NULL,
	`risk_level` text NOT NULL,
	`result_summary` text,
	`result_file_id` text,
	`file_size_bytes` integer,
	`error_message` text,
	`retry_count` integer NOT NULL,
	`attempt` integer NOT NULL,
	`tries` integer NOT NULL,
	`download_count` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`enqueued_at` integer NOT NULL,
	`not_before` integer,
	`started_at` integer,
	`completed_at` integer,
	`expires_at` integer NOT NULL,
	`revision` integer NOT NULL,
	`event_id` text,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `documents_by_owner` ON `documents` (`tenant_id`,`user_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `documents_by_age` ON `documents` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `documents_in_order` ON `documents` (`queue_name`,`status`,`priority_rank`,`enqueued_at`,`id`);--> statement-breakpoint
CREATE INDEX `documents_ended` ON `documents` (`queue_name`,`status`,`completed_at`,`started_at`);--> statement-breakpoint
CREATE INDEX `documents_stale` ON `documents` (`updated_at`) WHERE status IN ('pending', 'queued', 'processing');--> statement-breakpoint
CREATE INDEX `documents_by_expiry` ON `documents` (`expires_at`);--> statement-breakpoint
CREATE INDEX `documents_by_jar` ON `documents` (`tenant_id`,`honey_jar_id`);--> statement-breakpoint
CREATE INDEX `documents_by_template` ON `documents` (`tenant_id`,`template_id`,`status`);--> statement-breakpoint
CREATE TABLE `document_shares` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`document_id` text NOT NULL,
	`created_by` text NOT NULL,
	`method` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`max_uses` integer,
	`uses` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `document_shares_by_token` ON `document_shares` (`token_hash`);--> statement-breakpoint
CREATE INDEX `document_shares_by_document` ON `document_shares` (`tenant_id`,`document_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `document_templates` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`display_name` text NOT NULL,
	`description` text NOT NULL,
	`category` text NOT NULL,
	`generator_class` text NOT NULL,
	`required_role` text NOT NULL,
	`security_level` text NOT NULL,
	`scrambling_profile` text NOT NULL,
	`requires_scrambling` integer NOT NULL,
	`is_active` integer NOT NULL,
	`is_premium` integer NOT NULL,
	`output_formats` text NOT NULL,
	`max_output_tokens` integer NOT NULL,
	`estimated_time_minutes` integer NOT NULL,
	`parameters` text NOT NULL,
	`template_config` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `document_templates_by_name` ON `document_templates` (`tenant_id`,`name`);--> statement-breakpoint
CREATE TABLE `document_webhook_deliveries` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`webhook_id` text NOT NULL,
	`event_id` text NOT NULL,
	`type` text NOT NULL,
	`document_id` text NOT NULL,
	`payload` text NOT NULL,
	`status` text NOT NULL,
	`attempt` integer NOT NULL,
	`response_status` integer,
	`error` text,
	`duration_ms` integer,
	`created_at` integer NOT NULL,
	`next_attempt_at` integer,
	`delivered_at` integer,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `document_webhook_deliveries_once` ON `document_webhook_deliveries` (`tenant_id`,`event_id`,`webhook_id`);--> statement-breakpoint
CREATE INDEX `document_webhook_deliveries_by_hook` ON `document_webhook_deliveries` (`tenant_id`,`webhook_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `document_webhook_deliveries_due` ON `document_webhook_deliveries` (`next_attempt_at`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `document_webhook_deliveries_by_age` ON `document_webhook_deliveries` (`created_at`);--> statement-breakpoint
CREATE TABLE `document_webhooks` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`url` text NOT NULL,
	`events` text NOT NULL,
	`secret_encrypted` text NOT NULL,
	`is_active` integer NOT NULL,
	`disabled_reason` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `document_webhooks_by_user` ON `document_webhooks` (`tenant_id`,`user_id`,`created_at`);