-- Decisions on relief and what is published of them only grow, on PostgreSQL. Each statement ends
-- with a line holding only "--;".
CREATE TRIGGER relief_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON relief
  FOR EACH STATEMENT EXECUTE FUNCTION office_history_only_grows()
--;
CREATE TRIGGER relief_list_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON relief_list
  FOR EACH STATEMENT EXECUTE FUNCTION office_history_only_grows()
--;
