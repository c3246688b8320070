-- Cases of loss keep what they were opened from, their papers and rewards only grow, on SQLite.
-- Each statement ends with a line holding only "--;".
CREATE TRIGGER loss_case_is_new BEFORE INSERT ON loss_case BEGIN
  SELECT RAISE(ABORT, 'records: this row exists')
   WHERE EXISTS (SELECT 1 FROM loss_case WHERE unit_code = NEW.unit_code AND seq = NEW.seq)
      OR EXISTS (SELECT 1 FROM loss_case WHERE rowid = NEW.rowid)
      OR (NEW.state = 'open' AND EXISTS (SELECT 1 FROM loss_case WHERE unit_code = NEW.unit_code
           AND tax_code = NEW.tax_code AND year = NEW.year AND kind = NEW.kind AND state = 'open'));
END
--;
CREATE TRIGGER case_paper_is_new BEFORE INSERT ON case_paper BEGIN
  SELECT RAISE(ABORT, 'records: this row exists')
   WHERE EXISTS (SELECT 1 FROM case_paper WHERE unit_code = NEW.unit_code AND seq = NEW.seq AND number = NEW.number)
      OR EXISTS (SELECT 1 FROM case_paper WHERE unit_code = NEW.unit_code AND letter_no = NEW.letter_no)
      OR EXISTS (SELECT 1 FROM case_paper WHERE rowid = NEW.rowid);
END
--;
CREATE TRIGGER reward_is_new BEFORE INSERT ON reward BEGIN
  SELECT RAISE(ABORT, 'records: this row exists')
   WHERE EXISTS (SELECT 1 FROM reward WHERE unit_code = NEW.unit_code AND seq = NEW.seq)
      OR EXISTS (SELECT 1 FROM reward WHERE rowid = NEW.rowid);
END
--;
CREATE TRIGGER loss_case_stays BEFORE UPDATE ON loss_case
WHEN OLD.state = 'closed' OR NEW.unit_code <> OLD.unit_code OR NEW.seq <> OLD.seq
  OR NEW.tax_code <> OLD.tax_code OR NEW.name <> OLD.name OR NEW.year <> OLD.year
  OR NEW.kind <> OLD.kind OR NEW.at_stake_vnd <> OLD.at_stake_vnd
  OR NEW.finding <> OLD.finding OR NEW.opened_on <> OLD.opened_on
  OR NEW.opened_by <> OLD.opened_by BEGIN
  SELECT RAISE(ABORT, 'records: a case keeps what it was opened from, and a closed one never changes');
END
--;
CREATE TRIGGER loss_case_never_goes BEFORE DELETE ON loss_case BEGIN
  SELECT RAISE(ABORT, 'records: a case is closed, never deleted');
END
--;
CREATE TRIGGER case_paper_never_changes BEFORE UPDATE ON case_paper BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
CREATE TRIGGER case_paper_never_goes BEFORE DELETE ON case_paper BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
CREATE TRIGGER reward_never_changes BEFORE UPDATE ON reward BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
CREATE TRIGGER reward_never_goes BEFORE DELETE ON reward BEGIN
  SELECT RAISE(ABORT, 'records: this history only grows');
END
--;
