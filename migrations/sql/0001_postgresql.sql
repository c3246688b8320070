-- The book's own guards on PostgreSQL. Each statement ends with a line holding only "--;".
-- Functions name their search_path, or a temporary table of the same name would be asked instead
-- of ours. They refuse hash joins and the like: their plans are kept for as long as a session
-- lives, and a plan made for a batch, or on an empty table, would read whole tables for one entry.
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'ledger: % on % is refused: what is posted never changes', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$
--;
CREATE TRIGGER line_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON line
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER entry_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER period_never_goes BEFORE DELETE OR TRUNCATE ON period
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER book_never_goes BEFORE DELETE OR TRUNCATE ON book
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER book_head_never_goes BEFORE DELETE OR TRUNCATE ON book_head
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER counter_never_goes BEFORE DELETE OR TRUNCATE ON counter
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER turnover_never_goes BEFORE DELETE OR TRUNCATE ON turnover
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER account_never_goes BEFORE DELETE OR TRUNCATE ON account
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER book_head_is_new BEFORE INSERT ON book_head FOR EACH ROW
  WHEN (NEW.last_seq IS NOT NULL OR NEW.last_recorded_at_us <> 0)
  EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER book_head_goes_forward BEFORE UPDATE ON book_head FOR EACH ROW
  WHEN (NEW.book_id <> OLD.book_id OR NEW.last_seq < OLD.last_seq
        OR (NEW.last_seq IS NULL AND OLD.last_seq IS NOT NULL)
        OR NEW.last_recorded_at_us < OLD.last_recorded_at_us)
  EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER counter_goes_forward BEFORE UPDATE ON counter FOR EACH ROW
  WHEN (NEW.book_id <> OLD.book_id OR NEW.journal <> OLD.journal OR NEW.year <> OLD.year
        OR NEW.last_number < OLD.last_number)
  EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER turnover_only_grows BEFORE UPDATE ON turnover FOR EACH ROW
  WHEN (NEW.debit_vnd < OLD.debit_vnd OR NEW.credit_vnd < OLD.credit_vnd OR NEW.lines < OLD.lines
        OR NEW.book_id <> OLD.book_id OR NEW.period <> OLD.period OR NEW.account <> OLD.account
        OR NEW.fund <> OLD.fund OR NEW.item <> OLD.item OR NEW.counter_book <> OLD.counter_book)
  EXECUTE FUNCTION ledger_refuse()
--;
CREATE TRIGGER book_never_changes BEFORE UPDATE ON book FOR EACH ROW
  WHEN (NEW.book_id <> OLD.book_id OR NEW.code <> OLD.code OR NEW.regime <> OLD.regime
        OR NEW.currency <> OLD.currency)
  EXECUTE FUNCTION ledger_refuse()
--;
-- Names and status may be put right; what an entry was held to when it was posted may not.
CREATE TRIGGER account_keeps_its_rules BEFORE UPDATE ON account FOR EACH ROW
  WHEN (NEW.regime <> OLD.regime OR NEW.code <> OLD.code OR NEW.nature <> OLD.nature
        OR NEW.fund <> OLD.fund OR NEW.item <> OLD.item OR NEW.counter_book <> OLD.counter_book
        OR NEW.control <> OLD.control OR NEW.postable <> OLD.postable
        OR NEW.family <> OLD.family)
  EXECUTE FUNCTION ledger_refuse()
--;
-- A book's head moves first: `last_seq` names the entry that is to come, and at commit its key
-- asks for it, so no line outlives its entry. Who moved the head holds it until the transaction
-- ends: a late line cannot slip in beside a posting that has not committed yet.
CREATE FUNCTION ledger_check_lines() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp
  SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off
  SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
  place record;
BEGIN
  FOR place IN SELECT n.book_id, min(n.seq) AS first_seq, max(n.seq) AS last_seq
                 FROM added n GROUP BY n.book_id ORDER BY n.book_id LOOP
    PERFORM 1 FROM book_head h WHERE h.book_id = place.book_id AND h.last_seq >= place.last_seq
      FOR UPDATE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'ledger: the head of the book has not moved to this entry'
        USING ERRCODE = 'foreign_key_violation';
    END IF;
    -- Entries are counted without gaps, so the last one speaks for all before it.
    IF place.first_seq <= (SELECT max(e.seq) FROM entry e WHERE e.book_id = place.book_id) THEN
      RAISE EXCEPTION 'ledger: this entry is posted; no line may join it'
        USING ERRCODE = 'restrict_violation';
    END IF;
  END LOOP;
  RETURN NULL;
END $$
--;
CREATE TRIGGER line_is_new AFTER INSERT ON line REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_lines()
--;
-- The lines of an entry are there, so its head is held by this transaction; who closes a month
-- moves the head too, so the month's state cannot change meanwhile. ORDER BY names the index to
-- walk where several begin with the book.
CREATE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp
  SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off
  SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
  fault text;
BEGIN
  IF EXISTS (SELECT 1 FROM added n
              WHERE n.period <> to_char(n.accounting_on, 'YYYY-MM')
                 OR n.year <> extract(year FROM n.accounting_on)) THEN
    RAISE EXCEPTION 'ledger: period and year are those of the accounting date'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT n.book_id, n.period FROM added n) n
              WHERE NOT EXISTS (SELECT 1 FROM period p WHERE p.book_id = n.book_id
                                   AND p.period = n.period AND p.state = 'open')) THEN
    RAISE EXCEPTION 'ledger: the period is not open' USING ERRCODE = 'check_violation';
  END IF;
  -- Within what was added each follows the row before it; the first follows what was there.
  IF EXISTS (
       SELECT 1
         FROM (SELECT n.book_id, n.seq, n.recorded_at_us, lag(n.seq) OVER w AS before_seq,
                      lag(n.recorded_at_us) OVER w AS before_us
                 FROM added n WINDOW w AS (PARTITION BY n.book_id ORDER BY n.seq)) n
         LEFT JOIN LATERAL (
              SELECT e.seq, e.recorded_at_us FROM entry e
               WHERE n.before_seq IS NULL AND e.book_id = n.book_id AND e.seq < n.seq
               ORDER BY e.seq DESC LIMIT 1) e ON true
        WHERE n.seq - 1 <> coalesce(n.before_seq, e.seq, 0)
           OR n.recorded_at_us <= coalesce(n.before_us, e.recorded_at_us, -1))
     OR EXISTS (
       SELECT 1 FROM (SELECT n.book_id, n.journal, n.year, min(n.number) AS first_number,
                             max(n.number) AS last_number, count(*) AS entries
                        FROM added n GROUP BY n.book_id, n.journal, n.year) n
        WHERE n.last_number - n.first_number + 1 <> n.entries
           OR n.first_number - 1 <> coalesce(
                (SELECT e.number FROM entry e
                  WHERE e.book_id = n.book_id AND e.journal = n.journal AND e.year = n.year
                    AND e.number < n.first_number ORDER BY e.number DESC LIMIT 1), 0)) THEN
    RAISE EXCEPTION 'ledger: entries are counted without gaps, each later than the one before'
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT CASE WHEN l.refused > 0
              THEN 'ledger: an account takes no postings, or a tag is missing or refused'
              ELSE 'ledger: debit and credit differ, or lines are missing' END INTO fault
    FROM added n
    JOIN book b ON b.book_id = n.book_id
    CROSS JOIN LATERAL (
      SELECT count(*) AS lines, max(l.line_no) AS last_no,
             sum(CASE l.side WHEN 'D' THEN l.amount_vnd ELSE -l.amount_vnd END) AS difference,
             count(*) FILTER (WHERE l.accounting_on <> n.accounting_on) AS elsewhere,
             count(*) FILTER (WHERE a.code IS NULL OR NOT a.postable
               OR (a.fund = 'required' AND l.fund = '') OR (a.fund = 'refused' AND l.fund <> '')
               OR (a.item = 'required' AND l.item = '') OR (a.item = 'refused' AND l.item <> '')
               OR (a.counter_book = 'required' AND l.counter_book = '')
               OR (a.counter_book = 'refused' AND l.counter_book <> '')
               OR l.counter_book = b.code
               OR (l.counter_book <> ''
                   AND NOT EXISTS (SELECT 1 FROM book c WHERE c.code = l.counter_book))) AS refused
        FROM (SELECT * FROM line l WHERE l.book_id = n.book_id AND l.seq = n.seq
               ORDER BY l.line_no) l
        LEFT JOIN account a ON a.regime = b.regime AND a.code = l.account) l
   WHERE l.lines <> n.line_count OR l.last_no <> l.lines OR l.difference <> 0
      OR l.elsewhere > 0 OR l.refused > 0
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '%', fault USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
       SELECT 1 FROM added n
        WHERE n.reverses_seq IS NOT NULL
          AND (n.reverses_seq >= n.seq
               OR NOT EXISTS (SELECT 1 FROM entry e WHERE e.book_id = n.book_id
                                 AND e.seq = n.reverses_seq AND e.reverses_seq IS NULL
                                 AND e.line_count = n.line_count)
               OR EXISTS (
                 SELECT account, CASE side WHEN 'D' THEN 'C' ELSE 'D' END, amount_vnd, fund, item,
                        counter_book, interbook_ref
                   FROM (SELECT * FROM line l WHERE l.book_id = n.book_id
                            AND l.seq = n.reverses_seq ORDER BY l.line_no) l
                 EXCEPT ALL
                 SELECT account, side, amount_vnd, fund, item, counter_book, interbook_ref
                   FROM (SELECT * FROM line l WHERE l.book_id = n.book_id
                            AND l.seq = n.seq ORDER BY l.line_no) l))) THEN
    RAISE EXCEPTION 'ledger: a reversal mirrors an entry that is not itself a reversal'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$
--;
CREATE TRIGGER entry_is_checked AFTER INSERT ON entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_entries()
--;
CREATE FUNCTION ledger_check_period() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  -- Written, not only locked: a posting that began before then fails instead of not seeing it.
  UPDATE book_head h SET last_seq = h.last_seq WHERE h.book_id = NEW.book_id;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' OR EXISTS (
        SELECT 1 FROM period p WHERE p.book_id = NEW.book_id AND p.period > NEW.period
           AND p.state = 'closed') THEN
      RAISE EXCEPTION 'ledger: a period begins open, and not before a closed one'
        USING ERRCODE = 'check_violation';
    END IF;
  ELSIF OLD.state = 'closed' OR NEW.book_id <> OLD.book_id OR NEW.period <> OLD.period THEN
    RAISE EXCEPTION 'ledger: a closed period stays closed' USING ERRCODE = 'restrict_violation';
  ELSIF NEW.state = 'closed' AND EXISTS (
      SELECT 1 FROM period p WHERE p.book_id = NEW.book_id AND p.period < NEW.period
         AND p.state = 'open') THEN
    RAISE EXCEPTION 'ledger: periods close in order' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER period_goes_forward BEFORE INSERT OR UPDATE ON period
  FOR EACH ROW EXECUTE FUNCTION ledger_check_period()
--;
