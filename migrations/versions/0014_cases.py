"""Cases of loss and rewards.

Why: what tax, social insurance, declarations and receipts disagree on is worked as cases; a case
    has letters whose bytes and amounts are kept as sent, and those who help to collect may be
    rewarded (docs/decisions/0021).
What it does to existing books: nothing: the tables are new, and no case ever touches a book.
Reversible: yes; cases, their papers and the list of rewards go with the tables. What was posted
    for a reward stays posted.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both engines;
    tests/assurance/test_guards.py tries every forbidden write; tests/architecture/test_row_scope.py
    lists the tables that have no policy.
"""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0014_cases"
down_revision = "0013_dues_by_member"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NONE = sa.text("('')")
IS_OPEN = sa.text("state = 'open'")
TABLES = ("reward", "case_paper", "loss_case")
EVERYTHING = "current_setting('union_finance.scope', true) = 'everything'"
HELD_UNIT = "nullif(current_setting('union_finance.held_unit', true), '')"  # '' is of no unit


def _statements(number: str) -> list[sa.TextClause]:
    engine = op.get_bind().dialect.name
    sql = files("migrations").joinpath("sql", f"{number}_{engine}.sql").read_text("utf-8")
    parts = (part.strip() for part in sql.split("\n--;"))
    return [sa.text(part.replace(":", "\\:")) for part in parts if part]


def _create_case() -> None:
    op.create_table(
        "loss_case",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("at_stake_vnd", BIG, nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.String(length=100), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("next_step", sa.String(length=12), server_default=NONE, nullable=False),
        sa.Column("next_turn", sa.SmallInteger(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=10), server_default=NONE, nullable=False),
        sa.Column("reason", sa.String(length=1000), server_default=NONE, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(length=100), server_default=NONE, nullable=False),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_loss_case")),
    )
    op.create_index("ix_loss_case_state", "loss_case", ["unit_code", "state", "next_on"])
    op.create_index(
        "uq_loss_case_open",
        "loss_case",
        ["unit_code", "tax_code", "year", "kind"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )


def _create_paper() -> None:
    op.create_table(
        "case_paper",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("letter_no", sa.String(length=20), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("at_stake_vnd", BIG, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_code", "seq"],
            ["loss_case.unit_code", "loss_case.seq"],
            name=op.f("fk_case_paper_unit_code_seq"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_code", "digest"],
            ["attachment.unit_code", "attachment.digest"],
            name=op.f("fk_case_paper_unit_code_digest"),
        ),
        sa.PrimaryKeyConstraint("unit_code", "seq", "number", name=op.f("pk_case_paper")),
        sa.UniqueConstraint(
            "unit_code", "letter_no", name=op.f("uq_case_paper_unit_code_letter_no")
        ),
    )


def _create_reward() -> None:
    op.create_table(
        "reward",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("recipient", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("identity", sa.String(length=40), nullable=False),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("case_no", sa.String(length=80), server_default=NONE, nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.String(length=100), nullable=False),
        sa.Column("voucher_seq", BIG, nullable=False),
        sa.Column("used", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_code", "voucher_seq"],
            ["voucher.unit_code", "voucher.seq"],
            name=op.f("fk_reward_unit_code_voucher_seq"),
        ),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_reward")),
    )
    op.create_index("ix_reward_identity", "reward", ["identity", "proposed_on"])


def _policies() -> None:
    for table in TABLES:
        whose = f"{table}.unit_code"
        condition = f"{EVERYTHING} OR {HELD_UNIT} = {whose} OR scope_holds({whose})"
        for sql in (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY scope ON {table} FOR ALL USING ({condition})",
        ):
            op.execute(sa.text(sql.replace(":", "\\:")))


def upgrade() -> None:
    """Apply."""
    _create_case()
    _create_paper()
    _create_reward()
    for statement in _statements("0014"):
        op.execute(statement)
    if op.get_bind().dialect.name == "postgresql":
        _policies()


def downgrade() -> None:
    """Undo."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text("DROP FUNCTION loss_case_is_kept()"))
