CREATE TABLE `report_coverage` (
	`tenant_id` text NOT NULL,
	`report_type` text NOT NULL,
	`academy_id` integer NOT NULL,
	`date` text NOT NULL,
	`generated_at` integer NOT NULL,
	`generated_rows` integer NOT NULL,
	`read_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `report_type`, `academy_id`, `date`)
);
--> statement-breakpoint
CREATE TABLE `acquisition_reports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`tenant_id` text NOT NULL,
	`source_type` text NOT NULL,
	`source_id` integer NOT NULL,
	`report_date` text NOT NULL,
	`academy_id` integer NOT NULL,
	`user_id` integer,
	`email` text NOT NULL,
	`funnel_tier` integer NOT NULL,
	`utm_source` text,
	`utm_medium` text,
	`utm_campaign` text,
	`landing_url` text,
	`conversion_url` text,
	`asset_slug` text,
	`event_slug` text,
	`deal_status` text,
	`lead_type` text,
	`team_seat_invite` integer NOT NULL,
	`utm_term` text,
	`utm_content` text,
	`utm_placement` text,
	`attribution_id` text,
	`course_id` integer,
	`cohort_id` integer,
	`syllabus_id` integer,
	`role_id` text,
	`author_id` integer,
	`subscription_seat_id` integer,
	`plan_financing_seat_id` integer,
	`payment_method_id` integer,
	`details` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `acquisition_reports_by_source` ON `acquisition_reports` (`tenant_id`,`source_type`,`source_id`);--> statement-breakpoint
CREATE INDEX `acquisition_reports_by_newest` ON `acquisition_reports` (`tenant_id`,`academy_id`,`report_date`,`id`);--> statement-breakpoint
CREATE TABLE `churn_alerts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`tenant_id` text NOT NULL,
	`user_id` integer NOT NULL,
	`academy_id` integer NOT NULL,
	`alert_type` text NOT NULL,
	`severity` text NOT NULL,
	`report_date` text NOT NULL,
	`triggered_at` integer NOT NULL,
	`resolved_at` integer,
	`resolved_by_id` text,
	`action_taken` text,
	`metrics_snapshot` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `churn_alerts_open` ON `churn_alerts` (`tenant_id`,`academy_id`,`user_id`,`alert_type`) WHERE resolved_at IS NULL;--> statement-breakpoint
CREATE INDEX `churn_alerts_by_hand` ON `churn_alerts` (`tenant_id`,`academy_id`,`user_id`,`alert_type`,`report_date`) WHERE resolved_by_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `churn_alerts_by_newest` ON `churn_alerts` (`tenant_id`,`academy_id`,`triggered_at`);--> statement-breakpoint
CREATE TABLE `churn_reports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`tenant_id` text NOT NULL,
	`user_id` integer NOT NULL,
	`academy_id` integer NOT NULL,
	`report_date` text NOT NULL,
	`churn_risk_score` real NOT NULL,
	`risk_level` text NOT NULL,
	`days_since_last_activity` integer NOT NULL,
	`login_count_7d` integer NOT NULL,
	`assignments_completed_7d` integer NOT NULL,
	`has_payment_issues` integer NOT NULL,
	`subscription_status` text NOT NULL,
	`login_trend` real NOT NULL,
	`assignment_trend` real NOT NULL,
	`avg_frustration_score` real,
	`avg_engagement_score` real,
	`days_until_renewal` integer,
	`details` text NOT NULL,
	`created_at` integer NOT NULL,
	`alert_bits` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `churn_reports_by_day` ON `churn_reports` (`tenant_id`,`academy_id`,`report_date`,`user_id`);--> statement-breakpoint
CREATE INDEX `churn_reports_by_newest` ON `churn_reports` (`tenant_id`,`academy_id`,`report_date`,`id`,`alert_bits`);--> statement-breakpoint
CREATE INDEX `activities_by_user` ON `activities` (`tenant_id`,`academy_id`,`user_id`,`timestamp`,`kind`,`count`);--> statement-breakpoint
CREATE INDEX `event_checkins_by_creation` ON `event_checkins` (`tenant_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `event_checkins_by_attendance` ON `event_checkins` (`tenant_id`,`attended_at`);--> statement-breakpoint
CREATE INDEX `exercise_telemetry_by_user` ON `exercise_telemetry` (`tenant_id`,`academy_id`,`user_id`,`recorded_at`,`engagement_score`,`frustration_score`);--> statement-breakpoint
CREATE INDEX `form_entries_by_creation` ON `form_entries` (`tenant_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `form_entries_by_win` ON `form_entries` (`tenant_id`,`won_at`);--> statement-breakpoint
CREATE INDEX `subscriptions_by_user` ON `subscriptions` (`tenant_id`,`academy_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `user_invites_by_creation` ON `user_invites` (`tenant_id`,`created_at`);