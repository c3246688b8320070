"""Create the records of levy and dues.

Why: obligations, receipts, payments, matches and shares, with histories that only grow.
What it does to existing books: nothing: the tables are new.
Reversible: yes; what the records hold goes with them.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both engines.
"""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0003_create_levy_records"
down_revision = "0002_create_registers"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _statements(number: str) -> list[sa.TextClause]:
    engine = op.get_bind().dialect.name
    sql = files("migrations").joinpath("sql", f"{number}_{engine}.sql").read_text("utf-8")
    parts = (part.strip() for part in sql.split("\n--;"))
    return [sa.text(part.replace(":", "\\:")) for part in parts if part]


def _create_bank_debit() -> None:
    op.create_table(
        "bank_debit",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("account_no", sa.String(length=40), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("occurrence", sa.SmallInteger(), nullable=False),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column(
            "counter_account", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column(
            "counter_name", sa.String(length=300), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column(
            "content", sa.String(length=1000), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("row_no", BIG, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("settles", sa.String(length=100), server_default=sa.text("('')"), nullable=False),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_bank_debit")),
        sa.UniqueConstraint(
            "account_no",
            "booked_on",
            "reference",
            "occurrence",
            name=op.f("uq_bank_debit_account_no_booked_on_reference_occurrence"),
        ),
    )


def _index_bank_debit() -> None:
    op.create_index("ix_bank_debit_state", "bank_debit", ["state", "unit_code"], unique=False)


def _create_dues() -> None:
    op.create_table(
        "dues",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("member_no", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("dues_group", sa.String(length=20), nullable=False),
        sa.Column("wage_base_vnd", BIG, nullable=False),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column("paid_vnd", BIG, nullable=False),
        sa.CheckConstraint(
            "paid_vnd >= 0 AND paid_vnd <= amount_vnd", name=op.f("ck_dues_never_overpaid")
        ),
        sa.PrimaryKeyConstraint("unit_code", "member_no", "period", name=op.f("pk_dues")),
    )


def _create_match_event() -> None:
    op.create_table(
        "match_event",
        sa.Column("collecting_unit", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("holder_unit", sa.String(length=40), nullable=False),
        sa.Column("receipt_seq", BIG, nullable=False),
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("delta_vnd", BIG, nullable=False),
        sa.Column("accounting_on", sa.Date(), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("confidence", sa.SmallInteger(), nullable=False),
        sa.Column("decided_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("collecting_unit", "seq", name=op.f("pk_match_event")),
    )


def _index_match_event() -> None:
    op.create_index(
        "ix_match_event_obligation",
        "match_event",
        ["collecting_unit", "tax_code", "period"],
        unique=False,
    )
    op.create_index(
        "ix_match_event_receipt", "match_event", ["holder_unit", "receipt_seq"], unique=False
    )


def _create_obligation() -> None:
    op.create_table(
        "obligation",
        sa.Column("collecting_unit", sa.String(length=40), nullable=False),
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column(
            "grassroots_unit", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column(
            "upper_unit", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("employees", BIG, nullable=False),
        sa.Column("wage_fund_vnd", BIG, nullable=False),
        sa.Column("rate_key", sa.String(length=60), nullable=False),
        sa.Column("rate_from", sa.Date(), nullable=False),
        sa.Column("rate", sa.String(length=20), nullable=False),
        sa.Column("gross_vnd", BIG, nullable=False),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column("waived_vnd", BIG, nullable=False),
        sa.Column("paid_vnd", BIG, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "suspended_to", sa.String(length=7), server_default=sa.text("('')"), nullable=False
        ),
        sa.CheckConstraint(
            "amount_vnd >= 0 AND waived_vnd >= 0 AND paid_vnd >= 0",
            name=op.f("ck_obligation_amounts"),
        ),
        sa.CheckConstraint(
            "paid_vnd + waived_vnd <= amount_vnd", name=op.f("ck_obligation_never_overpaid")
        ),
        sa.PrimaryKeyConstraint(
            "collecting_unit", "tax_code", "period", name=op.f("pk_obligation")
        ),
    )


def _index_obligation() -> None:
    op.create_index(
        op.f("ix_obligation_grassroots_unit"), "obligation", ["grassroots_unit"], unique=False
    )
    op.create_index(
        "ix_obligation_period", "obligation", ["period", "collecting_unit"], unique=False
    )
    op.create_index("ix_obligation_tax_code", "obligation", ["tax_code", "period"], unique=False)


def _create_obligation_event() -> None:
    op.create_table(
        "obligation_event",
        sa.Column("collecting_unit", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("delta_vnd", BIG, nullable=False),
        sa.Column("accounting_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("entry_key", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("collecting_unit", "seq", name=op.f("pk_obligation_event")),
    )


def _index_obligation_event() -> None:
    op.create_index(
        "ix_obligation_event_of",
        "obligation_event",
        ["collecting_unit", "tax_code", "period"],
        unique=False,
    )


def _create_payment() -> None:
    op.create_table(
        "payment",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("payee", sa.String(length=300), nullable=False),
        sa.Column(
            "account_no", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("bank_bin", sa.String(length=10), server_default=sa.text("('')"), nullable=False),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_payment")),
    )


def _index_payment() -> None:
    op.create_index("ix_payment_state", "payment", ["state", "unit_code"], unique=False)


def _create_receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("account_no", sa.String(length=40), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("occurrence", sa.SmallInteger(), nullable=False),
        sa.Column("value_on", sa.Date(), nullable=True),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column(
            "counter_account", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column(
            "counter_name", sa.String(length=300), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column(
            "content", sa.String(length=1000), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("row_no", BIG, nullable=False),
        sa.Column("matched_vnd", BIG, nullable=False),
        sa.Column("credit_vnd", BIG, nullable=False),
        sa.Column("returned_vnd", BIG, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tax_code", sa.String(length=14), server_default=sa.text("('')"), nullable=False),
        sa.Column(
            "collecting_unit", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("handed_over_on", sa.Date(), nullable=True),
        sa.Column(
            "suggested_tax_code",
            sa.String(length=14),
            server_default=sa.text("('')"),
            nullable=False,
        ),
        sa.Column("confidence", sa.SmallInteger(), nullable=False),
        sa.Column(
            "evidence", sa.String(length=1000), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column(
            "decided_by", sa.String(length=100), server_default=sa.text("('')"), nullable=False
        ),
        sa.CheckConstraint(
            "matched_vnd >= 0 AND credit_vnd >= 0 AND returned_vnd >= 0 "
            "AND matched_vnd + credit_vnd + returned_vnd <= amount_vnd",
            name=op.f("ck_receipt_conserved"),
        ),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_receipt")),
        sa.UniqueConstraint(
            "account_no",
            "booked_on",
            "reference",
            "occurrence",
            name=op.f("uq_receipt_account_no_booked_on_reference_occurrence"),
        ),
    )


def _index_receipt() -> None:
    op.create_index(
        op.f("ix_receipt_counter_account"), "receipt", ["counter_account"], unique=False
    )
    op.create_index("ix_receipt_reference", "receipt", ["reference"], unique=False)
    op.create_index("ix_receipt_state", "receipt", ["state", "unit_code"], unique=False)
    op.create_index("ix_receipt_tax_code", "receipt", ["tax_code"], unique=False)


def _create_share_event() -> None:
    op.create_table(
        "share_event",
        sa.Column("collecting_unit", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("holder_unit", sa.String(length=40), nullable=False),
        sa.Column("receipt_seq", BIG, nullable=False),
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column(
            "beneficiary", sa.String(length=300), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("delta_vnd", BIG, nullable=False),
        sa.Column("settled_delta_vnd", BIG, nullable=False),
        sa.Column("accounting_on", sa.Date(), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column(
            "rule_scope", sa.String(length=40), server_default=sa.text("('')"), nullable=False
        ),
        sa.Column("rule_from", sa.String(length=7), server_default=sa.text("('')"), nullable=False),
        sa.PrimaryKeyConstraint("collecting_unit", "seq", name=op.f("pk_share_event")),
    )


def _index_share_event() -> None:
    op.create_index(
        "ix_share_event_beneficiary", "share_event", ["beneficiary", "accounting_on"], unique=False
    )
    op.create_index(
        "ix_share_event_part",
        "share_event",
        ["collecting_unit", "tax_code", "period", "holder_unit", "receipt_seq"],
        unique=False,
    )


def upgrade() -> None:
    """Apply."""
    _create_bank_debit()
    _index_bank_debit()
    _create_dues()
    _create_match_event()
    _index_match_event()
    _create_obligation()
    _index_obligation()
    _create_obligation_event()
    _index_obligation_event()
    _create_payment()
    _index_payment()
    _create_receipt()
    _index_receipt()
    _create_share_event()
    _index_share_event()
    for statement in _statements("0003"):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_share_event_part", table_name="share_event")
    op.drop_index("ix_share_event_beneficiary", table_name="share_event")
    op.drop_table("share_event")
    op.drop_index("ix_receipt_tax_code", table_name="receipt")
    op.drop_index("ix_receipt_state", table_name="receipt")
    op.drop_index("ix_receipt_reference", table_name="receipt")
    op.drop_index(op.f("ix_receipt_counter_account"), table_name="receipt")
    op.drop_table("receipt")
    op.drop_index("ix_payment_state", table_name="payment")
    op.drop_table("payment")
    op.drop_index("ix_obligation_event_of", table_name="obligation_event")
    op.drop_table("obligation_event")
    op.drop_index("ix_obligation_tax_code", table_name="obligation")
    op.drop_index("ix_obligation_period", table_name="obligation")
    op.drop_index(op.f("ix_obligation_grassroots_unit"), table_name="obligation")
    op.drop_table("obligation")
    op.drop_index("ix_match_event_receipt", table_name="match_event")
    op.drop_index("ix_match_event_obligation", table_name="match_event")
    op.drop_table("match_event")
    op.drop_table("dues")
    op.drop_index("ix_bank_debit_state", table_name="bank_debit")
    op.drop_table("bank_debit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text("DROP FUNCTION IF EXISTS history_only_grows() CASCADE"))
