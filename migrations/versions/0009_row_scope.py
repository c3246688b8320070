"""Row scope.

Why: a query that forgot to name its units must not show another unit's rows. On PostgreSQL
    every table that carries a unit or a book is under row-level security, FORCED, so that it
    binds the owner of the tables too; the scope is told at the beginning of each transaction.
    SQLite has nothing of the kind: there the queries narrow, and this migration does nothing.
What it does to existing books: nothing: no row is touched.
Reversible: yes.
How verified: tests/architecture/test_row_scope.py lists the tables that have no policy;
    tests/scenarios/test_row_scope.py tries reads and writes from inside and outside a scope, and
    tests/finance/records/test_scope.py holds the policies to the query of the code.
"""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0009_row_scope"
down_revision = "0008_create_seals"
branch_labels = None
depends_on = None

EVERYTHING = "current_setting('union_finance.scope', true) = 'everything'"
HELD_UNIT = "nullif(current_setting('union_finance.held_unit', true), '')"  # '' is of no unit
HELD_BOOK = "current_setting('union_finance.held_book', true)"


def _statements(number: str) -> list[sa.TextClause]:
    engine = op.get_bind().dialect.name
    sql = files("migrations").joinpath("sql", f"{number}_{engine}.sql").read_text("utf-8")
    parts = (part.strip() for part in sql.split("\n--;"))
    return [sa.text(part.replace(":", "\\:")) for part in parts if part]


# Table, and the column that says whose the row is.
OF_A_BOOK = (
    "book_head",
    "counter",
    "entry",
    "line",
    "period",
    "period_event",
    "seal",
    "turnover",
)
OF_A_UNIT = {
    "attachment": "unit_code",
    "bank_balance": "unit_code",
    "bank_debit": "unit_code",
    "disclosure": "unit_code",
    "dues": "unit_code",
    "match_event": "collecting_unit",
    "notice": "unit_code",
    "obligation": "collecting_unit",
    "obligation_event": "collecting_unit",
    "payment": "unit_code",
    "receipt": "unit_code",
    "record_counter": "unit_code",
    "reopening": "unit_code",
    "share_event": "collecting_unit",
    "voucher": "unit_code",
    "voucher_attachment": "unit_code",
    "voucher_line": "unit_code",
    "voucher_maker": "unit_code",
    "voucher_template": "unit_code",
    "voucher_template_line": "unit_code",
}
# What concerns a second unit is read there too, and written by the first one's scope alone.
OTHER_SIDES = {
    "line": ("counter_book",),
    "match_event": ("holder_unit",),
    "obligation": ("grassroots_unit", "upper_unit"),
    "receipt": ("collecting_unit",),
    "share_event": ("holder_unit", "beneficiary"),
    "turnover": ("counter_book",),
}
# Who may see an obligation may see what became of it, whichever unit collects it.
OF_AN_OBLIGATION = ("match_event", "obligation_event", "share_event")
# Rows of no unit, such as a register's file, belong to those who stand at the very top.
OF_A_UNIT_OR_THE_TOP = {"audit_line": "unit_code", "batch": "unit_code"}
OF_A_BATCH = ("quarantine", "raw_row")
OF_AN_EMPLOYER = ("declaration", "relief", "tax_fact", "wo_notice", "workers_organisation")
TABLES = (
    "book",
    *OF_A_BOOK,
    *OF_A_UNIT,
    *OF_A_UNIT_OR_THE_TOP,
    *OF_A_BATCH,
    *OF_AN_EMPLOYER,
)


def _in_scope(column: str) -> str:
    return f"{HELD_UNIT} = {column} OR scope_holds({column})"


def _shared_with(column: str) -> str:
    return f"({column} <> '' AND ({_in_scope(column)}))"


def _policy(table: str, name: str, command: str, condition: str) -> None:
    """Let a command see (or, for an insert, make) the rows of a condition, and everything.

    The policies of a table are asked in the order of their names: `scope` before what is dearer.
    """
    word = "WITH CHECK" if command == "INSERT" else "USING"
    op.execute(
        sa.text(
            f"CREATE POLICY {name} ON {table} FOR {command} "
            f"{word} ({EVERYTHING} OR {condition})".replace(":", "\\:")
        )
    )


def _open_policies() -> None:
    """What may be read, or added, from outside the row's own unit."""
    _policy("book", "register", "SELECT", "true")  # an existence check must see every book
    _policy("seal", "proof", "SELECT", "true")  # one book's part of the totals is shown by all
    _policy("disclosure", "published", "SELECT", "state = 'published'")
    # A log that refused a line would undo the act itself; who has no unit yet signs in.
    _policy("audit_line", "of_no_unit", "INSERT", "unit_code = ''")
    for table, columns in OTHER_SIDES.items():
        condition = " OR ".join(_shared_with(f"{table}.{column}") for column in columns)
        _policy(table, "shared_with", "SELECT", condition)
    for table in OF_AN_OBLIGATION:
        key = " AND ".join(
            f"o.{name} = {table}.{name}" for name in ("collecting_unit", "tax_code", "period")
        )
        there = f"EXISTS (SELECT FROM obligation o WHERE {key})"
        _policy(table, "shows_its_obligation", "SELECT", there)


def _scope_policies() -> None:
    """Whose rows may be read and written: those of the scope."""
    _policy("book", "scope", "ALL", _in_scope("book.code"))
    for table in OF_A_BOOK:
        whose = f"{table}.book_id"
        held = f"{HELD_BOOK} = {whose}::text OR scope_holds_book({whose})"
        _policy(table, "scope", "ALL", held)
    for table, column in OF_A_UNIT.items():
        _policy(table, "scope", "ALL", _in_scope(f"{table}.{column}"))
    for table, column in OF_A_UNIT_OR_THE_TOP.items():
        whose = f"{table}.{column}"
        top = f"({whose} = '' AND scope_is_at_the_top())"
        _policy(table, "scope", "ALL", f"{_in_scope(whose)} OR {top}")
    for table in OF_A_BATCH:
        # The batch stands under its own policy, also when it is asked for here.
        there = f"EXISTS (SELECT FROM batch b WHERE b.id = {table}.batch_id)"
        _policy(table, "scope", "ALL", there)
    for table in OF_AN_EMPLOYER:
        _policy(table, "scope", "ALL", f"scope_holds_employer({table}.tax_code)")


def upgrade() -> None:
    """Apply."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for statement in _statements("0009"):
        op.execute(statement)
    for table in TABLES:
        op.execute(sa.text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        op.execute(sa.text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
    _scope_policies()
    _open_policies()


def downgrade() -> None:
    """Undo."""
    if op.get_bind().dialect.name != "postgresql":
        return
    standing = sa.text(
        "SELECT polrelid::regclass::text, polname FROM pg_policy".replace(":", "\\:")
    )
    for table, name in op.get_bind().execute(standing).all():
        op.execute(sa.text(f"DROP POLICY {name} ON {table}"))
    for table in TABLES:
        op.execute(sa.text(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"))
        op.execute(sa.text(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"))
    for function in (
        "scope_is_at_the_top()",
        "scope_holds_employer(text)",
        "scope_holds_book(bigint)",
        "scope_holds(text)",
    ):
        op.execute(sa.text(f"DROP FUNCTION {function}"))
