DROP INDEX `report_generation_jobs_by_parent`;--> statement-breakpoint
DROP INDEX `report_generation_jobs_by_age`;--> statement-breakpoint
CREATE INDEX `report_generation_jobs_by_academy` ON `report_generation_jobs` (`tenant_id`,`academy_id`) WHERE parent_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `report_generation_jobs_by_parent` ON `report_generation_jobs` (`tenant_id`,`parent_id`,`academy_id`);--> statement-breakpoint
CREATE INDEX `report_generation_jobs_by_age` ON `report_generation_jobs` (`tenant_id`,`created_at`) WHERE parent_id IS NULL;