"""Create the registers.

Why: units, employers, bank accounts, split rules, declarations, tax facts and relief.
What it does to existing books: nothing: the tables are new.
Reversible: yes; what the registers hold goes with them.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both engines.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_create_registers"
down_revision = "0001_create_book"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _create_bank_account() -> None:
    op.create_table(
        "bank_account",
        sa.Column("account_no", sa.String(length=40), nullable=False),
        sa.Column("bank_bin", sa.String(length=10), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("ledger_account", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("account_no", name=op.f("pk_bank_account")),
    )


def _index_bank_account() -> None:
    op.create_index(op.f("ix_bank_account_unit_code"), "bank_account", ["unit_code"], unique=False)


def _create_declaration() -> None:
    op.create_table(
        "declaration",
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("si_unit_code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("employees", BIG, nullable=False),
        sa.Column("wage_fund_vnd", BIG, nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column(
            "agency_code", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column(
            "submitted_at", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("row_no", BIG, nullable=False),
        sa.PrimaryKeyConstraint(
            "tax_code", "period", "si_unit_code", "version", name=op.f("pk_declaration")
        ),
    )


def _index_declaration() -> None:
    op.create_index("ix_declaration_period", "declaration", ["period", "current"], unique=False)


def _create_employer() -> None:
    op.create_table(
        "employer",
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column(
            "si_unit_code", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_folded", sa.String(length=300), nullable=False),
        sa.Column("employer_type", sa.String(length=40), nullable=False),
        sa.Column("pay_cycle", sa.String(length=10), nullable=False),
        sa.Column("province_code", sa.String(length=40), nullable=False),
        sa.Column(
            "grassroots_unit", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("collecting_unit", sa.String(length=40), nullable=False),
        sa.Column(
            "upper_unit", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.PrimaryKeyConstraint("tax_code", "valid_from", name=op.f("pk_employer")),
    )


def _index_employer() -> None:
    op.create_index(
        op.f("ix_employer_collecting_unit"), "employer", ["collecting_unit"], unique=False
    )
    op.create_index(
        op.f("ix_employer_grassroots_unit"), "employer", ["grassroots_unit"], unique=False
    )
    op.create_index(op.f("ix_employer_name_folded"), "employer", ["name_folded"], unique=False)
    op.create_index(op.f("ix_employer_si_unit_code"), "employer", ["si_unit_code"], unique=False)


def _create_relief() -> None:
    op.create_table(
        "relief",
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("from_period", sa.String(length=7), nullable=False),
        sa.Column("to_period", sa.String(length=7), nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tax_code", "kind", "from_period", name=op.f("pk_relief")),
    )


def _create_split_rule() -> None:
    op.create_table(
        "split_rule",
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.String(length=7), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("valid_to", sa.String(length=7), server_default=sa.text("('')"), nullable=False),
        sa.Column("share", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint(
            "source", "scope", "valid_from", "role", name=op.f("pk_split_rule")
        ),
    )


def _create_tax_fact() -> None:
    op.create_table(
        "tax_fact",
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("status_on", sa.Date(), nullable=True),
        sa.Column(
            "province_code", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("employees", BIG, nullable=True),
        sa.Column("wages_paid_vnd", BIG, nullable=True),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("row_no", BIG, nullable=False),
        sa.PrimaryKeyConstraint("tax_code", "year", "version", name=op.f("pk_tax_fact")),
    )


def _create_unit() -> None:
    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_folded", sa.String(length=300), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=20), server_default=sa.text("('')"), nullable=False),
        sa.Column(
            "parent_code", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column(
            "successor_code", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.PrimaryKeyConstraint("code", "valid_from", name=op.f("pk_unit")),
    )


def _index_unit() -> None:
    op.create_index(op.f("ix_unit_name_folded"), "unit", ["name_folded"], unique=False)


def _create_unit_closure() -> None:
    op.create_table(
        "unit_closure",
        sa.Column("ancestor_code", sa.String(length=40), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("depth", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "ancestor_code", "unit_code", "valid_from", name=op.f("pk_unit_closure")
        ),
    )


def _index_unit_closure() -> None:
    op.create_index(
        "ix_unit_closure_unit_code", "unit_closure", ["unit_code", "valid_from"], unique=False
    )


def _create_wo_notice() -> None:
    op.create_table(
        "wo_notice",
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("members_levy_vnd", BIG, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tax_code", "period", name=op.f("pk_wo_notice")),
    )


def _create_workers_organisation() -> None:
    op.create_table(
        "workers_organisation",
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column(
            "account_no", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.PrimaryKeyConstraint("tax_code", "valid_from", name=op.f("pk_workers_organisation")),
    )


def upgrade() -> None:
    """Apply."""
    _create_bank_account()
    _index_bank_account()
    _create_declaration()
    _index_declaration()
    _create_employer()
    _index_employer()
    _create_relief()
    _create_split_rule()
    _create_tax_fact()
    _create_unit()
    _index_unit()
    _create_unit_closure()
    _index_unit_closure()
    _create_wo_notice()
    _create_workers_organisation()


def downgrade() -> None:
    """Undo."""
    op.drop_table("workers_organisation")
    op.drop_table("wo_notice")
    op.drop_index("ix_unit_closure_unit_code", table_name="unit_closure")
    op.drop_table("unit_closure")
    op.drop_index(op.f("ix_unit_name_folded"), table_name="unit")
    op.drop_table("unit")
    op.drop_table("tax_fact")
    op.drop_table("split_rule")
    op.drop_table("relief")
    op.drop_index(op.f("ix_employer_si_unit_code"), table_name="employer")
    op.drop_index(op.f("ix_employer_name_folded"), table_name="employer")
    op.drop_index(op.f("ix_employer_grassroots_unit"), table_name="employer")
    op.drop_index(op.f("ix_employer_collecting_unit"), table_name="employer")
    op.drop_table("employer")
    op.drop_index("ix_declaration_period", table_name="declaration")
    op.drop_table("declaration")
    op.drop_index(op.f("ix_bank_account_unit_code"), table_name="bank_account")
    op.drop_table("bank_account")
