-- Histories that only grow, on PostgreSQL. Each statement ends with a line holding only "--;".
CREATE FUNCTION office_history_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'records: % on % is refused: this history only grows', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$
--;
CREATE TRIGGER audit_line_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_line
  FOR EACH STATEMENT EXECUTE FUNCTION office_history_only_grows()
--;
CREATE TRIGGER disclosure_never_goes BEFORE DELETE OR TRUNCATE ON disclosure
  FOR EACH STATEMENT EXECUTE FUNCTION office_history_only_grows()
--;
CREATE TRIGGER disclosure_stays BEFORE UPDATE ON disclosure FOR EACH ROW
  WHEN (OLD.state = 'published' OR NEW.content <> OLD.content OR NEW.digest <> OLD.digest
     OR NEW.unit_code <> OLD.unit_code OR NEW.kind <> OLD.kind OR NEW.period <> OLD.period
     OR NEW.version <> OLD.version)
  EXECUTE FUNCTION office_history_only_grows()
--;
