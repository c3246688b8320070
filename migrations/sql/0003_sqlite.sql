-- Histories that only grow, on SQLite. Each statement ends with a line holding only "--;".
CREATE TRIGGER match_event_never_changes BEFORE UPDATE ON match_event BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
CREATE TRIGGER match_event_never_goes BEFORE DELETE ON match_event BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
CREATE TRIGGER share_event_never_changes BEFORE UPDATE ON share_event BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
CREATE TRIGGER share_event_never_goes BEFORE DELETE ON share_event BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
CREATE TRIGGER obligation_event_never_changes BEFORE UPDATE ON obligation_event BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
CREATE TRIGGER obligation_event_never_goes BEFORE DELETE ON obligation_event BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
-- INSERT OR REPLACE would remove a row past the triggers above: by its key, or by its rowid.
CREATE TRIGGER match_event_is_never_replaced BEFORE INSERT ON match_event BEGIN
  SELECT RAISE(ABORT, 'history: this row exists')
   WHERE EXISTS (SELECT 1 FROM match_event WHERE collecting_unit = NEW.collecting_unit AND seq = NEW.seq)
      OR EXISTS (SELECT 1 FROM match_event WHERE rowid = NEW.rowid);
END
--;
-- INSERT OR REPLACE would remove a row past the triggers above: by its key, or by its rowid.
CREATE TRIGGER share_event_is_never_replaced BEFORE INSERT ON share_event BEGIN
  SELECT RAISE(ABORT, 'history: this row exists')
   WHERE EXISTS (SELECT 1 FROM share_event WHERE collecting_unit = NEW.collecting_unit AND seq = NEW.seq)
      OR EXISTS (SELECT 1 FROM share_event WHERE rowid = NEW.rowid);
END
--;
-- INSERT OR REPLACE would remove a row past the triggers above: by its key, or by its rowid.
CREATE TRIGGER obligation_event_is_never_replaced BEFORE INSERT ON obligation_event BEGIN
  SELECT RAISE(ABORT, 'history: this row exists')
   WHERE EXISTS (SELECT 1 FROM obligation_event WHERE collecting_unit = NEW.collecting_unit AND seq = NEW.seq)
      OR EXISTS (SELECT 1 FROM obligation_event WHERE rowid = NEW.rowid);
END
--;
