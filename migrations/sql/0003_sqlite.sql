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
