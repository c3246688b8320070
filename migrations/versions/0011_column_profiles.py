"""Column profiles.

Why: each bank heads and writes the columns of its statements in its own way. A profile says how, as
    dated data of a unit, and a batch says in which encoding its file came and by which profile it
    was read (docs/decisions/0018).
What it does to existing books: nothing: the table is new; batches that are there say neither.
Reversible: yes; the profiles go with their table.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both engines;
    tests/assurance/test_guards.py takes the guards of the table away, one by one.
"""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0011_column_profiles"
down_revision = "0010_lines_join_the_chart"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

EVERYTHING = "current_setting('union_finance.scope', true) = 'everything'"
HELD_UNIT = "nullif(current_setting('union_finance.held_unit', true), '')"
UNIT = "column_profile.unit_code"
WITHIN = f"{EVERYTHING} OR {HELD_UNIT} = {UNIT} OR scope_holds({UNIT})"


def _statements(number: str) -> list[sa.TextClause]:
    engine = op.get_bind().dialect.name
    sql = files("migrations").joinpath("sql", f"{number}_{engine}.sql").read_text("utf-8")
    parts = (part.strip() for part in sql.split("\n--;"))
    return [sa.text(part.replace(":", "\\:")) for part in parts if part]


def _policies() -> None:
    """A profile serves the units below, so all may read it; it is written in its unit's scope."""
    for command in (
        "ALTER TABLE column_profile ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE column_profile FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY scope ON column_profile FOR ALL USING ({WITHIN})",
        "CREATE POLICY register ON column_profile FOR SELECT USING (true)",
    ):
        op.execute(sa.text(command))


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "column_profile",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at_us", BIG, nullable=False),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_column_profile")),
    )
    for name, length in (("encoding", 12), ("profile", 60)):
        op.add_column(
            "batch",
            sa.Column(
                name, sa.String(length=length), server_default=sa.text("('')"), nullable=False
            ),
        )
    for statement in _statements("0011"):
        op.execute(statement)
    if op.get_bind().dialect.name == "postgresql":
        _policies()


def downgrade() -> None:
    """Undo."""
    op.drop_column("batch", "profile")
    op.drop_column("batch", "encoding")
    op.drop_table("column_profile")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text("DROP FUNCTION profiles_only_grow()"))
