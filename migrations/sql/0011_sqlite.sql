-- A saved profile stays as it was, on SQLite. Each statement ends with a line holding only "--;".
CREATE TRIGGER column_profile_never_changes BEFORE UPDATE ON column_profile BEGIN
  SELECT RAISE(ABORT, 'profiles: batches were read by it');
END
--;
CREATE TRIGGER column_profile_never_goes BEFORE DELETE ON column_profile BEGIN
  SELECT RAISE(ABORT, 'profiles: batches were read by it');
END
--;
-- INSERT OR REPLACE would remove a row past the triggers above: by its key, or by its rowid.
CREATE TRIGGER column_profile_is_never_replaced BEFORE INSERT ON column_profile BEGIN
  SELECT RAISE(ABORT, 'history: this row exists')
   WHERE EXISTS (SELECT 1 FROM column_profile WHERE unit_code = NEW.unit_code AND seq = NEW.seq)
      OR EXISTS (SELECT 1 FROM column_profile WHERE rowid = NEW.rowid);
END
--;
