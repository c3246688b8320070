-- Histories that only grow, on PostgreSQL. Each statement ends with a line holding only "--;".
CREATE FUNCTION history_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'records: % on % is refused: this history only grows', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$
--;
CREATE TRIGGER match_event_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON match_event
  FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows()
--;
CREATE TRIGGER share_event_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON share_event
  FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows()
--;
CREATE TRIGGER obligation_event_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON obligation_event
  FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows()
--;
