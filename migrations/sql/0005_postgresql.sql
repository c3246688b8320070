-- What came in stays as it came, on PostgreSQL. Each statement ends with a line holding only "--;".
CREATE FUNCTION intake_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'intake: % on % is refused: what came in stays as it came', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$
--;
CREATE TRIGGER batch_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON batch
  FOR EACH STATEMENT EXECUTE FUNCTION intake_only_grows()
--;
CREATE TRIGGER raw_row_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON raw_row
  FOR EACH STATEMENT EXECUTE FUNCTION intake_only_grows()
--;
CREATE TRIGGER quarantine_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON quarantine
  FOR EACH STATEMENT EXECUTE FUNCTION intake_only_grows()
--;
