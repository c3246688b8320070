-- The book's own guards on SQLite. Each statement ends with a line holding only "--;".
-- INSERT OR REPLACE removes rows without asking a DELETE trigger, so every table that keeps what
-- was posted refuses a key that is there. RAISE(ABORT) holds whatever OR clause a statement has.
-- A book's head moves first: `last_seq` names the entry that is to come, and at commit its key
-- asks for it, so no line outlives its entry. A line of an entry that has not come yet may be
-- replaced; what is checked is what stands there when it comes.
CREATE TRIGGER line_is_new BEFORE INSERT ON line
WHEN EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id AND seq = NEW.seq)
  OR NOT EXISTS (SELECT 1 FROM book_head WHERE book_id = NEW.book_id AND last_seq >= NEW.seq) BEGIN
  SELECT RAISE(ABORT, 'ledger: a line comes after the head of its book and before its entry');
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
  SELECT RAISE(ABORT, 'ledger: entries are counted without gaps, each later than the one before')
   WHERE NOT EXISTS (SELECT 1 FROM (SELECT seq, recorded_at_us FROM entry
                                     WHERE book_id = NEW.book_id ORDER BY seq DESC LIMIT 1)
                      WHERE seq = NEW.seq - 1 AND recorded_at_us < NEW.recorded_at_us)
     AND (NEW.seq <> 1 OR EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id AND seq >= 1));
  SELECT RAISE(ABORT, 'ledger: numbers are counted without gaps')
   WHERE (SELECT coalesce(max(number), 0) FROM entry
           WHERE book_id = NEW.book_id AND journal = NEW.journal AND year = NEW.year)
         IS NOT NEW.number - 1;
  SELECT RAISE(ABORT, 'ledger: this entry exists')
   WHERE EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id AND source = NEW.source
                    AND key = NEW.key);
  SELECT RAISE(ABORT, 'ledger: a value of the wrong kind')
   WHERE typeof(NEW.book_id) <> 'integer' OR typeof(NEW.seq) <> 'integer'
      OR typeof(NEW.year) <> 'integer' OR typeof(NEW.number) <> 'integer'
      OR typeof(NEW.recorded_at_us) <> 'integer' OR typeof(NEW.line_count) <> 'integer'
      OR typeof(NEW.reverses_seq) NOT IN ('null', 'integer')
      OR typeof(NEW.journal) <> 'text' OR typeof(NEW.text) <> 'text'
      OR typeof(NEW.source) <> 'text' OR typeof(NEW.key) <> 'text'
      OR typeof(NEW.actor) <> 'text' OR typeof(NEW.content) <> 'blob'
      OR typeof(NEW.request_hash) <> 'blob' OR length(NEW.request_hash) <> 32
      OR typeof(NEW.leaf_hash) <> 'blob' OR length(NEW.leaf_hash) <> 32
      OR date(NEW.accounting_on) IS NOT NEW.accounting_on
      OR date(NEW.document_on) IS NOT NEW.document_on;
  SELECT RAISE(ABORT, 'ledger: period and year are those of the accounting date')
   WHERE NEW.period IS NOT substr(NEW.accounting_on, 1, 7)
      OR NEW.year <> CAST(substr(NEW.accounting_on, 1, 4) AS INTEGER);
  SELECT RAISE(ABORT, 'ledger: the period is not open')
   WHERE NOT EXISTS (SELECT 1 FROM period WHERE book_id = NEW.book_id AND period = NEW.period
                        AND state = 'open');
  SELECT RAISE(ABORT, 'ledger: debit and credit differ, lines are missing, or break the chart')
    FROM (SELECT count(*) AS lines, max(line_no) AS last_no,
                 sum(CASE side WHEN 'D' THEN amount_vnd ELSE -amount_vnd END) AS difference,
                 sum(accounting_on IS NOT NEW.accounting_on
                     OR typeof(amount_vnd) <> 'integer' OR typeof(l.account) <> 'text'
                     OR typeof(l.fund) <> 'text' OR typeof(l.item) <> 'text'
                     OR typeof(l.counter_book) <> 'text' OR typeof(interbook_ref) <> 'text'
                     OR a.code IS NULL OR NOT a.postable
                     OR (a.fund = 'required' AND l.fund = '')
                     OR (a.fund = 'refused' AND l.fund <> '')
                     OR (a.item = 'required' AND l.item = '')
                     OR (a.item = 'refused' AND l.item <> '')
                     OR (a.counter_book = 'required' AND l.counter_book = '')
                     OR (a.counter_book = 'refused' AND l.counter_book <> '')
                     OR (l.counter_book <> ''
                         AND (l.counter_book = b.code
                              OR NOT EXISTS (SELECT 1 FROM book WHERE code = l.counter_book)))
                    ) AS refused
            FROM line l JOIN book b ON b.book_id = NEW.book_id
            LEFT JOIN account a ON a.regime = b.regime AND a.code = l.account
           WHERE l.book_id = NEW.book_id AND l.seq = NEW.seq)
   WHERE lines <> NEW.line_count OR last_no IS NOT lines OR difference IS NOT 0 OR refused <> 0;
END
--;
CREATE TRIGGER entry_reverses BEFORE INSERT ON entry WHEN NEW.reverses_seq IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'ledger: a reversal mirrors an entry that is not itself a reversal, once')
   WHERE NEW.reverses_seq >= NEW.seq
      OR EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id
                    AND reverses_seq = NEW.reverses_seq)
      OR NOT EXISTS (SELECT 1 FROM entry WHERE book_id = NEW.book_id AND seq = NEW.reverses_seq
                        AND reverses_seq IS NULL AND line_count = NEW.line_count)
      OR EXISTS (SELECT account, CASE side WHEN 'D' THEN 'C' ELSE 'D' END, amount_vnd, fund, item,
                        counter_book, interbook_ref, count(*)
                   FROM line WHERE book_id = NEW.book_id AND seq = NEW.reverses_seq
                  GROUP BY 1, 2, 3, 4, 5, 6, 7
                 EXCEPT
                 SELECT account, side, amount_vnd, fund, item, counter_book, interbook_ref, count(*)
                   FROM line WHERE book_id = NEW.book_id AND seq = NEW.seq
                  GROUP BY 1, 2, 3, 4, 5, 6, 7);
END
--;
CREATE TRIGGER book_head_is_new BEFORE INSERT ON book_head BEGIN
  SELECT RAISE(ABORT, 'ledger: a book begins without entries, once')
   WHERE NEW.last_seq IS NOT NULL OR NEW.last_recorded_at_us <> 0
      OR EXISTS (SELECT 1 FROM book_head WHERE book_id = NEW.book_id);
END
--;
CREATE TRIGGER book_head_goes_forward BEFORE UPDATE ON book_head
WHEN NEW.book_id <> OLD.book_id OR NEW.last_seq < OLD.last_seq
  OR (NEW.last_seq IS NULL AND OLD.last_seq IS NOT NULL)
  OR NEW.last_recorded_at_us < OLD.last_recorded_at_us
  OR typeof(NEW.last_seq) NOT IN ('null', 'integer')
  OR typeof(NEW.last_recorded_at_us) <> 'integer' BEGIN
  SELECT RAISE(ABORT, 'ledger: the head of a book only goes forward');
END
--;
CREATE TRIGGER book_head_never_goes BEFORE DELETE ON book_head BEGIN
  SELECT RAISE(ABORT, 'ledger: the head of a book is never deleted');
END
--;
CREATE TRIGGER counter_goes_forward BEFORE UPDATE ON counter
WHEN NEW.book_id <> OLD.book_id OR NEW.journal <> OLD.journal OR NEW.year <> OLD.year
  OR NEW.last_number < OLD.last_number OR typeof(NEW.last_number) <> 'integer' BEGIN
  SELECT RAISE(ABORT, 'ledger: a counter only goes forward');
END
--;
CREATE TRIGGER counter_never_goes BEFORE DELETE ON counter BEGIN
  SELECT RAISE(ABORT, 'ledger: a counter is never deleted');
END
--;
-- SQLite turns a sum past 64 bits into a real number without a word.
CREATE TRIGGER turnover_is_whole BEFORE INSERT ON turnover
WHEN typeof(NEW.debit_vnd) <> 'integer' OR typeof(NEW.credit_vnd) <> 'integer'
  OR typeof(NEW.lines) <> 'integer' BEGIN
  SELECT RAISE(ABORT, 'ledger: a turnover is a whole number of dong within 64 bits');
END
--;
CREATE TRIGGER turnover_only_grows BEFORE UPDATE ON turnover
WHEN NEW.debit_vnd < OLD.debit_vnd OR NEW.credit_vnd < OLD.credit_vnd OR NEW.lines < OLD.lines
  OR typeof(NEW.debit_vnd) <> 'integer' OR typeof(NEW.credit_vnd) <> 'integer'
  OR typeof(NEW.lines) <> 'integer' OR NEW.book_id <> OLD.book_id OR NEW.period <> OLD.period
  OR NEW.account <> OLD.account OR NEW.fund <> OLD.fund OR NEW.item <> OLD.item
  OR NEW.counter_book <> OLD.counter_book BEGIN
  SELECT RAISE(ABORT, 'ledger: a turnover only grows, as a whole number of dong within 64 bits');
END
--;
CREATE TRIGGER turnover_never_goes BEFORE DELETE ON turnover BEGIN
  SELECT RAISE(ABORT, 'ledger: a turnover is never deleted');
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
   WHERE NEW.state <> 'open' OR typeof(NEW.period) <> 'text'
      OR EXISTS (SELECT 1 FROM period WHERE book_id = NEW.book_id AND period = NEW.period);
  SELECT RAISE(ABORT, 'ledger: no period opens before a closed one')
   WHERE EXISTS (SELECT 1 FROM period WHERE book_id = NEW.book_id AND period > NEW.period
                    AND state = 'closed');
END
--;
CREATE TRIGGER period_never_goes BEFORE DELETE ON period BEGIN
  SELECT RAISE(ABORT, 'ledger: a period is never deleted');
END
--;
CREATE TRIGGER book_is_new BEFORE INSERT ON book BEGIN
  SELECT RAISE(ABORT, 'ledger: this book exists')
   WHERE EXISTS (SELECT 1 FROM book WHERE book_id = NEW.book_id OR code = NEW.code);
END
--;
CREATE TRIGGER book_never_changes BEFORE UPDATE ON book
WHEN NEW.book_id <> OLD.book_id OR NEW.code <> OLD.code OR NEW.regime <> OLD.regime
  OR NEW.currency <> OLD.currency BEGIN
  SELECT RAISE(ABORT, 'ledger: a book keeps its code, regime and currency');
END
--;
CREATE TRIGGER book_never_goes BEFORE DELETE ON book BEGIN
  SELECT RAISE(ABORT, 'ledger: a book is never deleted');
END
--;
CREATE TRIGGER account_is_new BEFORE INSERT ON account BEGIN
  SELECT RAISE(ABORT, 'ledger: this account exists')
   WHERE EXISTS (SELECT 1 FROM account WHERE regime = NEW.regime AND code = NEW.code);
END
--;
-- Names and status may be put right; what an entry was held to when it was posted may not.
CREATE TRIGGER account_keeps_its_rules BEFORE UPDATE ON account
WHEN NEW.regime <> OLD.regime OR NEW.code <> OLD.code OR NEW.nature <> OLD.nature
  OR NEW.fund <> OLD.fund OR NEW.item <> OLD.item OR NEW.counter_book <> OLD.counter_book
  OR NEW.control <> OLD.control OR NEW.postable <> OLD.postable OR NEW.family <> OLD.family BEGIN
  SELECT RAISE(ABORT, 'ledger: an account keeps its rules');
END
--;
CREATE TRIGGER account_never_goes BEFORE DELETE ON account BEGIN
  SELECT RAISE(ABORT, 'ledger: an account is never deleted');
END
--;
