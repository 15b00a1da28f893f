CREATE TABLE `report_generation_jobs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`tenant_id` text NOT NULL,
	`report_type` text NOT NULL,
	`status` text NOT NULL,
	`status_message` text NOT NULL,
	`academy_id` integer,
	`parent_id` integer,
	`batch_id` text NOT NULL,
	`children_count` integer DEFAULT 0 NOT NULL,
	`date_start` text NOT NULL,
	`date_end` text NOT NULL,
	`progress_current` integer DEFAULT 0 NOT NULL,
	`progress_total` integer DEFAULT 0 NOT NULL,
	`generated_rows` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`requested_by_id` text,
	`params` text NOT NULL,
	`result` text NOT NULL,
	`error_log` text,
	`task_id` text,
	`started_at` integer,
	`finished_at` integer,
	`fingerprint` text NOT NULL,
	`dedup_key` text,
	`forced` integer NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `report_generation_jobs_by_dedup` ON `report_generation_jobs` (`tenant_id`,`dedup_key`);--> statement-breakpoint
CREATE INDEX `report_generation_jobs_by_fingerprint` ON `report_generation_jobs` (`tenant_id`,`fingerprint`) WHERE status IN ('PENDING', 'RUNNING');--> statement-breakpoint
CREATE INDEX `report_generation_jobs_by_parent` ON `report_generation_jobs` (`tenant_id`,`parent_id`);--> statement-breakpoint
CREATE INDEX `report_generation_jobs_by_batch` ON `report_generation_jobs` (`tenant_id`,`batch_id`);--> statement-breakpoint
CREATE INDEX `report_generation_jobs_by_age` ON `report_generation_jobs` (`tenant_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `report_generation_jobs_stale` ON `report_generation_jobs` (`updated_at`) WHERE status IN ('PENDING', 'RUNNING');