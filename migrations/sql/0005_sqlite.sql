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
