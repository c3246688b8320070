"""Extend vouchers.

Why: an entry names the papers it was posted on (docs/decisions/0011).
What it does to existing books: their entries have no papers; bytes and hashes stay as they are.
Reversible: yes, while no entry has papers; afterwards their bytes would no longer be those of
    their columns, and the downgrade refuses.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both
    engines; tests/ledger tries every forbidden write in raw SQL.
"""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0006_extend_vouchers"
down_revision = "0005_create_intake"
branch_labels = None
depends_on = None


def _statements(number: str) -> list[sa.TextClause]:
    engine = op.get_bind().dialect.name
    sql = files("migrations").joinpath("sql", f"{number}_{engine}.sql").read_text("utf-8")
    parts = (part.strip() for part in sql.split("\n--;"))
    return [sa.text(part.replace(":", "\\:")) for part in parts if part]


def upgrade() -> None:
    """Apply."""
    for statement in _statements("0006"):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    there = op.get_bind().scalar(sa.text("SELECT count(*) FROM entry WHERE papers <> ''"))
    if there:
        message = f"{there} entries have papers in their hash: this cannot be undone"
        raise RuntimeError(message)
    op.drop_column("entry", "papers")
