"""On SQLite the guard of entries joins each line to its account, and counts those that hold.

Why: of what the guard of an entry took, more than half went into a left join of its lines with the
    chart and a sum of what was wrong with each. An inner join of the lines that hold, counted,
    takes half as long (docs/decisions/0014) and refuses the same: the numbers 1 to `line_count`
    must all be found among the lines that hold, and no line may have a higher one.
What it does to existing books: nothing: no row is touched. PostgreSQL checks a whole statement of
    entries at a time already; there this migration does nothing.
Reversible: yes.
How verified: tests/ledger/store/test_tables.py tries each thing that may be wrong with a line, on
    both engines; tests/assurance/test_guards.py takes the guard away.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_lines_join_the_chart"
down_revision = "0009_row_scope"
branch_labels = None
depends_on = None

# The check of 0001 on the lines of an entry, and what stands in its place: the rest of that guard
# stays as the migrations before this one made it.
BEFORE = """\
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
"""
AFTER = """\
    FROM (SELECT count(*) AS lines, max(line_no) AS last_no,
                 sum(CASE side WHEN 'D' THEN amount_vnd ELSE -amount_vnd END) AS difference
            FROM line l
            JOIN account a
              ON a.regime = (SELECT regime FROM book WHERE book_id = NEW.book_id)
             AND a.code = l.account AND a.postable
           WHERE l.book_id = NEW.book_id AND l.seq = NEW.seq
             AND accounting_on IS NEW.accounting_on
             AND typeof(amount_vnd) = 'integer' AND typeof(l.account) = 'text'
             AND typeof(l.fund) = 'text' AND typeof(l.item) = 'text'
             AND typeof(l.counter_book) = 'text' AND typeof(interbook_ref) = 'text'
             AND CASE a.fund WHEN 'required' THEN l.fund <> ''
                             WHEN 'refused' THEN l.fund = '' ELSE 1 END
             AND CASE a.item WHEN 'required' THEN l.item <> ''
                             WHEN 'refused' THEN l.item = '' ELSE 1 END
             AND CASE a.counter_book WHEN 'required' THEN l.counter_book <> ''
                                     WHEN 'refused' THEN l.counter_book = '' ELSE 1 END
             AND (l.counter_book = ''
                  OR EXISTS (SELECT 1 FROM book
                              WHERE code = l.counter_book AND book_id <> NEW.book_id)))
   WHERE lines <> NEW.line_count OR last_no IS NOT lines OR difference IS NOT 0
      OR EXISTS (SELECT 1 FROM line WHERE book_id = NEW.book_id AND seq = NEW.seq
                                      AND line_no > NEW.line_count);
"""


def _exchange(old: str, new: str) -> None:
    """Put one check of the guard of entries in the place of another."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        return
    asked = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'entry_is_new'"
    guard = str(bind.exec_driver_sql(asked).scalar_one())
    if guard.count(old) != 1:
        wrong = "the guard of entries does not stand as the migrations before made it"
        raise RuntimeError(wrong)
    op.execute(sa.text("DROP TRIGGER entry_is_new"))
    op.execute(sa.text(guard.replace(old, new).replace(":", "\\:")))


def upgrade() -> None:
    """Apply."""
    _exchange(BEFORE, AFTER)


def downgrade() -> None:
    """Undo."""
    _exchange(AFTER, BEFORE)
