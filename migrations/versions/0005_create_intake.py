"""Create intake.

Why: batches of feeds, their rows as they came, and what waits in quarantine.
What it does to existing books: nothing: the tables are new.
Reversible: yes; what the tables hold goes with them.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both engines.
"""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0005_create_intake"
down_revision = "0004_create_office_records"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _statements(number: str) -> list[sa.TextClause]:
    engine = op.get_bind().dialect.name
    sql = files("migrations").joinpath("sql", f"{number}_{engine}.sql").read_text("utf-8")
    parts = (part.strip() for part in sql.split("\n--;"))
    return [sa.text(part.replace(":", "\\:")) for part in parts if part]


def _create_batch() -> None:
    op.create_table(
        "batch",
        sa.Column("id", BIG, nullable=False),
        sa.Column("feed", sa.String(length=12), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "account_no", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column(
            "unit_code", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("received_at_us", BIG, nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("rows_read", BIG, nullable=False),
        sa.Column("rows_taken", BIG, nullable=False),
        sa.Column("rows_unchanged", BIG, nullable=False),
        sa.Column("rows_superseded", BIG, nullable=False),
        sa.Column("rows_quarantined", BIG, nullable=False),
        sa.CheckConstraint(
            "rows_read = rows_taken + rows_unchanged + rows_superseded + rows_quarantined",
            name=op.f("ck_batch_rows"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sqlite_autoincrement=True,
    )


def _index_batch() -> None:
    op.create_index(op.f("ix_batch_digest"), "batch", ["digest"], unique=False)


def _create_raw_row() -> None:
    op.create_table(
        "raw_row",
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("row_no", BIG, autoincrement=False, nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("row_key", sa.String(length=200), server_default=sa.text("('')"), nullable=False),
        sa.CheckConstraint(
            "state IN ('taken', 'unchanged', 'superseded', 'quarantined')",
            name=op.f("ck_raw_row_state"),
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_raw_row_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "row_no", name=op.f("pk_raw_row")),
    )


def _index_raw_row() -> None:
    op.create_index(op.f("ix_raw_row_row_key"), "raw_row", ["row_key"], unique=False)


def _create_quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("batch_id", BIG, autoincrement=False, nullable=False),
        sa.Column("row_no", BIG, autoincrement=False, nullable=False),
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.Column("column", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("vi", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id", "row_no"],
            ["raw_row.batch_id", "raw_row.row_no"],
            name=op.f("fk_quarantine_batch_id_row_no"),
        ),
        sa.PrimaryKeyConstraint("batch_id", "row_no", "position", name=op.f("pk_quarantine")),
    )


def upgrade() -> None:
    """Apply."""
    _create_batch()
    _index_batch()
    _create_raw_row()
    _index_raw_row()
    _create_quarantine()
    for statement in _statements("0005"):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.drop_table("quarantine")
    op.drop_index(op.f("ix_raw_row_row_key"), table_name="raw_row")
    op.drop_table("raw_row")
    op.drop_index(op.f("ix_batch_digest"), table_name="batch")
    op.drop_table("batch")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text("DROP FUNCTION IF EXISTS intake_only_grows() CASCADE"))
