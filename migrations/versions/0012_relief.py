"""Relief of the levy: applications with their dossiers, decisions in full, yearly lists.

Why: a suspension, a reduction or an exemption is asked for in a dossier, answered within a number
    of working days, decided by a second person and published every year (docs/decisions/0019).
What it does to existing books: nothing: no entry and no obligation is touched. Decisions that were
    on record keep what they say, and from now on never change; who decided them is not known and
    stays empty.
Reversible: yes; applications, dossiers and published lists go with it, and of decisions what was
    added to them.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both engines;
    tests/architecture/test_row_scope.py finds its tables under a policy;
    tests/assurance/test_guards.py attacks decisions and lists, and takes each guard away.
"""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0012_relief"
down_revision = "0011_column_profiles"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NONE = sa.text("('')")
ZERO = sa.text("(0)")
UNITS = ("relief_application", "relief_paper", "relief_list")
EVERYTHING = "current_setting('union_finance.scope', true) = 'everything'"
HELD_UNIT = "nullif(current_setting('union_finance.held_unit', true), '')"
ADDED = (
    ("rate", 20),
    ("deciding_unit", 40),
    ("application", 60),
    ("ground", 16),
    ("recorded_by", 100),
)


def _statements(number: str) -> list[sa.TextClause]:
    engine = op.get_bind().dialect.name
    sql = files("migrations").joinpath("sql", f"{number}_{engine}.sql").read_text("utf-8")
    parts = (part.strip() for part in sql.split("\n--;"))
    return [sa.text(part.replace(":", "\\:")) for part in parts if part]


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default=NONE, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, BIG, server_default=ZERO, nullable=False)


def _form() -> list[sa.Column[str]]:
    """The fields of the decree's annexes that are words."""
    lengths = {
        "name": 300,
        "si_unit_code": 40,
        "business_address": 300,
        "contact_address": 300,
        "employer_kind": 100,
        "phone": 40,
        "email": 200,
        "licence": 200,
        "licence_by": 200,
        "suspended_by": 200,
        "confirmed_by": 200,
    }
    return [_text(name, length) for name, length in lengths.items()]


def _figures() -> list[sa.Column[int]]:
    names = ("workers_before", "workers_off", "stopped_days", "assets_vnd", "damage_vnd")
    return [_number(name) for name in (*names, "workers_cut", "members_cut", "rehired")]


def _create_application() -> None:
    op.create_table(
        "relief_application",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("tax_code", sa.String(length=14), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("ground", sa.String(length=16), nullable=False),
        sa.Column("from_period", sa.String(length=7), nullable=False),
        sa.Column("to_period", sa.String(length=7), nullable=False),
        sa.Column("document_no", sa.String(length=100), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        *_form(),
        sa.Column("quarterly", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        *_figures(),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("registered_by", sa.String(length=100), nullable=False),
        sa.Column("registered_at_us", BIG, nullable=False),
        _text("decision", 200),
        sa.Column("decided_on", sa.Date(), nullable=True),
        _text("decided_by", 100),
        _text("reason", 1000),
        sa.CheckConstraint(
            "state IN ('waiting', 'granted', 'refused')", name=op.f("ck_relief_application_state")
        ),
        sa.CheckConstraint(
            "kind IN ('suspension', 'reduction', 'exemption')",
            name=op.f("ck_relief_application_kind"),
        ),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_relief_application")),
    )
    op.create_index("ix_relief_application_of", "relief_application", ["unit_code", "state"])
    op.create_index(op.f("ix_relief_application_tax_code"), "relief_application", ["tax_code"])
    op.create_index(
        "uq_relief_application_document",
        "relief_application",
        ["unit_code", "tax_code", "kind", "document_no", "document_on"],
        unique=True,
    )


def _create_paper() -> None:
    op.create_table(
        "relief_paper",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("paper", sa.String(length=20), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.Column("added_at_us", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_code", "digest"],
            ["attachment.unit_code", "attachment.digest"],
            name=op.f("fk_relief_paper_unit_code_digest"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_code", "seq"],
            ["relief_application.unit_code", "relief_application.seq"],
            name=op.f("fk_relief_paper_unit_code_seq"),
        ),
        sa.PrimaryKeyConstraint("unit_code", "seq", "digest", name=op.f("pk_relief_paper")),
    )


def _create_list() -> None:
    op.create_table(
        "relief_list",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_at_us", BIG, nullable=False),
        sa.Column("published_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("unit_code", "year", "version", name=op.f("pk_relief_list")),
    )


def _policy(name: str, table: str, command: str, condition: str) -> None:
    written = f"CREATE POLICY {name} ON {table} FOR {command} USING ({condition})"
    op.execute(sa.text(written.replace(":", "\\:")))


def _put_under_policies() -> None:
    """Whose rows may be read and written: the unit's; what is published is read by everyone."""
    for table in UNITS:
        op.execute(sa.text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        op.execute(sa.text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
        own = f"{HELD_UNIT} = {table}.unit_code OR scope_holds({table}.unit_code)"
        _policy("scope", table, "ALL", f"{EVERYTHING} OR {own}")
    _policy("published", "relief_list", "SELECT", "true")


def upgrade() -> None:
    """Apply."""
    for name, length in ADDED:
        op.add_column("relief", _text(name, length))
    op.create_index(op.f("ix_relief_deciding_unit"), "relief", ["deciding_unit"])
    _create_application()
    _create_paper()
    _create_list()
    for statement in _statements("0012"):
        op.execute(statement)
    if op.get_bind().dialect.name == "postgresql":
        _put_under_policies()


def downgrade() -> None:
    """Undo."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text("DROP TRIGGER relief_only_grows ON relief"))
    else:
        for name in ("relief_never_changes", "relief_never_goes", "relief_is_never_replaced"):
            op.execute(sa.text(f"DROP TRIGGER {name}"))
    op.drop_table("relief_list")
    op.drop_table("relief_paper")
    op.drop_index(op.f("ix_relief_application_tax_code"), table_name="relief_application")
    op.drop_index("uq_relief_application_document", table_name="relief_application")
    op.drop_index("ix_relief_application_of", table_name="relief_application")
    op.drop_table("relief_application")
    op.drop_index(op.f("ix_relief_deciding_unit"), table_name="relief")
    for name, _ in reversed(ADDED):
        op.drop_column("relief", name)
