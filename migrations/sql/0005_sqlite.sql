-- What came in stays as it came, on SQLite. Each statement ends with a line holding only "--;".
CREATE TRIGGER batch_never_changes BEFORE UPDATE ON batch BEGIN
  SELECT RAISE(ABORT, 'intake: what came in stays as it came');
END
--;
CREATE TRIGGER batch_never_goes BEFORE DELETE ON batch BEGIN
  SELECT RAISE(ABORT, 'intake: what came in stays as it came');
END
--;
CREATE TRIGGER raw_row_never_changes BEFORE UPDATE ON raw_row BEGIN
  SELECT RAISE(ABORT, 'intake: what came in stays as it came');
END
--;
CREATE TRIGGER raw_row_never_goes BEFORE DELETE ON raw_row BEGIN
  SELECT RAISE(ABORT, 'intake: what came in stays as it came');
END
--;
CREATE TRIGGER quarantine_never_changes BEFORE UPDATE ON quarantine BEGIN
  SELECT RAISE(ABORT, 'intake: what came in stays as it came');
END
--;
CREATE TRIGGER quarantine_never_goes BEFORE DELETE ON quarantine BEGIN
  SELECT RAISE(ABORT, 'intake: what came in stays as it came');
END
--;
-- INSERT OR REPLACE would remove a row past the triggers above: by its key, or by its rowid.
CREATE TRIGGER batch_is_never_replaced BEFORE INSERT ON batch BEGIN
  SELECT RAISE(ABORT, 'history: this row exists')
   WHERE EXISTS (SELECT 1 FROM batch WHERE id = NEW.id)
      OR EXISTS (SELECT 1 FROM batch WHERE rowid = NEW.rowid);
END
--;
-- INSERT OR REPLACE would remove a row past the triggers above: by its key, or by its rowid.
CREATE TRIGGER raw_row_is_never_replaced BEFORE INSERT ON raw_row BEGIN
  SELECT RAISE(ABORT, 'history: this row exists')
   WHERE EXISTS (SELECT 1 FROM raw_row WHERE batch_id = NEW.batch_id AND row_no = NEW.row_no)
      OR EXISTS (SELECT 1 FROM raw_row WHERE rowid = NEW.rowid);
END
--;
-- INSERT OR REPLACE would remove a row past the triggers above: by its key, or by its rowid.
CREATE TRIGGER quarantine_is_never_replaced BEFORE INSERT ON quarantine BEGIN
  SELECT RAISE(ABORT, 'history: this row exists')
   WHERE EXISTS (SELECT 1 FROM quarantine WHERE batch_id = NEW.batch_id AND row_no = NEW.row_no AND position = NEW.position)
      OR EXISTS (SELECT 1 FROM quarantine WHERE rowid = NEW.rowid);
END
--;
