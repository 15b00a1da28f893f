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
CREATE INDEX `decision_traces_by_request` ON `decision_traces` (`tenant_id`,`request_id`,`created_at`,`id`);--> statement-breakpoint
UPDATE `decision_traces` SET `day` = (`created_at` - ((`created_at` % 86400000) + 86400000) % 86400000) / 86400000;--> statement-breakpoint
INSERT INTO `trace_days` (`tenant_id`, `day`, `traces`, `degraded`, `scoring`, `selecting`)
SELECT `tenant_id`, `day`, count(*), count(*) FILTER (WHERE `degraded_scoring` = 1),
  count(*) FILTER (WHERE `scored_count` > 0 OR `degraded_scoring` = 1),
  count(*) FILTER (WHERE json_array_length(`selected_offers`) > 0)
FROM `decision_traces` GROUP BY `tenant_id`, `day`;--> statement-breakpoint
INSERT INTO `trace_offer_days` (`tenant_id`, `day`, `offer_id`, `selected`, `blocked`)
SELECT t.`tenant_id`, t.`day`, o.`offer_id`, sum(o.`selected`), sum(o.`blocked`)
FROM `decision_traces` t
JOIN `trace_offers` o ON o.`tenant_id` = t.`tenant_id` AND o.`trace_id` = t.`id` AND o.`entry_no` = 0
WHERE o.`selected` = 1 OR o.`blocked` = 1
GROUP BY t.`tenant_id`, t.`day`, o.`offer_id`;
