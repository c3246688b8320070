-- Guards of seals on SQLite. Each statement ends with a line holding only "--;".
-- INSERT OR REPLACE removes rows without asking a DELETE trigger: each table takes the next
-- number only, so no key that is there is ever named again.
CREATE TRIGGER seal_never_changes BEFORE UPDATE ON seal BEGIN
  SELECT RAISE(ABORT, 'seal: a seal never changes');
END
--;
CREATE TRIGGER seal_never_goes BEFORE DELETE ON seal BEGIN
  SELECT RAISE(ABORT, 'seal: a seal is never deleted');
END
--;
CREATE TRIGGER seal_is_checked BEFORE INSERT ON seal BEGIN
  SELECT RAISE(ABORT, 'seal: a seal reaches to the head of its book')
   WHERE NEW.last_seq IS NOT (SELECT coalesce(last_seq, 0) FROM book_head
                               WHERE book_id = NEW.book_id);
  SELECT RAISE(ABORT, 'seal: seals are counted without gaps')
   WHERE NEW.seal_no IS NOT 1 + (SELECT coalesce(max(seal_no), 0) FROM seal
                                  WHERE book_id = NEW.book_id);
  SELECT RAISE(ABORT, 'seal: only a closed period is sealed')
   WHERE NOT EXISTS (SELECT 1 FROM period WHERE book_id = NEW.book_id AND period = NEW.period
                        AND state NOT IN ('open', 'soft'));
  SELECT RAISE(ABORT, 'seal: a seal names the event that closed its period')
   WHERE NOT EXISTS (SELECT 1 FROM period_event WHERE book_id = NEW.book_id
                        AND event_no = NEW.event_no AND period = NEW.period
                        AND to_state = 'closed');
  SELECT RAISE(ABORT, 'seal: a value of the wrong kind')
   WHERE typeof(NEW.seal_no) <> 'integer' OR typeof(NEW.last_seq) <> 'integer'
      OR typeof(NEW.event_no) <> 'integer' OR typeof(NEW.turnover_leaves) <> 'integer'
      OR typeof(NEW.debit_vnd) <> 'integer' OR typeof(NEW.credit_vnd) <> 'integer'
      OR typeof(NEW.sealed_at_us) <> 'integer' OR typeof(NEW.content) <> 'blob'
      OR typeof(NEW.frontier) <> 'blob' OR typeof(NEW.sums) <> 'blob'
      OR typeof(NEW.log_root) <> 'blob' OR length(NEW.log_root) <> 32
      OR typeof(NEW.turnover_root) <> 'blob' OR length(NEW.turnover_root) <> 32
      OR typeof(NEW.leaf_hash) <> 'blob' OR length(NEW.leaf_hash) <> 32;
END
--;
CREATE TRIGGER seal_log_never_changes BEFORE UPDATE ON seal_log BEGIN
  SELECT RAISE(ABORT, 'seal log: a leaf never changes');
END
--;
CREATE TRIGGER seal_log_never_goes BEFORE DELETE ON seal_log BEGIN
  SELECT RAISE(ABORT, 'seal log: a leaf is never deleted');
END
--;
CREATE TRIGGER seal_log_is_checked BEFORE INSERT ON seal_log BEGIN
  SELECT RAISE(ABORT, 'seal log: leaves are counted without gaps')
   WHERE NEW.position IS NOT 1 + (SELECT coalesce(max(position), -1) FROM seal_log);
  SELECT RAISE(ABORT, 'seal log: this is not the seal')
   WHERE NEW.book_id IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM seal WHERE book_id = NEW.book_id AND seal_no = NEW.seal_no
                        AND period = NEW.period AND content = NEW.content
                        AND leaf_hash = NEW.leaf_hash);
  SELECT RAISE(ABORT, 'seal log: this seal hangs in it')
   WHERE EXISTS (SELECT 1 FROM seal_log WHERE book_id = NEW.book_id AND seal_no = NEW.seal_no);
  SELECT RAISE(ABORT, 'seal log: a value of the wrong kind')
   WHERE typeof(NEW.position) <> 'integer' OR typeof(NEW.content) <> 'blob'
      OR typeof(NEW.sums) NOT IN ('null', 'blob')
      OR typeof(NEW.leaf_hash) <> 'blob' OR length(NEW.leaf_hash) <> 32
      OR typeof(NEW.nodes) <> 'blob' OR length(NEW.nodes) % 32 <> 0
      OR substr(NEW.nodes, 1, 32) <> NEW.leaf_hash;
END
--;
CREATE TRIGGER checkpoint_never_changes BEFORE UPDATE ON checkpoint BEGIN
  SELECT RAISE(ABORT, 'checkpoint: a checkpoint never changes');
END
--;
CREATE TRIGGER checkpoint_never_goes BEFORE DELETE ON checkpoint BEGIN
  SELECT RAISE(ABORT, 'checkpoint: a checkpoint is never deleted');
END
--;
CREATE TRIGGER checkpoint_is_checked BEFORE INSERT ON checkpoint BEGIN
  SELECT RAISE(ABORT, 'checkpoint: it speaks of the whole log, and each of a longer one')
   WHERE NEW.size IS NOT 1 + (SELECT max(position) FROM seal_log)
      OR NEW.size <= (SELECT coalesce(max(size), 0) FROM checkpoint)
      OR typeof(NEW.root) <> 'blob' OR length(NEW.root) <> 32
      OR typeof(NEW.note) <> 'text' OR typeof(NEW.signed_at_us) <> 'integer';
END
--;
CREATE TRIGGER signing_key_is_checked BEFORE INSERT ON signing_key BEGIN
  SELECT RAISE(ABORT, 'signing key: keys are counted without gaps and begin unretired')
   WHERE NEW.key_no IS NOT 1 + (SELECT coalesce(max(key_no), 0) FROM signing_key)
      OR NEW.until_us IS NOT NULL OR typeof(NEW.from_us) <> 'integer'
      OR typeof(NEW.public_key) <> 'blob' OR length(NEW.public_key) <> 32
      OR EXISTS (SELECT 1 FROM signing_key WHERE public_key = NEW.public_key);
END
--;
-- A key is retired once; nothing else of it ever changes.
CREATE TRIGGER signing_key_is_retired_once BEFORE UPDATE ON signing_key
WHEN OLD.until_us IS NOT NULL OR NEW.until_us IS NULL OR typeof(NEW.until_us) <> 'integer'
  OR NEW.until_us < OLD.from_us OR NEW.key_no <> OLD.key_no OR NEW.name <> OLD.name
  OR NEW.key_id <> OLD.key_id OR NEW.public_key <> OLD.public_key
  OR NEW.from_us <> OLD.from_us BEGIN
  SELECT RAISE(ABORT, 'signing key: a key is retired once and never changes');
END
--;
CREATE TRIGGER signing_key_never_goes BEFORE DELETE ON signing_key BEGIN
  SELECT RAISE(ABORT, 'signing key: a key is never deleted');
END
--;
