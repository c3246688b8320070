-- Changes of months on PostgreSQL. Each statement ends with a line holding only "--;".
-- A month is moved by inserting its event: the trigger of the event checks it and moves the month,
-- and the month itself refuses what no event carries. Checked set-wise: closing a month at the
-- top locks those of a hundred thousand books below.
CREATE FUNCTION ledger_period_rank(state text) RETURNS integer LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  RETURN array_position(ARRAY['open', 'soft', 'closed', 'final'], state)
--;
CREATE FUNCTION ledger_check_period() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    -- Written, not only locked: a posting that began before then fails instead of not seeing it.
    UPDATE book_head h SET last_seq = h.last_seq WHERE h.book_id = NEW.book_id;
    IF NEW.state <> 'open' OR NEW.open_until_us IS NOT NULL OR NEW.last_event <> 0
       OR EXISTS (SELECT 1 FROM period p WHERE p.book_id = NEW.book_id AND p.period > NEW.period
                     AND p.state <> 'open') THEN
      RAISE EXCEPTION 'ledger: a period begins open, and not before one that is locked or closed'
        USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.book_id <> OLD.book_id OR NEW.period <> OLD.period OR NEW.last_event <= OLD.last_event
     OR NOT EXISTS (
       SELECT 1 FROM period_event e
        WHERE e.book_id = NEW.book_id AND e.event_no = NEW.last_event AND e.period = NEW.period
          AND e.from_state = OLD.state AND e.to_state = NEW.state
          AND NEW.open_until_us IS NOT DISTINCT FROM
              CASE WHEN e.to_state IN ('closed', 'final') THEN NULL
                   WHEN e.from_state = 'closed' THEN e.until_us
                   ELSE OLD.open_until_us END) THEN
    RAISE EXCEPTION 'ledger: a month changes by an event and by nothing else'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER period_goes_forward BEFORE INSERT OR UPDATE ON period
  FOR EACH ROW EXECUTE FUNCTION ledger_check_period()
--;
CREATE TRIGGER period_event_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON period_event
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
--;
CREATE FUNCTION ledger_check_period_event() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp
  SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
  -- Written, not only locked: a posting that began before then fails instead of not seeing it.
  UPDATE book_head h SET last_seq = h.last_seq
   WHERE h.book_id IN (SELECT n.book_id FROM added n);
  IF EXISTS (
       SELECT 1
         FROM (SELECT n.book_id, n.event_no, n.at_us, n.at_seq, lag(n.event_no) OVER w AS before_no,
                      lag(n.at_us) OVER w AS before_us
                 FROM added n WINDOW w AS (PARTITION BY n.book_id ORDER BY n.event_no)) n
         LEFT JOIN book_head h ON h.book_id = n.book_id
         LEFT JOIN LATERAL (
              SELECT e.event_no, e.at_us FROM period_event e
               WHERE n.before_no IS NULL AND e.book_id = n.book_id AND e.event_no < n.event_no
               ORDER BY e.event_no DESC LIMIT 1) e ON true
        WHERE n.event_no - 1 <> coalesce(n.before_no, e.event_no, 0)
           OR n.at_us < coalesce(n.before_us, e.at_us, 0)
           OR n.at_seq <> coalesce(h.last_seq, 0)) THEN
    RAISE EXCEPTION 'ledger: changes of months are counted without gaps, in order of time, and name the last entry of their book'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM added n GROUP BY n.book_id, n.period HAVING count(*) > 1)
     OR EXISTS (SELECT 1 FROM added n
                  LEFT JOIN period p ON p.book_id = n.book_id AND p.period = n.period
                 WHERE p.state IS DISTINCT FROM n.from_state) THEN
    RAISE EXCEPTION 'ledger: a month changes from the state it is in, once at a time'
      USING ERRCODE = 'check_violation';
  END IF;
  UPDATE period p
     SET state = n.to_state, last_event = n.event_no,
         open_until_us = CASE WHEN n.to_state IN ('closed', 'final') THEN NULL
                              WHEN n.from_state = 'closed' THEN n.until_us
                              ELSE p.open_until_us END
    FROM added n WHERE p.book_id = n.book_id AND p.period = n.period;
  -- What stood in order before is in order again when each month that moved agrees with its
  -- neighbours.
  IF EXISTS (
       SELECT 1 FROM added n
        WHERE ledger_period_rank(n.to_state) > ledger_period_rank(
                (SELECT p.state FROM period p WHERE p.book_id = n.book_id AND p.period < n.period
                  ORDER BY p.period DESC LIMIT 1))
           OR ledger_period_rank(n.to_state) < ledger_period_rank(
                (SELECT p.state FROM period p WHERE p.book_id = n.book_id AND p.period > n.period
                  ORDER BY p.period LIMIT 1))) THEN
    RAISE EXCEPTION 'ledger: months close in order and reopen in reverse order'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$
--;
CREATE TRIGGER period_event_moves_the_month AFTER INSERT ON period_event
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_period_event()
--;
