"""A receipt is split into parts by persons.

Why: one row of a bank may pay for several employers; a receipt is one payer's, in one collecting
    unit, so a part becomes a receipt of its own that says what it was split from (`split_from`).
What it does to existing books: nothing: no receipt was split before.
Reversible: yes, while nothing was split; parts stay then without a word of where they came from.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both engines,
    and holds the index to the table.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020_receipts_in_parts"
down_revision = "0019_debits_decided"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SPLIT = sa.text("split_from IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.add_column("receipt", sa.Column("split_from", BIG, nullable=True))
    op.create_index(
        "ix_receipt_split_from",
        "receipt",
        ["unit_code", "split_from"],
        unique=False,
        sqlite_where=SPLIT,
        postgresql_where=SPLIT,
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_receipt_split_from", table_name="receipt")
    op.drop_column("receipt", "split_from")
