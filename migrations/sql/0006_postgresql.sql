-- Papers and vouchers, on PostgreSQL. Each statement ends with a line holding only "--;".
ALTER TABLE entry ADD COLUMN papers VARCHAR(64) DEFAULT ('') NOT NULL
  CONSTRAINT ck_entry_papers CHECK (papers = '' OR papers ~ '^[0-9a-f]{64}$')
--;
ALTER TABLE voucher ADD COLUMN kind VARCHAR(10) DEFAULT ('plain') NOT NULL
  CONSTRAINT ck_voucher_kind CHECK (kind IN ('plain', 'reversal'))
--;
ALTER TABLE voucher ADD COLUMN reverses VARCHAR(80) DEFAULT ('') NOT NULL
  CONSTRAINT ck_voucher_reverses CHECK ((kind = 'reversal') = (reverses <> ''))
--;
ALTER TABLE voucher ADD COLUMN discarded_by VARCHAR(100) DEFAULT ('') NOT NULL
--;
CREATE TRIGGER attachment_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON attachment
  FOR EACH STATEMENT EXECUTE FUNCTION office_history_only_grows()
--;
CREATE TRIGGER voucher_maker_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON voucher_maker
  FOR EACH STATEMENT EXECUTE FUNCTION office_history_only_grows()
--;
CREATE TRIGGER voucher_never_goes BEFORE DELETE OR TRUNCATE ON voucher
  FOR EACH STATEMENT EXECUTE FUNCTION office_history_only_grows()
--;
CREATE FUNCTION voucher_is_kept() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'records: a voucher that is posted or discarded never changes'
    USING ERRCODE = 'restrict_violation';
END $$
--;
CREATE TRIGGER voucher_stays BEFORE UPDATE ON voucher FOR EACH ROW
  WHEN (OLD.state IN ('posted', 'discarded') OR NEW.unit_code <> OLD.unit_code
     OR NEW.seq <> OLD.seq OR NEW.kind <> OLD.kind OR NEW.reverses <> OLD.reverses)
  EXECUTE FUNCTION voucher_is_kept()
--;
-- The voucher is locked while its parts change: a posting that has not committed is waited for.
CREATE FUNCTION voucher_parts_are_kept() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
DECLARE
  part record;
BEGIN
  IF TG_OP = 'DELETE' THEN part := OLD; ELSE part := NEW; END IF;
  PERFORM 1 FROM voucher v WHERE v.unit_code = part.unit_code AND v.seq = part.seq
     AND v.state IN ('draft', 'rejected')
     AND (TG_TABLE_NAME = 'voucher_line' OR v.kind = 'plain') FOR UPDATE;
  IF TG_OP = 'UPDATE' OR NOT FOUND THEN
    RAISE EXCEPTION 'records: % on %: this voucher is out of its makers'' hands', TG_OP,
      TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN part;
END $$
--;
CREATE TRIGGER voucher_line_is_kept BEFORE INSERT OR UPDATE OR DELETE ON voucher_line
  FOR EACH ROW EXECUTE FUNCTION voucher_parts_are_kept()
--;
CREATE TRIGGER voucher_attachment_is_kept BEFORE INSERT OR UPDATE OR DELETE ON voucher_attachment
  FOR EACH ROW EXECUTE FUNCTION voucher_parts_are_kept()
--;
CREATE TRIGGER voucher_line_is_not_emptied BEFORE TRUNCATE ON voucher_line
  FOR EACH STATEMENT EXECUTE FUNCTION office_history_only_grows()
--;
CREATE TRIGGER voucher_attachment_is_not_emptied BEFORE TRUNCATE ON voucher_attachment
  FOR EACH STATEMENT EXECUTE FUNCTION office_history_only_grows()
--;
