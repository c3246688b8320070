-- A saved profile stays as it was, on PostgreSQL. Each statement ends with a line holding only "--;".
CREATE FUNCTION profiles_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'profiles: % on % is refused: batches were read by it', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$
--;
CREATE TRIGGER column_profile_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON column_profile
  FOR EACH STATEMENT EXECUTE FUNCTION profiles_only_grow()
--;
