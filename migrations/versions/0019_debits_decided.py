"""What waits of the bank's debit rows is cleared by persons.

Why: a debit row that nobody recognised waited for a person, and no person could do anything about
    it: it takes receipts back whole or in part, settles payments, or was something else
    (`debit_clearing`).
What it does to existing books: nothing: of what waits, nothing is cleared. No amount changes.
Reversible: yes, while nothing was cleared; what was is lost with it.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both engines;
    tests/architecture/test_row_scope.py holds the new table to its policy.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019_debits_decided"
down_revision = "0018_rewards_by_key"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NONE = sa.text("('')")
TABLE = "debit_clearing"
CHECK = "cleared_vnd BETWEEN 0 AND amount_vnd"
POLICY = (
    "CREATE POLICY scope ON debit_clearing FOR ALL USING ("
    "current_setting('union_finance.scope', true) = 'everything' "
    "OR nullif(current_setting('union_finance.held_unit', true), '') = debit_clearing.unit_code "
    "OR scope_holds(debit_clearing.unit_code))"
)


def _extend_debit() -> None:
    column = sa.Column("cleared_vnd", BIG, server_default=sa.text("0"), nullable=False)
    if op.get_bind().dialect.name == "sqlite":
        # A column may bring its check with it there; a table takes none later.
        op.execute(
            sa.text(
                "ALTER TABLE bank_debit ADD COLUMN cleared_vnd INTEGER DEFAULT 0 NOT NULL "
                f"CONSTRAINT ck_bank_debit_cleared CHECK ({CHECK})"
            )
        )
        return
    op.add_column("bank_debit", column)
    op.create_check_constraint(op.f("ck_bank_debit_cleared"), "bank_debit", CHECK)


def _create_clearing() -> None:
    op.create_table(
        TABLE,
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("debit_seq", BIG, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("undoes", BIG, nullable=True),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column("subject_seq", BIG, nullable=True),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("account", sa.String(length=20), server_default=NONE, nullable=False),
        sa.Column("fund", sa.String(length=40), server_default=NONE, nullable=False),
        sa.Column("item", sa.String(length=20), server_default=NONE, nullable=False),
        sa.Column("reason", sa.String(length=1000), server_default=NONE, nullable=False),
        sa.Column("clears_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("maker", sa.String(length=100), nullable=False),
        sa.Column("made_at_us", BIG, nullable=False),
        sa.Column("checker", sa.String(length=100), server_default=NONE, nullable=False),
        sa.Column("decided_at_us", BIG, nullable=True),
        sa.Column("decision", sa.String(length=1000), server_default=NONE, nullable=False),
        sa.CheckConstraint(
            "kind IN ('returns', 'settles', 'spends')", name=op.f("ck_debit_clearing_kind")
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'done', 'refused')", name=op.f("ck_debit_clearing_state")
        ),
        sa.CheckConstraint("amount_vnd > 0", name=op.f("ck_debit_clearing_amount")),
        sa.CheckConstraint(
            "kind = 'spends' OR state = 'done'", name=op.f("ck_debit_clearing_second_person")
        ),
        sa.ForeignKeyConstraint(
            ["unit_code", "debit_seq"],
            ["bank_debit.unit_code", "bank_debit.seq"],
            name=op.f("fk_debit_clearing_unit_code_bank_debit"),
        ),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_debit_clearing")),
    )
    op.create_index("ix_debit_clearing_debit", TABLE, ["unit_code", "debit_seq"])


def upgrade() -> None:
    """Apply."""
    _extend_debit()
    _create_clearing()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY"))
        op.execute(sa.text(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY"))
        op.execute(sa.text(POLICY))


def downgrade() -> None:
    """Undo."""
    op.drop_table(TABLE)
    op.drop_column("bank_debit", "cleared_vnd")
