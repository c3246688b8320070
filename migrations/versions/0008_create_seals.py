"""Create seals.

Why: closing a month seals it; the seals of all books hang in one log whose signed checkpoints
    can be published.
What it does to existing books: nothing: the tables are new. A month that was closed before has no
    seal; the next month that closes seals the whole log of the book up to then.
Reversible: yes; seals, checkpoints and the public keys go with the tables.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both engines;
    tests/ledger/store/test_seal_tables.py tries every forbidden write in raw SQL.
"""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0008_create_seals"
down_revision = "0007_months_with_a_history"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HASH = sa.LargeBinary(length=32)


def _statements(number: str) -> list[sa.TextClause]:
    engine = op.get_bind().dialect.name
    sql = files("migrations").joinpath("sql", f"{number}_{engine}.sql").read_text("utf-8")
    parts = (part.strip() for part in sql.split("\n--;"))
    return [sa.text(part.replace(":", "\\:")) for part in parts if part]


def _create_seal() -> None:
    op.create_table(
        "seal",
        sa.Column("book_id", BIG, autoincrement=False, nullable=False),
        sa.Column("seal_no", BIG, autoincrement=False, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("event_no", BIG, nullable=False),
        sa.Column("last_seq", BIG, nullable=False),
        sa.Column("log_root", HASH, nullable=False),
        sa.Column("turnover_root", HASH, nullable=False),
        sa.Column("turnover_leaves", BIG, nullable=False),
        sa.Column("debit_vnd", BIG, nullable=False),
        sa.Column("credit_vnd", BIG, nullable=False),
        sa.Column("sealed_at_us", BIG, nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("sums", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", HASH, nullable=False),
        sa.CheckConstraint("seal_no > 0 AND last_seq >= 0", name=op.f("ck_seal_counted")),
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_seal_book_id")),
        sa.ForeignKeyConstraint(
            ["book_id", "period"],
            ["period.book_id", "period.period"],
            name=op.f("fk_seal_book_id_period"),
        ),
        sa.PrimaryKeyConstraint("book_id", "seal_no", name=op.f("pk_seal")),
        sqlite_with_rowid=False,
    )


def _index_seal() -> None:
    op.create_index("ix_seal_period", "seal", ["book_id", "period", "seal_no"], unique=False)


def _create_seal_log() -> None:
    op.create_table(
        "seal_log",
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("book_id", BIG, nullable=True),
        sa.Column("seal_no", BIG, nullable=True),
        sa.Column("sums", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", HASH, nullable=False),
        sa.Column("nodes", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("position >= 0", name=op.f("ck_seal_log_counted_from_zero")),
        sa.CheckConstraint(
            "(book_id IS NULL) = (seal_no IS NULL) AND (book_id IS NULL) = (sums IS NOT NULL)",
            name=op.f("ck_seal_log_seal_or_total"),
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "seal_no"],
            ["seal.book_id", "seal.seal_no"],
            name=op.f("fk_seal_log_book_id_seal_no"),
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_seal_log")),
        sa.UniqueConstraint("book_id", "seal_no", name=op.f("uq_seal_log_book_id_seal_no")),
        sqlite_with_rowid=False,
    )


def _index_seal_log() -> None:
    op.create_index(
        "ix_seal_log_period", "seal_log", ["period", "book_id", "seal_no"], unique=False
    )


def _create_signing_key() -> None:
    op.create_table(
        "signing_key",
        sa.Column("key_no", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("public_key", HASH, nullable=False),
        sa.Column("from_us", BIG, nullable=False),
        sa.Column("until_us", BIG, nullable=True),
        sa.CheckConstraint("key_no > 0", name=op.f("ck_signing_key_counted_from_one")),
        sa.PrimaryKeyConstraint("key_no", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("public_key", name=op.f("uq_signing_key_public_key")),
        sqlite_with_rowid=False,
    )


def _create_checkpoint() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("size", BIG, autoincrement=False, nullable=False),
        sa.Column("root", HASH, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_at_us", BIG, nullable=False),
        sa.Column("key_no", BIG, nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_checkpoint_size")),
        sa.ForeignKeyConstraint(
            ["key_no"], ["signing_key.key_no"], name=op.f("fk_checkpoint_key_no")
        ),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoint")),
        sqlite_with_rowid=False,
    )


def upgrade() -> None:
    """Apply."""
    _create_seal()
    _index_seal()
    _create_seal_log()
    _index_seal_log()
    _create_signing_key()
    _create_checkpoint()
    for statement in _statements(revision[:4]):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.drop_table("checkpoint")
    op.drop_table("signing_key")
    op.drop_index("ix_seal_log_period", table_name="seal_log")
    op.drop_table("seal_log")
    op.drop_index("ix_seal_period", table_name="seal")
    op.drop_table("seal")
    if op.get_bind().dialect.name == "postgresql":
        for name in ("seal", "seal_log", "checkpoint", "signing_key"):
            op.execute(sa.text(f"DROP FUNCTION IF EXISTS seals_check_{name}() CASCADE"))
