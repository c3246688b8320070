-- The history of dues paid only grows, on PostgreSQL. Each statement ends with a line holding only "--;".
CREATE TRIGGER dues_event_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON dues_event
  FOR EACH STATEMENT EXECUTE FUNCTION history_only_grows()
--;
