"""Payers and units change.

Why: an open obligation goes to another collecting unit or to the employer that took the payer
    over, and each side says what of it came or went (`moved_vnd`); a payer's credit goes back by
    two people (`refund`); a unit that has gone hands its book over (`unit_closing`).
What it does to existing books: nothing was moved before: the new columns are zero and empty. No
    amount changes.
Reversible: yes, while nothing was moved, refunded or handed over; what was is lost with it.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both
    engines; tests/scenarios/test_row_scope.py and tests/architecture/test_row_scope.py hold the
    new tables to their policies.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_payers_and_units_change"
down_revision = "0015_shares_on_their_way"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NONE = sa.text("('')")
EVERYTHING = "current_setting('union_finance.scope', true) = 'everything'"
HELD_UNIT = "nullif(current_setting('union_finance.held_unit', true), '')"
TABLES = ("refund", "unit_closing")


def _create_refund() -> None:
    op.create_table(
        "refund",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("payee", sa.String(length=300), nullable=False),
        sa.Column("account_no", sa.String(length=40), nullable=False),
        sa.Column("bank_bin", sa.String(length=10), server_default=NONE, nullable=False),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column("request", sa.String(length=200), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("maker", sa.String(length=100), nullable=False),
        sa.Column("made_at_us", BIG, nullable=False),
        sa.Column("checker", sa.String(length=100), server_default=NONE, nullable=False),
        sa.Column("decided_at_us", BIG, nullable=True),
        sa.Column("decision", sa.String(length=1000), server_default=NONE, nullable=False),
        sa.Column("ref", sa.String(length=80), server_default=NONE, nullable=False),
        sa.CheckConstraint("kind IN ('credit', 'stopped')", name=op.f("ck_refund_kind")),
        sa.CheckConstraint("state IN ('asked', 'paid', 'refused')", name=op.f("ck_refund_state")),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_refund_amount")),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_refund")),
    )
    op.create_index("ix_refund_tax_code", "refund", ["tax_code", "unit_code"])


def _create_unit_closing() -> None:
    op.create_table(
        "unit_closing",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("taker", sa.String(length=40), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("closed_at_us", BIG, nullable=False),
        sa.PrimaryKeyConstraint("unit_code", name=op.f("pk_unit_closing")),
    )
    op.create_index(op.f("ix_unit_closing_taker"), "unit_closing", ["taker"])


def _extend_obligation() -> None:
    op.add_column(
        "obligation", sa.Column("moved_vnd", BIG, server_default=sa.text("0"), nullable=False)
    )
    op.add_column(
        "obligation",
        sa.Column("moved_to_unit", sa.String(length=40), server_default=NONE, nullable=False),
    )
    op.add_column(
        "obligation",
        sa.Column("moved_to_tax_code", sa.String(length=14), server_default=NONE, nullable=False),
    )


def _policy(table: str, name: str, command: str, condition: str) -> None:
    statement = f"CREATE POLICY {name} ON {table} FOR {command} USING ({EVERYTHING} OR {condition})"
    op.execute(sa.text(statement.replace(":", "\\:")))


def _in_scope(column: str) -> str:
    return f"{HELD_UNIT} = {column} OR scope_holds({column})"


def upgrade() -> None:
    """Apply."""
    _create_refund()
    _create_unit_closing()
    _extend_obligation()
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(sa.text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        op.execute(sa.text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
        _policy(table, "scope", "ALL", _in_scope(f"{table}.unit_code"))
    # Who takes a book over reads that it did.
    _policy("unit_closing", "shared_with", "SELECT", _in_scope("unit_closing.taker"))


def downgrade() -> None:
    """Undo."""
    for name in ("moved_to_tax_code", "moved_to_unit", "moved_vnd"):
        op.drop_column("obligation", name)
    op.drop_table("unit_closing")
    op.drop_table("refund")
