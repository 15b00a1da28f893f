-- Full-text search over honey jar passages. Derived data: 'rebuild' makes it anew.
-- `jar_term` is a column of the index so that a search reads only its own jar's entries.
CREATE VIRTUAL TABLE honey_jar_search USING fts5(
  jar_term, title, heading_path, passage,
  content = 'honey_jar_passages', content_rowid = 'row_id',
  tokenize = 'porter unicode61 remove_diacritics 2'
);
--> statement-breakpoint
CREATE TRIGGER honey_jar_passages_added AFTER INSERT ON honey_jar_passages BEGIN
  INSERT INTO honey_jar_search (rowid, jar_term, title, heading_path, passage)
  VALUES (new.row_id, new.jar_term, new.title, new.heading_path, new.passage);
END;
--> statement-breakpoint
CREATE TRIGGER honey_jar_passages_removed AFTER DELETE ON honey_jar_passages BEGIN
  INSERT INTO honey_jar_search (honey_jar_search, rowid, jar_term, title, heading_path, passage)
  VALUES ('delete', old.row_id, old.jar_term, old.title, old.heading_path, old.passage);
END;
