-- Papers and vouchers, on SQLite. Each statement ends with a line holding only "--;".
-- Checks stand at their columns, so that a column can be dropped again; no table is rebuilt.
ALTER TABLE entry ADD COLUMN papers VARCHAR(64) DEFAULT ('') NOT NULL
  CONSTRAINT ck_entry_papers CHECK (papers = '' OR (typeof(papers) = 'text'
    AND length(papers) = 64 AND papers NOT GLOB '*[^0-9a-f]*'))
--;
ALTER TABLE voucher ADD COLUMN kind VARCHAR(10) DEFAULT ('plain') NOT NULL
  CONSTRAINT ck_voucher_kind CHECK (kind IN ('plain', 'reversal'))
--;
ALTER TABLE voucher ADD COLUMN reverses VARCHAR(80) DEFAULT ('') NOT NULL
  CONSTRAINT ck_voucher_reverses CHECK ((kind = 'reversal') = (reverses <> ''))
--;
ALTER TABLE voucher ADD COLUMN discarded_by VARCHAR(100) DEFAULT ('') NOT NULL
--;
CREATE TRIGGER attachment_is_new BEFORE INSERT ON attachment BEGIN
  SELECT RAISE(ABORT, 'records: this content is kept already')
   WHERE EXISTS (SELECT 1 FROM attachment
                  WHERE unit_code = NEW.unit_code AND digest = NEW.digest)
      OR EXISTS (SELECT 1 FROM attachment WHERE rowid = NEW.rowid)
      OR typeof(NEW.content) <> 'blob';
END
--;
CREATE TRIGGER attachment_never_changes BEFORE UPDATE ON attachment BEGIN
  SELECT RAISE(ABORT, 'records: a content never changes');
END
--;
CREATE TRIGGER attachment_never_goes BEFORE DELETE ON attachment BEGIN
  SELECT RAISE(ABORT, 'records: a content is never deleted');
END
--;
CREATE TRIGGER voucher_attachment_is_new BEFORE INSERT ON voucher_attachment BEGIN
  SELECT RAISE(ABORT, 'records: this voucher is out of its makers'' hands')
   WHERE NOT EXISTS (SELECT 1 FROM voucher WHERE unit_code = NEW.unit_code AND seq = NEW.seq
                        AND kind = 'plain' AND state IN ('draft', 'rejected'))
      OR EXISTS (SELECT 1 FROM voucher_attachment WHERE rowid = NEW.rowid);
END
--;
CREATE TRIGGER voucher_attachment_never_changes BEFORE UPDATE ON voucher_attachment BEGIN
  SELECT RAISE(ABORT, 'records: a paper is taken back and another attached');
END
--;
CREATE TRIGGER voucher_attachment_is_taken_back BEFORE DELETE ON voucher_attachment BEGIN
  SELECT RAISE(ABORT, 'records: this voucher is out of its makers'' hands')
   WHERE NOT EXISTS (SELECT 1 FROM voucher WHERE unit_code = OLD.unit_code AND seq = OLD.seq
                        AND kind = 'plain' AND state IN ('draft', 'rejected'));
END
--;
CREATE TRIGGER voucher_maker_is_new BEFORE INSERT ON voucher_maker BEGIN
  SELECT RAISE(ABORT, 'records: this hand is known')
   WHERE EXISTS (SELECT 1 FROM voucher_maker WHERE unit_code = NEW.unit_code AND seq = NEW.seq
                    AND folded = NEW.folded)
      OR EXISTS (SELECT 1 FROM voucher_maker WHERE rowid = NEW.rowid);
END
--;
CREATE TRIGGER voucher_maker_never_changes BEFORE UPDATE ON voucher_maker BEGIN
  SELECT RAISE(ABORT, 'records: who had a hand in a voucher stays');
END
--;
CREATE TRIGGER voucher_maker_never_goes BEFORE DELETE ON voucher_maker BEGIN
  SELECT RAISE(ABORT, 'records: who had a hand in a voucher stays');
END
--;
CREATE TRIGGER voucher_is_new BEFORE INSERT ON voucher BEGIN
  SELECT RAISE(ABORT, 'records: this voucher exists')
   WHERE EXISTS (SELECT 1 FROM voucher WHERE unit_code = NEW.unit_code AND seq = NEW.seq)
      OR EXISTS (SELECT 1 FROM voucher WHERE rowid = NEW.rowid);
END
--;
CREATE TRIGGER voucher_stays BEFORE UPDATE ON voucher
WHEN OLD.state IN ('posted', 'discarded') OR NEW.unit_code <> OLD.unit_code OR NEW.seq <> OLD.seq
  OR NEW.kind <> OLD.kind OR NEW.reverses <> OLD.reverses BEGIN
  SELECT RAISE(ABORT, 'records: a voucher that is posted or discarded never changes');
END
--;
CREATE TRIGGER voucher_never_goes BEFORE DELETE ON voucher BEGIN
  SELECT RAISE(ABORT, 'records: a voucher is discarded, never deleted: its number stays');
END
--;
CREATE TRIGGER voucher_line_is_typed BEFORE INSERT ON voucher_line BEGIN
  SELECT RAISE(ABORT, 'records: this voucher is out of its makers'' hands')
   WHERE NOT EXISTS (SELECT 1 FROM voucher WHERE unit_code = NEW.unit_code AND seq = NEW.seq
                        AND state IN ('draft', 'rejected'))
      OR EXISTS (SELECT 1 FROM voucher_line WHERE rowid = NEW.rowid);
END
--;
CREATE TRIGGER voucher_line_is_not_changed BEFORE UPDATE ON voucher_line BEGIN
  SELECT RAISE(ABORT, 'records: the lines of a draft are replaced as a whole');
END
--;
CREATE TRIGGER voucher_line_is_taken_back BEFORE DELETE ON voucher_line BEGIN
  SELECT RAISE(ABORT, 'records: this voucher is out of its makers'' hands')
   WHERE NOT EXISTS (SELECT 1 FROM voucher WHERE unit_code = OLD.unit_code AND seq = OLD.seq
                        AND state IN ('draft', 'rejected'));
END
--;
