"""Create the book.

Why: the first shape of accounts, books, periods, entries, lines and turnovers,
    with the guards the database itself keeps.
What it does to existing books: there are none yet.
Reversible: yes, while no book holds an entry; afterwards it would drop them.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both
    engines; tests/ledger tries every forbidden write in raw SQL.
"""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0001_create_book"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _statements(number: str) -> list[sa.TextClause]:
    engine = op.get_bind().dialect.name
    sql = files("migrations").joinpath("sql", f"{number}_{engine}.sql").read_text("utf-8")
    parts = (part.strip() for part in sql.split("\n--;"))
    return [sa.text(part.replace(":", "\\:")) for part in parts if part]


def _create_account() -> None:
    op.create_table(
        "account",
        sa.Column("regime", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name_vi", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("nature", sa.String(length=8), nullable=False),
        sa.Column("fund", sa.String(length=8), nullable=False),
        sa.Column("item", sa.String(length=8), nullable=False),
        sa.Column("counter_book", sa.String(length=8), nullable=False),
        sa.Column("control", sa.Boolean(), nullable=False),
        sa.Column("postable", sa.Boolean(), nullable=False),
        sa.Column("family", sa.String(length=8), server_default=sa.text("('')"), nullable=False),
        sa.Column("parent", sa.String(length=20), server_default=sa.text("('')"), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("regime", "code", name=op.f("pk_account")),
        sqlite_with_rowid=False,
    )


def _create_book() -> None:
    op.create_table(
        "book",
        sa.Column("book_id", BIG, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("regime", sa.String(length=20), nullable=False),
        sa.Column("currency", sa.String(length=3), server_default=sa.text("'VND'"), nullable=False),
        sa.PrimaryKeyConstraint("book_id", name=op.f("pk_book")),
        sa.UniqueConstraint("code", name=op.f("uq_book_code")),
    )


def _create_entry() -> None:
    op.create_table(
        "entry",
        sa.Column("book_id", BIG, autoincrement=False, nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("journal", sa.String(length=4), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("accounting_on", sa.Date(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("recorded_at_us", BIG, nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("reverses_seq", BIG, nullable=True),
        sa.Column("line_count", BIG, nullable=False),
        sa.Column("request_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("line_count >= 2", name=op.f("ck_entry_line_count")),
        sa.CheckConstraint("seq > 0 AND number > 0", name=op.f("ck_entry_counted_from_one")),
        sa.ForeignKeyConstraint(
            ["book_id", "reverses_seq"],
            ["entry.book_id", "entry.seq"],
            name=op.f("fk_entry_book_id_reverses_seq"),
        ),
        sa.PrimaryKeyConstraint("book_id", "seq", name=op.f("pk_entry")),
        sa.UniqueConstraint(
            "book_id",
            "journal",
            "year",
            "number",
            name=op.f("uq_entry_book_id_journal_year_number"),
        ),
        sa.UniqueConstraint("book_id", "reverses_seq", name=op.f("uq_entry_book_id_reverses_seq")),
        sa.UniqueConstraint("book_id", "source", "key", name=op.f("uq_entry_book_id_source_key")),
        sqlite_with_rowid=False,
    )


def _index_entry() -> None:
    op.create_index(
        "ix_entry_accounting_on", "entry", ["book_id", "accounting_on", "seq"], unique=False
    )


def _create_line() -> None:
    op.create_table(
        "line",
        sa.Column("book_id", BIG, autoincrement=False, nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("line_no", BIG, autoincrement=False, nullable=False),
        sa.Column("accounting_on", sa.Date(), nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("side", sa.String(length=1), nullable=False),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column("fund", sa.String(length=40), server_default=sa.text("('')"), nullable=False),
        sa.Column("item", sa.String(length=20), server_default=sa.text("('')"), nullable=False),
        sa.Column(
            "counter_book", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column(
            "interbook_ref", sa.String(length=80), server_default=sa.text("('')"), nullable=False
        ),
        sa.CheckConstraint(
            "(counter_book = '') = (interbook_ref = '')", name=op.f("ck_line_interbook")
        ),
        sa.CheckConstraint("side IN ('D', 'C')", name=op.f("ck_line_side")),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_line_amount_vnd")),
        sa.CheckConstraint("seq > 0 AND line_no > 0", name=op.f("ck_line_counted_from_one")),
        sa.PrimaryKeyConstraint("book_id", "seq", "line_no", name=op.f("pk_line")),
        sqlite_with_rowid=False,
    )


def _index_line() -> None:
    op.create_index(
        "ix_line_account",
        "line",
        ["book_id", "account", "accounting_on", "seq", "line_no"],
        unique=False,
    )
    op.create_index(
        "ix_line_interbook",
        "line",
        ["interbook_ref"],
        unique=False,
        postgresql_where=sa.text("interbook_ref <> ''"),
        sqlite_where=sa.text("interbook_ref <> ''"),
    )


def _create_book_head() -> None:
    op.create_table(
        "book_head",
        sa.Column("book_id", BIG, autoincrement=False, nullable=False),
        sa.Column("last_seq", BIG, nullable=True),
        sa.Column("last_recorded_at_us", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id", "last_seq"],
            ["entry.book_id", "entry.seq"],
            name=op.f("fk_book_head_book_id_last_seq"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_book_head_book_id")),
        sa.PrimaryKeyConstraint("book_id", name=op.f("pk_book_head")),
    )


def _create_counter() -> None:
    op.create_table(
        "counter",
        sa.Column("book_id", BIG, autoincrement=False, nullable=False),
        sa.Column("journal", sa.String(length=4), nullable=False),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("last_number", BIG, nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_counter_book_id")),
        sa.PrimaryKeyConstraint("book_id", "journal", "year", name=op.f("pk_counter")),
        sqlite_with_rowid=False,
    )


def _create_period() -> None:
    op.create_table(
        "period",
        sa.Column("book_id", BIG, autoincrement=False, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_period_state")),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_period_book_id")),
        sa.PrimaryKeyConstraint("book_id", "period", name=op.f("pk_period")),
        sqlite_with_rowid=False,
    )


def _create_turnover() -> None:
    op.create_table(
        "turnover",
        sa.Column("book_id", BIG, autoincrement=False, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("fund", sa.String(length=40), server_default=sa.text("('')"), nullable=False),
        sa.Column("item", sa.String(length=20), server_default=sa.text("('')"), nullable=False),
        sa.Column(
            "counter_book", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("debit_vnd", BIG, nullable=False),
        sa.Column("credit_vnd", BIG, nullable=False),
        sa.Column("lines", BIG, nullable=False),
        sa.CheckConstraint(
            "debit_vnd >= 0 AND credit_vnd >= 0 AND lines > 0", name=op.f("ck_turnover_counts")
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "period"],
            ["period.book_id", "period.period"],
            name=op.f("fk_turnover_book_id_period"),
        ),
        sa.PrimaryKeyConstraint(
            "book_id", "period", "account", "fund", "item", "counter_book", name=op.f("pk_turnover")
        ),
        sqlite_with_rowid=False,
    )


def upgrade() -> None:
    """Apply."""
    _create_account()
    _create_book()
    _create_entry()
    _index_entry()
    _create_line()
    _index_line()
    _create_book_head()
    _create_counter()
    _create_period()
    _create_turnover()
    for statement in _statements("0001"):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.drop_table("turnover")
    op.drop_table("period")
    op.drop_table("counter")
    op.drop_table("book_head")
    op.drop_index(
        "ix_line_interbook",
        table_name="line",
        postgresql_where=sa.text("interbook_ref <> ''"),
        sqlite_where=sa.text("interbook_ref <> ''"),
    )
    op.drop_index("ix_line_account", table_name="line")
    op.drop_table("line")
    op.drop_index("ix_entry_accounting_on", table_name="entry")
    op.drop_table("entry")
    op.drop_table("book")
    op.drop_table("account")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text("DROP FUNCTION IF EXISTS ledger_check_lines() CASCADE"))
        op.execute(sa.text("DROP FUNCTION IF EXISTS ledger_check_entries() CASCADE"))
        op.execute(sa.text("DROP FUNCTION IF EXISTS ledger_check_period() CASCADE"))
        op.execute(sa.text("DROP FUNCTION IF EXISTS ledger_check_book() CASCADE"))
        op.execute(sa.text("DROP FUNCTION IF EXISTS ledger_refuse() CASCADE"))
