-- Histories that only grow, on SQLite. Each statement ends with a line holding only "--;".
CREATE TRIGGER audit_line_never_changes BEFORE UPDATE ON audit_line BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
CREATE TRIGGER audit_line_never_goes BEFORE DELETE ON audit_line BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
CREATE TRIGGER disclosure_stays BEFORE UPDATE ON disclosure
WHEN OLD.state = 'published' OR NEW.content <> OLD.content OR NEW.digest <> OLD.digest BEGIN
  SELECT RAISE(ABORT, 'records: a disclosure keeps its bytes, and a published one never changes');
END
--;
CREATE TRIGGER disclosure_never_goes BEFORE DELETE ON disclosure BEGIN
  SELECT RAISE(ABORT, 'records: a disclosure is never deleted');
END
--;
