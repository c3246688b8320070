"""Receipts are found by the unit that collects them.

Why: what was handed over to a collecting unit, and the payers' credits it keeps, were looked for in
    every receipt there is: with the receipts of a nation's month, half a second for each look.
What it does to existing books: nothing: no row is touched.
Reversible: yes.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both engines,
    and holds the index to the table.
"""

from alembic import op

revision = "0017_receipts_by_collector"
down_revision = "0016_payers_and_units_change"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_receipt_collecting_unit", "receipt", ["collecting_unit", "unit_code"], unique=False
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_index("ix_receipt_collecting_unit", table_name="receipt")
