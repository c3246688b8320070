-- Changes of months on SQLite. Each statement ends with a line holding only "--;".
-- A month is moved by inserting its event: the first trigger checks it, the second moves the
-- month, and the month itself refuses what no event carries. How far a state has got is read off
-- its place in the text 'open soft closed final'.
CREATE TRIGGER period_event_is_next BEFORE INSERT ON period_event BEGIN
  SELECT RAISE(ABORT, 'ledger: a value of the wrong kind')
   WHERE typeof(NEW.book_id) <> 'integer' OR typeof(NEW.event_no) <> 'integer'
      OR typeof(NEW.at_us) <> 'integer' OR typeof(NEW.at_seq) <> 'integer'
      OR typeof(NEW.until_us) NOT IN ('null', 'integer') OR typeof(NEW.period) <> 'text'
      OR typeof(NEW.from_state) <> 'text' OR typeof(NEW.to_state) <> 'text'
      OR typeof(NEW.actor) <> 'text' OR typeof(NEW.second_actor) <> 'text'
      OR typeof(NEW.reason) <> 'text' OR typeof(NEW.bound_by) <> 'text';
  SELECT RAISE(ABORT, 'ledger: changes of months are counted without gaps, in order of time')
   WHERE NEW.event_no - 1 <> (SELECT coalesce(max(event_no), 0) FROM period_event
                               WHERE book_id = NEW.book_id)
      OR NEW.at_us < (SELECT at_us FROM period_event WHERE book_id = NEW.book_id
                       ORDER BY event_no DESC LIMIT 1);
  SELECT RAISE(ABORT, 'ledger: a change of a month names the last entry of its book')
   WHERE NEW.at_seq IS NOT (SELECT coalesce(last_seq, 0) FROM book_head
                             WHERE book_id = NEW.book_id);
  SELECT RAISE(ABORT, 'ledger: a month changes from the state it is in')
   WHERE NEW.from_state IS NOT (SELECT state FROM period WHERE book_id = NEW.book_id
                                   AND period = NEW.period);
  SELECT RAISE(ABORT, 'ledger: months close in order and reopen in reverse order')
   WHERE EXISTS (SELECT 1 FROM period WHERE book_id = NEW.book_id AND period < NEW.period
                    AND instr('open soft closed final', state)
                        < instr('open soft closed final', NEW.to_state))
      OR EXISTS (SELECT 1 FROM period WHERE book_id = NEW.book_id AND period > NEW.period
                    AND instr('open soft closed final', state)
                        > instr('open soft closed final', NEW.to_state));
END
--;
CREATE TRIGGER period_event_moves_the_month AFTER INSERT ON period_event BEGIN
  UPDATE period
     SET state = NEW.to_state, last_event = NEW.event_no,
         open_until_us = CASE WHEN NEW.to_state IN ('closed', 'final') THEN NULL
                              WHEN NEW.from_state = 'closed' THEN NEW.until_us
                              ELSE open_until_us END
   WHERE book_id = NEW.book_id AND period = NEW.period;
END
--;
CREATE TRIGGER period_event_never_changes BEFORE UPDATE ON period_event BEGIN
  SELECT RAISE(ABORT, 'ledger: the history of a month never changes');
END
--;
CREATE TRIGGER period_event_never_goes BEFORE DELETE ON period_event BEGIN
  SELECT RAISE(ABORT, 'ledger: the history of a month is never deleted');
END
--;
CREATE TRIGGER period_moves_by_an_event BEFORE UPDATE ON period BEGIN
  SELECT RAISE(ABORT, 'ledger: a month changes by an event and by nothing else')
   WHERE NEW.book_id IS NOT OLD.book_id OR NEW.period IS NOT OLD.period
      OR NEW.last_event <= OLD.last_event
      OR NOT EXISTS (
        SELECT 1 FROM period_event e
         WHERE e.book_id = NEW.book_id AND e.event_no = NEW.last_event AND e.period = NEW.period
           AND e.from_state = OLD.state AND e.to_state = NEW.state
           AND NEW.open_until_us IS CASE WHEN e.to_state IN ('closed', 'final') THEN NULL
                                         WHEN e.from_state = 'closed' THEN e.until_us
                                         ELSE OLD.open_until_us END);
END
--;
CREATE TRIGGER period_is_new BEFORE INSERT ON period BEGIN
  SELECT RAISE(ABORT, 'ledger: a period begins open, once')
   WHERE NEW.state IS NOT 'open' OR NEW.open_until_us IS NOT NULL OR NEW.last_event IS NOT 0
      OR typeof(NEW.period) <> 'text'
      OR EXISTS (SELECT 1 FROM period WHERE book_id = NEW.book_id AND period = NEW.period);
  SELECT RAISE(ABORT, 'ledger: no period opens before one that is locked or closed')
   WHERE EXISTS (SELECT 1 FROM period WHERE book_id = NEW.book_id AND period > NEW.period
                    AND state <> 'open');
END
--;
CREATE TRIGGER period_never_goes BEFORE DELETE ON period BEGIN
  SELECT RAISE(ABORT, 'ledger: a period is never deleted');
END
--;
