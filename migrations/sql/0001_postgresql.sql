-- The book's own guards on PostgreSQL. Each statement ends with a line holding only "--;".
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
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
-- Lines come before their entry. The head is locked first: a late line can then not slip in
-- beside a posting that has not committed yet.
CREATE FUNCTION ledger_check_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM book_head h WHERE h.book_id IN (SELECT DISTINCT n.book_id FROM added n)
    ORDER BY h.book_id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT n.book_id, n.seq FROM added n) n
               JOIN entry e ON e.book_id = n.book_id AND e.seq = n.seq) THEN
    RAISE EXCEPTION 'ledger: this entry is posted; no line may join it'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$
--;
CREATE TRIGGER line_is_new AFTER INSERT ON line REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_lines()
--;
CREATE FUNCTION ledger_check_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM book_head h WHERE h.book_id IN (SELECT DISTINCT n.book_id FROM added n)
    ORDER BY h.book_id FOR UPDATE;
  PERFORM 1 FROM period p
    WHERE (p.book_id, p.period) IN (SELECT DISTINCT n.book_id, n.period FROM added n)
    ORDER BY p.book_id, p.period FOR SHARE;
  IF EXISTS (SELECT 1 FROM added n
              WHERE n.period <> to_char(n.accounting_on, 'YYYY-MM')
                 OR n.year <> extract(year FROM n.accounting_on)) THEN
    RAISE EXCEPTION 'ledger: period and year are those of the accounting date'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM added n LEFT JOIN period p
               ON p.book_id = n.book_id AND p.period = n.period
              WHERE p.state IS DISTINCT FROM 'open') THEN
    RAISE EXCEPTION 'ledger: the period is not open' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM added n LEFT JOIN entry e
               ON e.book_id = n.book_id AND e.seq = n.seq - 1
              WHERE n.seq <> 1 AND e.seq IS NULL)
     OR EXISTS (SELECT 1 FROM added n LEFT JOIN entry e
                  ON e.book_id = n.book_id AND e.journal = n.journal AND e.year = n.year
                     AND e.number = n.number - 1
                 WHERE n.number <> 1 AND e.number IS NULL) THEN
    RAISE EXCEPTION 'ledger: entries are counted without gaps' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM added n LEFT JOIN line l
               ON l.book_id = n.book_id AND l.seq = n.seq
              GROUP BY n.book_id, n.seq, n.line_count
             HAVING count(l.line_no) <> n.line_count
                 OR sum(CASE l.side WHEN 'D' THEN l.amount_vnd ELSE -l.amount_vnd END) <> 0) THEN
    RAISE EXCEPTION 'ledger: debit and credit differ, or lines are missing'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM added n
               JOIN line l ON l.book_id = n.book_id AND l.seq = n.seq
               JOIN book b ON b.book_id = n.book_id
               LEFT JOIN account a ON a.regime = b.regime AND a.code = l.account
              WHERE a.code IS NULL OR NOT a.postable
                 OR (a.fund = 'required' AND l.fund = '') OR (a.fund = 'refused' AND l.fund <> '')
                 OR (a.item = 'required' AND l.item = '') OR (a.item = 'refused' AND l.item <> '')
                 OR (a.counter_book = 'required' AND l.counter_book = '')
                 OR (a.counter_book = 'refused' AND l.counter_book <> '')
                 OR l.counter_book = b.code
                 OR (l.counter_book <> ''
                     AND NOT EXISTS (SELECT 1 FROM book c WHERE c.code = l.counter_book))) THEN
    RAISE EXCEPTION 'ledger: an account takes no postings, or a tag is missing or refused'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$
--;
CREATE TRIGGER entry_is_checked AFTER INSERT ON entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_entries()
--;
CREATE FUNCTION ledger_check_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' THEN
      RAISE EXCEPTION 'ledger: a period begins open' USING ERRCODE = 'check_violation';
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
CREATE FUNCTION ledger_check_book() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.book_id <> OLD.book_id OR NEW.code <> OLD.code OR NEW.regime <> OLD.regime THEN
    RAISE EXCEPTION 'ledger: a book keeps its code and regime'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER book_never_changes BEFORE UPDATE ON book
  FOR EACH ROW EXECUTE FUNCTION ledger_check_book()
--;
