ALTER TABLE `report_coverage` ADD `moved_rows` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `acquisition_reports_by_user` ON `acquisition_reports` (`tenant_id`,`academy_id`,`user_id`,`report_date`);--> statement-breakpoint
CREATE INDEX `churn_reports_by_score` ON `churn_reports` (`tenant_id`,`academy_id`,`report_date`,`churn_risk_score`);--> statement-breakpoint
CREATE INDEX `churn_reports_by_user` ON `churn_reports` (`tenant_id`,`academy_id`,`user_id`,`report_date`);--> statement-breakpoint
CREATE TRIGGER acquisition_reports_moved AFTER UPDATE OF academy_id, report_date ON acquisition_reports
WHEN old.academy_id <> new.academy_id OR old.report_date <> new.report_date BEGIN
  UPDATE report_coverage SET moved_rows = moved_rows + 1
  WHERE tenant_id = old.tenant_id AND report_type = 'acquisition'
    AND academy_id = old.academy_id AND date = old.report_date;
END;
