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
WHEN OLD.state = 'published' OR NEW.content <> OLD.content OR NEW.digest <> OLD.digest
     OR NEW.unit_code <> OLD.unit_code OR NEW.kind <> OLD.kind OR NEW.period <> OLD.period
     OR NEW.version <> OLD.version BEGIN
  SELECT RAISE(ABORT, 'records: a disclosure keeps its bytes, and a published one never changes');
END
--;
CREATE TRIGGER disclosure_never_goes BEFORE DELETE ON disclosure BEGIN
  SELECT RAISE(ABORT, 'records: a disclosure is never deleted');
END
--;
-- INSERT OR REPLACE would remove a row past the triggers above: by its key, or by its rowid.
CREATE TRIGGER audit_line_is_never_replaced BEFORE INSERT ON audit_line BEGIN
  SELECT RAISE(ABORT, 'history: this row exists')
   WHERE EXISTS (SELECT 1 FROM audit_line WHERE seq = NEW.seq)
      OR EXISTS (SELECT 1 FROM audit_line WHERE rowid = NEW.rowid);
END
--;
-- INSERT OR REPLACE would remove a row past the triggers above: by its key, or by its rowid.
CREATE TRIGGER disclosure_is_never_replaced BEFORE INSERT ON disclosure BEGIN
  SELECT RAISE(ABORT, 'history: this row exists')
   WHERE EXISTS (SELECT 1 FROM disclosure WHERE unit_code = NEW.unit_code AND kind = NEW.kind AND period = NEW.period AND version = NEW.version)
      OR EXISTS (SELECT 1 FROM disclosure WHERE rowid = NEW.rowid);
END
--;
