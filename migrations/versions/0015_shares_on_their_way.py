"""Shares on their way: distributions that come back, organisations, support, estimates, lists.

Why: a payment may come back from the bank; a workers' organisation has the province's answer, an
    account to be paid at, reasons for a late notice, and an end; support given downward and the
    approved estimate of a year have a maker and a checker; a collecting unit orders the holder of
    its money to pay the units itself.
What it does to existing books: nothing: no row is touched; new columns are empty.
Reversible: yes; what the new columns and tables hold goes with them.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both engines;
    tests/architecture/test_row_scope.py finds every new table under a policy.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015_shares_on_their_way"
down_revision = "0014_cases"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NONE = sa.text("''")
EVERYTHING = "current_setting('union_finance.scope', true) = 'everything'"
HELD_UNIT = "nullif(current_setting('union_finance.held_unit', true), '')"
# Table, whose its rows are, and the other unit that reads them.
TABLES = {
    "support": ("unit_code", "receiver"),
    "upper_estimate": ("collecting_unit", "beneficiary"),
    "direct_list": ("unit_code", "holder_unit"),
}


def _add_columns() -> None:
    op.add_column("payment", sa.Column("returned_on", sa.Date(), nullable=True))
    for name, length in (("bank_bin", 10), ("registration", 200)):
        column = sa.Column(name, sa.String(length=length), server_default=NONE, nullable=False)
        op.add_column("workers_organisation", column)
    for name in ("answered_on", "ended_on"):
        op.add_column("workers_organisation", sa.Column(name, sa.Date(), nullable=True))


def _create_wo_excuse() -> None:
    op.create_table(
        "wo_excuse",
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("accepted_by", sa.String(length=100), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tax_code", "period", name=op.f("pk_wo_excuse")),
    )


def _create_support() -> None:
    op.create_table(
        "support",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("receiver", sa.String(length=40), nullable=False),
        sa.Column("fund", sa.String(length=40), nullable=False),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("maker", sa.String(length=100), nullable=False),
        sa.Column("checker", sa.String(length=100), server_default=NONE, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("ref", sa.String(length=80), server_default=NONE, nullable=False),
        sa.Column("accounting_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_support_positive")),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_support")),
    )


def _create_upper_estimate() -> None:
    op.create_table(
        "upper_estimate",
        sa.Column("collecting_unit", sa.String(length=40), nullable=False),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("beneficiary", sa.String(length=40), nullable=False),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("maker", sa.String(length=100), nullable=False),
        sa.Column("checker", sa.String(length=100), server_default=NONE, nullable=False),
        sa.Column("difference_vnd", BIG, nullable=True),
        sa.Column("settled_vnd", BIG, server_default=sa.text("0"), nullable=False),
        sa.Column("ref", sa.String(length=80), server_default=NONE, nullable=False),
        sa.Column("accounting_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount_vnd >= 0", name=op.f("ck_upper_estimate_amount")),
        sa.PrimaryKeyConstraint(
            "collecting_unit", "year", "beneficiary", name=op.f("pk_upper_estimate")
        ),
    )


def _create_direct_list() -> None:
    op.create_table(
        "direct_list",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("payee", sa.String(length=300), nullable=False),
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("holder_unit", sa.String(length=40), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("maker", sa.String(length=100), nullable=False),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column("ref", sa.String(length=80), server_default=NONE, nullable=False),
        sa.PrimaryKeyConstraint(
            "unit_code", "seq", "payee", "tax_code", name=op.f("pk_direct_list")
        ),
    )
    op.create_index("ix_direct_list_holder", "direct_list", ["holder_unit", "ref"], unique=False)


def _policy(table: str, name: str, command: str, condition: str) -> None:
    statement = f"CREATE POLICY {name} ON {table} FOR {command} USING ({EVERYTHING} OR {condition})"
    op.execute(sa.text(statement.replace(":", "\\:")))


def _hold_to_scope() -> None:
    """Put the new tables under the policies of the others."""
    for table in (*TABLES, "wo_excuse"):
        op.execute(sa.text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        op.execute(sa.text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
    for table, (own, other) in TABLES.items():
        for name, command, column in (("scope", "ALL", own), ("shared_with", "SELECT", other)):
            whose = f"{table}.{column}"
            _policy(table, name, command, f"{HELD_UNIT} = {whose} OR scope_holds({whose})")
    _policy("wo_excuse", "scope", "ALL", "scope_holds_employer(wo_excuse.tax_code)")


def upgrade() -> None:
    """Apply."""
    _add_columns()
    _create_wo_excuse()
    _create_support()
    _create_upper_estimate()
    _create_direct_list()
    if op.get_bind().dialect.name == "postgresql":
        _hold_to_scope()


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_direct_list_holder", table_name="direct_list")
    for table in ("direct_list", "upper_estimate", "support", "wo_excuse"):
        op.drop_table(table)
    for name in ("ended_on", "answered_on", "registration", "bank_bin"):
        op.drop_column("workers_organisation", name)
    op.drop_column("payment", "returned_on")
