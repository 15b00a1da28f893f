CREATE TABLE `academies` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `academy_aliases` (
	`tenant_id` text NOT NULL,
	`slug` text NOT NULL,
	`academy_id` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `slug`)
);
--> statement-breakpoint
CREATE TABLE `activities` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`user_id` integer NOT NULL,
	`academy_id` integer,
	`kind` text NOT NULL,
	`timestamp` integer NOT NULL,
	`related_type` text,
	`related_id` text,
	`related_slug` text,
	`count` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `algorithm_models` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`model_type` text NOT NULL,
	`status` text NOT NULL,
	`last_trained_at` integer,
	`auc` real,
	`feature_importance` text,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `approvals` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`entity_type` text NOT NULL,
	`entity_id` text NOT NULL,
	`status` text NOT NULL,
	`created_at` integer,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `attribution_results` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`customer_id` text NOT NULL,
	`conversion_id` text NOT NULL,
	`model` text NOT NULL,
	`total_value` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `attribution_results_by_conversion` ON `attribution_results` (`tenant_id`,`conversion_id`,`model`,`created_at`);--> statement-breakpoint
CREATE TABLE `budget_allocations` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`scope` text NOT NULL,
	`scope_id` text,
	`period_type` text NOT NULL,
	`period_key` text NOT NULL,
	`max_spend` integer,
	`max_impressions` real,
	`max_conversions` real,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `budget_spend` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`offer_id` text NOT NULL,
	`amount` integer NOT NULL,
	`occurred_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `budget_spend_by_offer` ON `budget_spend` (`tenant_id`,`offer_id`,`occurred_at`);--> statement-breakpoint
CREATE TABLE `categories` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`status` text,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `channels` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`channel_type` text,
	`status` text,
	`deleted` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `creatives` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`offer_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`name` text,
	`status` text,
	`deleted` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `decision_flows` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`key` text NOT NULL,
	`name` text,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `decision_traces` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`customer_id` text NOT NULL,
	`request_id` text,
	`decision_flow_id` text,
	`decision_flow_key` text,
	`channel_id` text,
	`created_at` integer NOT NULL,
	`degraded_scoring` integer,
	`total_latency_ms` real,
	`candidate_count` integer,
	`after_qualification` integer,
	`after_suppression` integer,
	`after_contact_policy` integer,
	`final_count` integer,
	`qualification_results` text,
	`contact_policy_results` text,
	`scoring_results` text,
	`selected_offers` text,
	`scored_count` integer,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `decision_traces_by_time` ON `decision_traces` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `decision_traces_by_customer` ON `decision_traces` (`tenant_id`,`customer_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `decision_traces_by_request` ON `decision_traces` (`tenant_id`,`request_id`);--> statement-breakpoint
CREATE TABLE `event_checkins` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`event_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`attended_at` integer,
	`status` text,
	`attendee_id` integer,
	`email` text,
	`utm_source` text,
	`utm_medium` text,
	`utm_campaign` text,
	`utm_url` text,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `events` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`academy_id` integer,
	`slug` text,
	`asset_slug` text,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `exercise_telemetry` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`user_id` integer NOT NULL,
	`academy_id` integer,
	`engagement_score` real,
	`frustration_score` real,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `experiments` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `form_entries` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`academy_id` integer,
	`location` text,
	`user_id` integer,
	`email` text,
	`deal_status` text,
	`won_at` integer,
	`lead_type` text,
	`utm_source` text,
	`utm_medium` text,
	`utm_campaign` text,
	`utm_content` text,
	`utm_term` text,
	`utm_placement` text,
	`utm_url` text,
	`attribution_id` text,
	`custom_fields` text,
	`current_download` text,
	`gclid` text,
	`referral_key` text,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `interactions` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`customer_id` text NOT NULL,
	`offer_id` text,
	`creative_id` text,
	`channel_id` text,
	`outcome` text NOT NULL,
	`timestamp` integer NOT NULL,
	`direction` text,
	`conversion_value` integer,
	`recommendation_id` text,
	`rank` integer,
	`context` text,
	`count` integer NOT NULL,
	`day` integer,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `interactions_by_time` ON `interactions` (`tenant_id`,`timestamp`);--> statement-breakpoint
CREATE INDEX `interactions_by_customer` ON `interactions` (`tenant_id`,`customer_id`,`timestamp`);--> statement-breakpoint
CREATE INDEX `interactions_by_cell` ON `interactions` (`tenant_id`,`day`,`offer_id`,`channel_id`,`outcome`);--> statement-breakpoint
CREATE TABLE `journeys` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `model_metric_snapshots` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`model_id` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`auc` real,
	`metrics` text,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `model_metric_snapshots_by_model` ON `model_metric_snapshots` (`tenant_id`,`model_id`,`recorded_at`);--> statement-breakpoint
CREATE TABLE `offers` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`category_id` text,
	`priority` integer NOT NULL,
	`budget_total` integer,
	`deleted` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `outcome_types` (
	`tenant_id` text NOT NULL,
	`key` text NOT NULL,
	`name` text,
	`classification` text NOT NULL,
	`category` text NOT NULL,
	`is_conversion` integer,
	`is_exposure` integer,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`decision_flow_id` text,
	`status` text NOT NULL,
	`started_at` integer,
	`completed_at` integer,
	`latency_ms` real,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `runs_by_completion` ON `runs` (`tenant_id`,`status`,`completed_at`);--> statement-breakpoint
CREATE TABLE `segment_members` (
	`tenant_id` text NOT NULL,
	`segment_id` text NOT NULL,
	`customer_id` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `segment_id`, `customer_id`)
);
--> statement-breakpoint
CREATE TABLE `segments` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`status` text,
	`materialized_at` integer,
	`deleted` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `subscriptions` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`academy_id` integer NOT NULL,
	`status` text NOT NULL,
	`next_payment_at` integer,
	`valid_until` integer,
	`starts_at` integer,
	`ended_at` integer,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `suppressions` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`customer_id` text NOT NULL,
	`policy_type` text NOT NULL,
	`scope` text,
	`scope_id` text,
	`reason` text,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `triggers` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `user_invites` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`academy_id` integer,
	`cohort_id` integer,
	`cohort_academy_id` integer,
	`course_id` integer,
	`course_academy_id` integer,
	`syllabus_id` integer,
	`syllabus_academy_owner_id` integer,
	`user_id` integer,
	`author_id` integer,
	`email` text,
	`role` text,
	`event_slug` text,
	`asset_slug` text,
	`conversion_info` text,
	`subscription_seat_id` integer,
	`plan_financing_seat_id` integer,
	`payment_method_id` integer,
	`status` text,
	`process_status` text,
	`sent_at` integer,
	`opened_at` integer,
	`clicked_at` integer,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`email` text,
	`first_name` text,
	`last_name` text,
	`is_active` integer,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `honey_jars` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`document_count` integer NOT NULL,
	`passage_count` integer NOT NULL,
	`bytes` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `honey_jars_by_age` ON `honey_jars` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `honey_jar_documents` (
	`tenant_id` text NOT NULL,
	`jar_id` text NOT NULL,
	`id` text NOT NULL,
	`title` text NOT NULL,
	`source_url` text,
	`content_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`passage_count` integer NOT NULL,
	`created_at` integer NOT NULL,
	`content` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `jar_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `honey_jar_documents_by_age` ON `honey_jar_documents` (`tenant_id`,`jar_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `honey_jar_passages` (
	`row_id` integer PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`jar_id` text NOT NULL,
	`document_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`jar_term` text NOT NULL,
	`title` text NOT NULL,
	`heading_path` text NOT NULL,
	`passage` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `honey_jar_passages_by_document` ON `honey_jar_passages` (`tenant_id`,`jar_id`,`document_id`,`ordinal`);--> statement-breakpoint
CREATE TABLE `clock_marks` (
	`tenant_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `at`)
);
--> statement-breakpoint
CREATE TABLE `dataset_state` (
	`tenant_id` text NOT NULL,
	`dataset` text NOT NULL,
	`row_count` integer NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `dataset`)
);
--> statement-breakpoint
CREATE TABLE `interaction_days` (
	`tenant_id` text NOT NULL,
	`day` integer NOT NULL,
	`offer_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`outcome` text NOT NULL,
	`events` integer NOT NULL,
	`valued` integer NOT NULL,
	`value_e4` integer NOT NULL,
	`value_sq` real NOT NULL,
	`stale` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `day`, `offer_id`, `channel_id`, `outcome`)
);
--> statement-breakpoint
CREATE INDEX `interaction_days_stale` ON `interaction_days` (`tenant_id`) WHERE stale = 1;--> statement-breakpoint
CREATE TABLE `tenant_state` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`data_version` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `trace_offers` (
	`tenant_id` text NOT NULL,
	`trace_id` text NOT NULL,
	`offer_id` text NOT NULL,
	`entry_no` integer NOT NULL,
	`rejected` integer NOT NULL,
	`passed` integer NOT NULL,
	`blocked` integer NOT NULL,
	`scored` integer NOT NULL,
	`selected` integer NOT NULL,
	`rank` integer,
	`selected_rank` integer,
	`score` real,
	`channel_id` text,
	`offer_name` text,
	PRIMARY KEY(`tenant_id`, `trace_id`, `offer_id`, `entry_no`)
);
--> statement-breakpoint
CREATE TABLE `api_keys` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`user_id` text,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`scopes` text NOT NULL,
	`capabilities` text NOT NULL,
	`key_hash` text NOT NULL,
	`key_prefix` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	`last_used_at` integer,
	PRIMARY KEY(`tenant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_by_hash` ON `api_keys` (`key_hash`);--> statement-breakpoint
CREATE INDEX `api_keys_by_age` ON `api_keys` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `tenants` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
