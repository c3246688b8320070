-- Guards of seals on PostgreSQL. Each statement ends with a line holding only "--;".
CREATE TRIGGER seal_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON seal
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER seal_log_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON seal_log
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER checkpoint_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER signing_key_never_goes BEFORE DELETE OR TRUNCATE ON signing_key
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
--;
-- A key is retired once; nothing else of it ever changes.
CREATE TRIGGER signing_key_is_retired_once BEFORE UPDATE ON signing_key FOR EACH ROW
  WHEN (OLD.until_us IS NOT NULL OR NEW.until_us IS NULL OR NEW.until_us < OLD.from_us
        OR NEW.key_no <> OLD.key_no OR NEW.name <> OLD.name OR NEW.key_id <> OLD.key_id
        OR NEW.public_key <> OLD.public_key OR NEW.from_us <> OLD.from_us)
  EXECUTE FUNCTION ledger_refuse()
--;
-- Who posts holds the head of the book, and so does who seals: nothing is posted meanwhile.
CREATE FUNCTION seals_check_seal() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM book_head h WHERE h.book_id = NEW.book_id
     AND coalesce(h.last_seq, 0) = NEW.last_seq FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'seal: a seal reaches to the head of its book' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.seal_no <> 1 + coalesce(
       (SELECT max(s.seal_no) FROM seal s WHERE s.book_id = NEW.book_id), 0) THEN
    RAISE EXCEPTION 'seal: seals are counted without gaps' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM period p WHERE p.book_id = NEW.book_id AND p.period = NEW.period
                    AND p.state NOT IN ('open', 'soft')) THEN
    RAISE EXCEPTION 'seal: only a closed period is sealed' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM period_event e WHERE e.book_id = NEW.book_id
                    AND e.event_no = NEW.event_no AND e.period = NEW.period
                    AND e.to_state = 'closed') THEN
    RAISE EXCEPTION 'seal: a seal names the event that closed its period'
      USING ERRCODE = 'check_violation';
  END IF;
  IF length(NEW.log_root) <> 32 OR length(NEW.turnover_root) <> 32
     OR length(NEW.leaf_hash) <> 32 THEN
    RAISE EXCEPTION 'seal: a hash has 32 bytes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER seal_is_checked BEFORE INSERT ON seal
  FOR EACH ROW EXECUTE FUNCTION seals_check_seal()
--;
CREATE FUNCTION seals_check_seal_log() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.position <> 1 + coalesce((SELECT max(l.position) FROM seal_log l), -1) THEN
    RAISE EXCEPTION 'seal log: leaves are counted without gaps' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.book_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM seal s WHERE s.book_id = NEW.book_id AND s.seal_no = NEW.seal_no
          AND s.period = NEW.period AND s.content = NEW.content
          AND s.leaf_hash = NEW.leaf_hash) THEN
    RAISE EXCEPTION 'seal log: this is not the seal' USING ERRCODE = 'check_violation';
  END IF;
  IF length(NEW.leaf_hash) <> 32 OR length(NEW.nodes) % 32 <> 0
     OR substring(NEW.nodes FROM 1 FOR 32) <> NEW.leaf_hash THEN
    RAISE EXCEPTION 'seal log: a hash has 32 bytes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER seal_log_is_checked BEFORE INSERT ON seal_log
  FOR EACH ROW EXECUTE FUNCTION seals_check_seal_log()
--;
CREATE FUNCTION seals_check_checkpoint() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.size IS DISTINCT FROM 1 + (SELECT max(l.position) FROM seal_log l)
     OR NEW.size <= coalesce((SELECT max(c.size) FROM checkpoint c), 0)
     OR length(NEW.root) <> 32 THEN
    RAISE EXCEPTION 'checkpoint: it speaks of the whole log, and each of a longer one'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER checkpoint_is_checked BEFORE INSERT ON checkpoint
  FOR EACH ROW EXECUTE FUNCTION seals_check_checkpoint()
--;
CREATE FUNCTION seals_check_signing_key() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.key_no <> 1 + coalesce((SELECT max(k.key_no) FROM signing_key k), 0)
     OR NEW.until_us IS NOT NULL OR length(NEW.public_key) <> 32 THEN
    RAISE EXCEPTION 'signing key: keys are counted without gaps and begin unretired'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER signing_key_is_checked BEFORE INSERT ON signing_key
  FOR EACH ROW EXECUTE FUNCTION seals_check_signing_key()
--;
