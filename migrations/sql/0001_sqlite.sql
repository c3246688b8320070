-- The book's own guards on SQLite. Each statement ends with a line holding only "--;".
CREATE TRIGGER line_is_new BEFORE INSERT ON line BEGIN
  SELECT RAISE(ABORT, 'ledger: this entry is posted; no line may join it')
   WHERE EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id AND seq = NEW.seq);
  SELECT RAISE(ABORT, 'ledger: this line exists')
   WHERE EXISTS (SELECT 1 FROM line
                  WHERE book_id = NEW.book_id AND seq = NEW.seq AND line_no = NEW.line_no);
  SELECT RAISE(ABORT, 'ledger: an amount is a whole number of dong')
   WHERE typeof(NEW.amount_vnd) <> 'integer';
END
--;
CREATE TRIGGER line_never_changes BEFORE UPDATE ON line BEGIN
  SELECT RAISE(ABORT, 'ledger: a posted line never changes');
END
--;
CREATE TRIGGER line_never_goes BEFORE DELETE ON line BEGIN
  SELECT RAISE(ABORT, 'ledger: a posted line is never deleted');
END
--;
CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry BEGIN
  SELECT RAISE(ABORT, 'ledger: a posted entry never changes');
END
--;
CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry BEGIN
  SELECT RAISE(ABORT, 'ledger: a posted entry is never deleted');
END
--;
CREATE TRIGGER entry_is_new BEFORE INSERT ON entry BEGIN
  SELECT RAISE(ABORT, 'ledger: this entry exists')
   WHERE EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id AND seq = NEW.seq)
      OR EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id AND journal = NEW.journal
                    AND year = NEW.year AND number = NEW.number)
      OR EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id AND source = NEW.source
                    AND key = NEW.key)
      OR EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id
                    AND reverses_seq = NEW.reverses_seq);
  SELECT RAISE(ABORT, 'ledger: entries are counted without gaps')
   WHERE (NEW.seq <> 1
          AND NOT EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id AND seq = NEW.seq - 1))
      OR (NEW.number <> 1
          AND NOT EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id
                             AND journal = NEW.journal AND year = NEW.year
                             AND number = NEW.number - 1));
  SELECT RAISE(ABORT, 'ledger: period and year are those of the accounting date')
   WHERE NEW.period <> substr(NEW.accounting_on, 1, 7)
      OR NEW.year <> CAST(substr(NEW.accounting_on, 1, 4) AS INTEGER);
  SELECT RAISE(ABORT, 'ledger: the period is not open')
   WHERE NOT EXISTS (SELECT 1 FROM period WHERE book_id = NEW.book_id AND period = NEW.period
                        AND state = 'open');
  SELECT RAISE(ABORT, 'ledger: debit and credit differ, or lines are missing')
   WHERE (SELECT count(*) FROM line WHERE book_id = NEW.book_id AND seq = NEW.seq)
         <> NEW.line_count
      OR (SELECT sum(CASE side WHEN 'D' THEN amount_vnd ELSE -amount_vnd END)
            FROM line WHERE book_id = NEW.book_id AND seq = NEW.seq) IS NOT 0;
  SELECT RAISE(ABORT, 'ledger: an account takes no postings, or a tag is missing or refused')
   WHERE EXISTS (
     SELECT 1 FROM line l JOIN book b ON b.book_id = l.book_id
       LEFT JOIN account a ON a.regime = b.regime AND a.code = l.account
      WHERE l.book_id = NEW.book_id AND l.seq = NEW.seq
        AND (a.code IS NULL OR NOT a.postable
             OR (a.fund = 'required' AND l.fund = '') OR (a.fund = 'refused' AND l.fund <> '')
             OR (a.item = 'required' AND l.item = '') OR (a.item = 'refused' AND l.item <> '')
             OR (a.counter_book = 'required' AND l.counter_book = '')
             OR (a.counter_book = 'refused' AND l.counter_book <> '')
             OR l.counter_book = b.code
             OR (l.counter_book <> ''
                 AND NOT EXISTS (SELECT 1 FROM book c WHERE c.code = l.counter_book))));
END
--;
CREATE TRIGGER period_goes_forward BEFORE UPDATE ON period BEGIN
  SELECT RAISE(ABORT, 'ledger: a closed period stays closed')
   WHERE OLD.state = 'closed' OR NEW.book_id <> OLD.book_id OR NEW.period <> OLD.period;
  SELECT RAISE(ABORT, 'ledger: periods close in order')
   WHERE NEW.state = 'closed'
     AND EXISTS (SELECT 1 FROM period WHERE book_id = NEW.book_id AND period < NEW.period
                    AND state = 'open');
END
--;
CREATE TRIGGER period_is_new BEFORE INSERT ON period BEGIN
  SELECT RAISE(ABORT, 'ledger: a period begins open, once')
   WHERE NEW.state <> 'open'
      OR EXISTS (SELECT 1 FROM period WHERE book_id = NEW.book_id AND period = NEW.period);
END
--;
CREATE TRIGGER period_never_goes BEFORE DELETE ON period BEGIN
  SELECT RAISE(ABORT, 'ledger: a period is never deleted');
END
--;
CREATE TRIGGER book_never_changes BEFORE UPDATE ON book
WHEN NEW.book_id <> OLD.book_id OR NEW.code <> OLD.code OR NEW.regime <> OLD.regime BEGIN
  SELECT RAISE(ABORT, 'ledger: a book keeps its code and regime');
END
--;
CREATE TRIGGER book_never_goes BEFORE DELETE ON book BEGIN
  SELECT RAISE(ABORT, 'ledger: a book is never deleted');
END
--;
