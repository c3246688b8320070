"""Dues by member.

Why: dues are assessed from a register of members and the payroll of each month, paid by check-off,
    by a member's own transfer or in cash, and each payment stays to be read; a member sees their
    own rows by a link the unit hands out; a unit may collect above the standard rate.
What it does to existing books: nothing is posted. Dues assessed before keep their amounts; the rule
    and the parameters behind them are not known and stay empty. What was paid of them has no
    history before this migration.
Reversible: yes; the register, the payrolls, the histories and the links go.
How verified: tests/migrations/test_dues_by_member.py carries assessed dues up and down on both
    engines; tests/architecture/test_migrations.py compares the tables.
"""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0013_dues_by_member"
down_revision = "0012_relief"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NONE = sa.text("''")
ZERO = sa.text("0")
OF_A_UNIT = ("dues_event", "dues_extra", "member", "member_link", "payroll")
EVERYTHING = "current_setting('union_finance.scope', true) = 'everything'"
HELD_UNIT = "nullif(current_setting('union_finance.held_unit', true), '')"


def _statements() -> list[str]:
    engine = op.get_bind().dialect.name
    sql = files("migrations").joinpath("sql", f"0013_{engine}.sql").read_text("utf-8")
    return [part.strip() for part in sql.split("\n--;") if part.strip()]


def _create_member() -> None:
    op.create_table(
        "member",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("member_no", sa.String(length=40), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=300), server_default=NONE, nullable=False),
        sa.Column("citizen_last4", sa.String(length=4), server_default=NONE, nullable=False),
        sa.Column("dues_group", sa.String(length=20), nullable=False),
        sa.Column("fixed_vnd", BIG, nullable=True),
        sa.Column("code_no", BIG, nullable=False),
        sa.PrimaryKeyConstraint("unit_code", "member_no", "joined_on", name=op.f("pk_member")),
    )
    op.create_index("ix_member_member_no", "member", ["member_no"], unique=False)


def _create_payroll() -> None:
    op.create_table(
        "payroll",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("member_no", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("wage_base_vnd", BIG, nullable=True),
        sa.Column("withheld_vnd", BIG, nullable=True),
        sa.Column("status", sa.String(length=14), nullable=False),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("row_no", BIG, nullable=False),
        sa.PrimaryKeyConstraint("unit_code", "member_no", "period", name=op.f("pk_payroll")),
    )


def _create_dues_event() -> None:
    op.create_table(
        "dues_event",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("member_no", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("delta_vnd", BIG, nullable=False),
        sa.Column("extra_delta_vnd", BIG, nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("receipt_seq", BIG, server_default=ZERO, nullable=False),
        sa.Column("slip", sa.String(length=40), server_default=NONE, nullable=False),
        sa.Column("withheld", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("accounting_on", sa.Date(), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("undoes", sa.String(length=80), server_default=NONE, nullable=False),
        sa.Column("decided_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_dues_event")),
    )
    member = ["unit_code", "member_no", "period"]
    op.create_index("ix_dues_event_member", "dues_event", member, unique=False)
    op.create_index("ix_dues_event_slip", "dues_event", ["unit_code", "slip"], unique=False)


def _create_dues_extra() -> None:
    op.create_table(
        "dues_extra",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("from_period", sa.String(length=7), nullable=False),
        sa.Column("to_period", sa.String(length=7), server_default=NONE, nullable=False),
        sa.Column("rate", sa.String(length=20), nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("unit_code", "from_period", name=op.f("pk_dues_extra")),
    )


def _create_member_link() -> None:
    op.create_table(
        "member_link",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("member_no", sa.String(length=40), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at_us", BIG, nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_at_us", BIG, nullable=True),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_member_link")),
        sa.UniqueConstraint(
            "unit_code", "token_sha256", name=op.f("uq_member_link_unit_code_token_sha256")
        ),
    )


def _bind_to_scope() -> None:
    """Let each table be seen and written from within its unit's scope, as migration 0009 does."""
    for table in OF_A_UNIT:
        op.execute(sa.text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        op.execute(sa.text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
        mine = f"{HELD_UNIT} = {table}.unit_code OR scope_holds({table}.unit_code)"
        op.execute(
            sa.text(f"CREATE POLICY scope ON {table} FOR ALL USING ({EVERYTHING} OR {mine})")
        )


def upgrade() -> None:
    """Apply."""
    op.add_column("dues", sa.Column("extra_vnd", BIG, server_default=ZERO, nullable=False))
    op.add_column("dues", sa.Column("paid_extra_vnd", BIG, server_default=ZERO, nullable=False))
    op.add_column("dues", sa.Column("rule", sa.String(16), server_default=NONE, nullable=False))
    op.add_column("dues", sa.Column("used", sa.Text(), server_default=NONE, nullable=False))
    _create_member()
    _create_payroll()
    _create_dues_event()
    _create_dues_extra()
    _create_member_link()
    for statement in _statements():
        op.execute(sa.text(statement.replace(":", "\\:")))
    if op.get_bind().dialect.name == "postgresql":
        _bind_to_scope()


def downgrade() -> None:
    """Undo."""
    for table in OF_A_UNIT:
        op.drop_table(table)
    for name in ("used", "rule", "paid_extra_vnd", "extra_vnd"):
        op.drop_column("dues", name)
