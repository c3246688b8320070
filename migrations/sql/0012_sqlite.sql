-- Decisions on relief and what is published of them only grow, on SQLite. Each statement ends with
-- a line holding only "--;".
CREATE TRIGGER relief_never_changes BEFORE UPDATE ON relief BEGIN
  SELECT RAISE(ABORT, 'records: a decision on relief never changes');
END
--;
CREATE TRIGGER relief_never_goes BEFORE DELETE ON relief BEGIN
  SELECT RAISE(ABORT, 'records: a decision on relief is never deleted');
END
--;
CREATE TRIGGER relief_is_never_replaced BEFORE INSERT ON relief BEGIN
  SELECT RAISE(ABORT, 'history: this row exists')
   WHERE EXISTS (SELECT 1 FROM relief WHERE tax_code = NEW.tax_code AND kind = NEW.kind
                    AND from_period = NEW.from_period)
      OR EXISTS (SELECT 1 FROM relief WHERE rowid = NEW.rowid);
END
--;
CREATE TRIGGER relief_list_never_changes BEFORE UPDATE ON relief_list BEGIN
  SELECT RAISE(ABORT, 'records: a published list never changes');
END
--;
CREATE TRIGGER relief_list_never_goes BEFORE DELETE ON relief_list BEGIN
  SELECT RAISE(ABORT, 'records: a published list is never deleted');
END
--;
CREATE TRIGGER relief_list_is_never_replaced BEFORE INSERT ON relief_list BEGIN
  SELECT RAISE(ABORT, 'history: this row exists')
   WHERE EXISTS (SELECT 1 FROM relief_list WHERE unit_code = NEW.unit_code AND year = NEW.year
                    AND version = NEW.version)
      OR EXISTS (SELECT 1 FROM relief_list WHERE rowid = NEW.rowid);
END
--;
