CREATE TABLE `trace_days` (
	`tenant_id` text NOT NULL,
	`day` integer NOT NULL,
	`traces` integer NOT NULL,
	`degraded` integer NOT NULL,
	`scoring` integer NOT NULL,
	`selecting` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `day`)
);
--> statement-breakpoint
CREATE TABLE `trace_offer_days` (
	`tenant_id` text NOT NULL,
	`day` integer NOT NULL,
	`offer_id` text NOT NULL,
	`selected` integer NOT NULL,
	`blocked` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `day`, `offer_id`)
);
--> statement-breakpoint
DROP INDEX `decision_traces_by_request`;--> statement-breakpoint
ALTER TABLE `decision_traces` ADD `day` integer;--> statement-breakpoint
CREATE INDEX `decision_traces_by_request` ON `decision_traces` (`tenant_id`,`request_id`,`created_at`,`id`);