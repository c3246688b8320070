-- A reward is not replaced under its key either, on SQLite.
-- Each statement ends with a line holding only "--;".
CREATE TRIGGER reward_is_new BEFORE INSERT ON reward BEGIN
  SELECT RAISE(ABORT, 'records: this row exists')
   WHERE EXISTS (SELECT 1 FROM reward WHERE unit_code = NEW.unit_code AND seq = NEW.seq)
      OR EXISTS (SELECT 1 FROM reward WHERE unit_code = NEW.unit_code AND "key" = NEW."key")
      OR EXISTS (SELECT 1 FROM reward WHERE rowid = NEW.rowid);
END
--;
