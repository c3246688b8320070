-- The history of dues paid only grows, on SQLite. Each statement ends with a line holding only "--;".
CREATE TRIGGER dues_event_never_changes BEFORE UPDATE ON dues_event BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
CREATE TRIGGER dues_event_never_goes BEFORE DELETE ON dues_event BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
-- INSERT OR REPLACE would remove a row past the triggers above: by its key, or by its rowid.
CREATE TRIGGER dues_event_is_never_replaced BEFORE INSERT ON dues_event BEGIN
  SELECT RAISE(ABORT, 'history: this row exists')
   WHERE EXISTS (SELECT 1 FROM dues_event WHERE unit_code = NEW.unit_code AND seq = NEW.seq)
      OR EXISTS (SELECT 1 FROM dues_event WHERE rowid = NEW.rowid);
END
--;
