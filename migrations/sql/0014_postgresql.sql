-- Cases of loss keep what they were opened from, their papers and rewards only grow, on PostgreSQL.
-- Each statement ends with a line holding only "--;".
CREATE FUNCTION loss_case_is_kept() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'records: a case keeps what it was opened from, and a closed one never changes'
    USING ERRCODE = 'restrict_violation';
END $$
--;
CREATE TRIGGER loss_case_stays BEFORE UPDATE ON loss_case FOR EACH ROW
  WHEN (OLD.state = 'closed' OR NEW.unit_code <> OLD.unit_code OR NEW.seq <> OLD.seq
     OR NEW.tax_code <> OLD.tax_code OR NEW.name <> OLD.name OR NEW.year <> OLD.year
     OR NEW.kind <> OLD.kind OR NEW.at_stake_vnd <> OLD.at_stake_vnd
     OR NEW.finding <> OLD.finding OR NEW.opened_on <> OLD.opened_on
     OR NEW.opened_by <> OLD.opened_by)
  EXECUTE FUNCTION loss_case_is_kept()
--;
CREATE TRIGGER loss_case_never_goes BEFORE DELETE OR TRUNCATE ON loss_case
  FOR EACH STATEMENT EXECUTE FUNCTION office_history_only_grows()
--;
CREATE TRIGGER case_paper_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON case_paper
  FOR EACH STATEMENT EXECUTE FUNCTION office_history_only_grows()
--;
CREATE TRIGGER reward_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON reward
  FOR EACH STATEMENT EXECUTE FUNCTION office_history_only_grows()
--;
