-- Whether a unit, a book or an employer lies in the scope of the transaction. Each statement ends
-- with a line holding only "--;".
-- A policy asks for one row at a time, up the tree and by an index: a posting must not wait for a
-- subtree of a hundred thousand units. What was found to be held is kept until the transaction
-- ends, and the policies look there first: the rows of one book follow each other.
-- Plans are kept for as long as a session lives; one made on an empty table would read it whole.
CREATE FUNCTION scope_holds(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE
  SET search_path = public, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  own text[] := string_to_array(current_setting('union_finance.scope_units', true), chr(31));
  day date := nullif(current_setting('union_finance.scope_on', true), '')::date;
BEGIN
  IF day IS NULL OR NOT EXISTS (
      SELECT FROM unit_closure c
       WHERE c.unit_code = wanted AND c.ancestor_code = ANY (own) AND c.valid_from <= day
         AND (c.valid_to >= day
              OR c.valid_to = (SELECT max(l.valid_to) FROM unit_closure l
                                WHERE l.unit_code = c.unit_code AND l.depth = 0))) THEN
    RETURN false;
  END IF;
  PERFORM set_config('union_finance.held_unit', wanted, true);
  RETURN true;
END $$
--;
CREATE FUNCTION scope_holds_book(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE
  SET search_path = public, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
  IF scope_holds((SELECT b.code FROM book b WHERE b.book_id = wanted)) THEN
    PERFORM set_config('union_finance.held_book', wanted::text, true);
    RETURN true;
  END IF;
  RETURN false;
END $$
--;
CREATE FUNCTION scope_holds_employer(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE
  SET search_path = public, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM employer e
     WHERE e.tax_code = wanted
       AND (scope_holds(e.collecting_unit) OR scope_holds(e.grassroots_unit)
            OR scope_holds(e.upper_unit)));
END $$
--;
-- Rows of no unit, such as a register's file, belong to those who stand at the very top.
CREATE FUNCTION scope_is_at_the_top() RETURNS boolean LANGUAGE plpgsql STABLE
  SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM unit u
     WHERE u.parent_code = ''
       AND u.code = ANY (string_to_array(current_setting('union_finance.scope_units', true),
                                         chr(31))));
END $$
