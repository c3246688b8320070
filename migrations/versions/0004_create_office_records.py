"""Create the records of the office.

Why: people, vouchers, disclosures, the audit log, runs of jobs and notices.
What it does to existing books: nothing: the tables are new.
Reversible: yes; what the records hold goes with them.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both engines.
"""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0004_create_office_records"
down_revision = "0003_create_levy_records"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _statements(number: str) -> list[sa.TextClause]:
    engine = op.get_bind().dialect.name
    sql = files("migrations").joinpath("sql", f"{number}_{engine}.sql").read_text("utf-8")
    parts = (part.strip() for part in sql.split("\n--;"))
    return [sa.text(part.replace(":", "\\:")) for part in parts if part]


def _create_audit_line() -> None:
    op.create_table(
        "audit_line",
        sa.Column("seq", BIG, autoincrement=True, nullable=False),
        sa.Column("at_us", BIG, nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_line")),
    )


def _index_audit_line() -> None:
    op.create_index("ix_audit_line_unit", "audit_line", ["unit_code", "seq"], unique=False)


def _create_disclosure() -> None:
    op.create_table(
        "disclosure",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("version", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("built_at_us", BIG, nullable=False),
        sa.Column("built_by", sa.String(length=100), nullable=False),
        sa.Column("published_at_us", BIG, nullable=True),
        sa.Column(
            "published_by", sa.String(length=100), server_default=sa.text("('')"), nullable=False
        ),
        sa.PrimaryKeyConstraint(
            "unit_code", "kind", "period", "version", name=op.f("pk_disclosure")
        ),
    )


def _create_job_run() -> None:
    op.create_table(
        "job_run",
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("slot", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("started_at_us", BIG, nullable=False),
        sa.Column("finished_at_us", BIG, nullable=True),
        sa.Column("detail", sa.Text(), server_default=sa.text("('')"), nullable=False),
        sa.PrimaryKeyConstraint("job", "slot", name=op.f("pk_job_run")),
    )


def _create_login_attempt() -> None:
    op.create_table(
        "login_attempt",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("tried_at_us", BIG, nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )


def _index_login_attempt() -> None:
    op.create_index(
        op.f("ix_login_attempt_address_tried_at_us"),
        "login_attempt",
        ["address", "tried_at_us"],
        unique=False,
    )
    op.create_index(
        op.f("ix_login_attempt_name_tried_at_us"),
        "login_attempt",
        ["name", "tried_at_us"],
        unique=False,
    )


def _create_notice() -> None:
    op.create_table(
        "notice",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.String(length=20), nullable=False),
        sa.Column("vi", sa.String(length=500), nullable=False),
        sa.Column("en", sa.String(length=500), nullable=False),
        sa.Column("made_at_us", BIG, nullable=False),
        sa.PrimaryKeyConstraint("unit_code", "kind", "slot", name=op.f("pk_notice")),
    )


def _create_record_counter() -> None:
    op.create_table(
        "record_counter",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("last", BIG, nullable=False),
        sa.PrimaryKeyConstraint("unit_code", "kind", name=op.f("pk_record_counter")),
    )


def _create_user() -> None:
    op.create_table(
        "user",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("created_at_us", BIG, nullable=False),
        sa.Column("ended_at_us", BIG, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_user")),
    )


def _create_voucher() -> None:
    op.create_table(
        "voucher",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("accounting_on", sa.Date(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("maker", sa.String(length=100), nullable=False),
        sa.Column("checker", sa.String(length=100), server_default=sa.text("('')"), nullable=False),
        sa.Column("reason", sa.String(length=1000), server_default=sa.text("('')"), nullable=False),
        sa.Column("entry", sa.String(length=80), server_default=sa.text("('')"), nullable=False),
        sa.Column("changed_at_us", BIG, nullable=False),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_voucher")),
    )


def _index_voucher() -> None:
    op.create_index("ix_voucher_state", "voucher", ["unit_code", "state"], unique=False)


def _create_role_grant() -> None:
    op.create_table(
        "role_grant",
        sa.Column("user_name", sa.String(length=80), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_role_grant_days")),
        sa.ForeignKeyConstraint(["user_name"], ["user.name"], name=op.f("fk_role_grant_user_name")),
        sa.PrimaryKeyConstraint(
            "user_name", "unit_code", "role", "valid_from", name=op.f("pk_role_grant")
        ),
    )


def _create_voucher_line() -> None:
    op.create_table(
        "voucher_line",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("line_no", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("side", sa.String(length=1), nullable=False),
        sa.Column("amount_vnd", BIG, nullable=False),
        sa.Column("fund", sa.String(length=40), server_default=sa.text("('')"), nullable=False),
        sa.Column("item", sa.String(length=20), server_default=sa.text("('')"), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_code", "seq"],
            ["voucher.unit_code", "voucher.seq"],
            name=op.f("fk_voucher_line_unit_code_seq"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("unit_code", "seq", "line_no", name=op.f("pk_voucher_line")),
    )


def _create_web_session() -> None:
    op.create_table(
        "web_session",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("user_name", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("opened_at_us", BIG, nullable=False),
        sa.Column("ended_at_us", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_name"], ["user.name"], name=op.f("fk_web_session_user_name")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_web_session")),
    )


def _index_web_session() -> None:
    op.create_index(op.f("ix_web_session_user_name"), "web_session", ["user_name"], unique=False)


def upgrade() -> None:
    """Apply."""
    _create_audit_line()
    _index_audit_line()
    _create_disclosure()
    _create_job_run()
    _create_login_attempt()
    _index_login_attempt()
    _create_notice()
    _create_record_counter()
    _create_user()
    _create_voucher()
    _index_voucher()
    _create_role_grant()
    _create_voucher_line()
    _create_web_session()
    _index_web_session()
    for statement in _statements("0004"):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    op.drop_index(op.f("ix_web_session_user_name"), table_name="web_session")
    op.drop_table("web_session")
    op.drop_table("voucher_line")
    op.drop_table("role_grant")
    op.drop_index("ix_voucher_state", table_name="voucher")
    op.drop_table("voucher")
    op.drop_table("user")
    op.drop_table("record_counter")
    op.drop_table("notice")
    op.drop_index(op.f("ix_login_attempt_name_tried_at_us"), table_name="login_attempt")
    op.drop_index(op.f("ix_login_attempt_address_tried_at_us"), table_name="login_attempt")
    op.drop_table("login_attempt")
    op.drop_table("job_run")
    op.drop_table("disclosure")
    op.drop_index("ix_audit_line_unit", table_name="audit_line")
    op.drop_table("audit_line")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text("DROP FUNCTION IF EXISTS office_history_only_grows() CASCADE"))
