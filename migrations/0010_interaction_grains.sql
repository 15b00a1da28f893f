CREATE TABLE `__new_interaction_days` (
	`tenant_id` text NOT NULL,
	`grain` text NOT NULL,
	`day` integer NOT NULL,
	`offer_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`outcome` text NOT NULL,
	`events` integer NOT NULL,
	`valued` integer NOT NULL,
	`value_e4` integer NOT NULL,
	`value_sq` real NOT NULL,
	`stale` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `grain`, `day`, `offer_id`, `channel_id`, `outcome`)
);
--> statement-breakpoint
INSERT INTO `__new_interaction_days` (`tenant_id`, `grain`, `day`, `offer_id`, `channel_id`, `outcome`, `events`, `valued`, `value_e4`, `value_sq`, `stale`)
SELECT `tenant_id`, 'offer_channel', `day`, `offer_id`, `channel_id`, `outcome`, sum(`events`), sum(`valued`), sum(`value_e4`), sum(`value_sq`), 0
FROM `interaction_days` GROUP BY 1, 3, 4, 5, 6;--> statement-breakpoint
INSERT INTO `__new_interaction_days` (`tenant_id`, `grain`, `day`, `offer_id`, `channel_id`, `outcome`, `events`, `valued`, `value_e4`, `value_sq`, `stale`)
SELECT `tenant_id`, 'offer', `day`, `offer_id`, '', `outcome`, sum(`events`), sum(`valued`), sum(`value_e4`), sum(`value_sq`), 0
FROM `interaction_days` GROUP BY 1, 3, 4, 5, 6;--> statement-breakpoint
INSERT INTO `__new_interaction_days` (`tenant_id`, `grain`, `day`, `offer_id`, `channel_id`, `outcome`, `events`, `valued`, `value_e4`, `value_sq`, `stale`)
SELECT `tenant_id`, 'channel', `day`, '', `channel_id`, `outcome`, sum(`events`), sum(`valued`), sum(`value_e4`), sum(`value_sq`), 0
FROM `interaction_days` GROUP BY 1, 3, 4, 5, 6;--> statement-breakpoint
DROP TABLE `interaction_days`;--> statement-breakpoint
ALTER TABLE `__new_interaction_days` RENAME TO `interaction_days`;--> statement-breakpoint
CREATE INDEX `interaction_days_stale` ON `interaction_days` (`tenant_id`) WHERE stale = 1;