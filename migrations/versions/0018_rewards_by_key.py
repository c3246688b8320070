"""A reward is proposed once under its key.

Why: a proposal that is sent again (a command repeated, a form sent twice) proposed a second reward,
    with a second voucher.
What it does to existing books: nothing: rewards proposed before have no key.
Reversible: yes; the keys go with the column.
How verified: tests/architecture/test_migrations.py runs it up, down and up again on both engines;
    tests/assurance/test_guards.py tries to replace a reward under its key;
    tests/migrations/test_rewards_by_key.py runs it over a reward that was there.
"""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0018_rewards_by_key"
down_revision = "0017_receipts_by_collector"
branch_labels = None
depends_on = None

INDEX = "uq_reward_key"
GUARD = "reward_is_new"


def _guard(number: str) -> sa.TextClause:
    """The guard of new rewards on SQLite, as the statements of a number have it."""
    sql = files("migrations").joinpath("sql", f"{number}_sqlite.sql").read_text("utf-8")
    [found] = [part.strip() for part in sql.split("\n--;") if f"CREATE TRIGGER {GUARD} " in part]
    return sa.text(found.replace(":", "\\:"))


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    """Apply."""
    op.add_column("reward", sa.Column("key", sa.String(length=80), nullable=True))
    op.create_index(INDEX, "reward", ["unit_code", "key"], unique=True)
    if _on_sqlite():
        op.execute(sa.text(f"DROP TRIGGER {GUARD}"))
        op.execute(_guard("0018"))


def downgrade() -> None:
    """Undo."""
    if _on_sqlite():
        op.execute(sa.text(f"DROP TRIGGER {GUARD}"))
    op.drop_index(INDEX, table_name="reward")
    op.drop_column("reward", "key")
    if _on_sqlite():
        op.execute(_guard("0014"))
