"""Months have four states, and every change of them an event.

Why: a month is open, softly locked, closed or final; two people may reopen a closed one until a
     moment; who did it, when and why stays to be read. Requests to reopen have their table, and
     so have the balances that statements give, which a closing is held to.
What it does to existing books: open and closed months stay so; each closed one gets the event of
     its closing, by "migration", at the moment of the migration. Entries are not touched.
Reversible: yes; the history goes, soft locks become open months and final ones closed.
How verified: tests/migrations/test_months_with_a_history.py carries books with closed months up
     and down on both engines; tests/architecture/test_migrations.py compares the tables.
"""

import re
from importlib.resources import files

import sqlalchemy as sa
from alembic import op

revision = "0007_months_with_a_history"
down_revision = "0006_extend_vouchers"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PERIOD = "book_id, period, state"

# The check of 0001 that the month of an entry is open, and what stands in its place: the rest of
# that guard stays as the migrations before this one made it.
OPEN = {
    "sqlite": (
        (
            "WHERE book_id = NEW.book_id AND period = NEW.period\n                        "
            "AND state = 'open')"
        ),
        (
            "WHERE book_id = NEW.book_id AND period = NEW.period\n                        "
            "AND state IN ('open', 'soft')\n                        "
            "AND (open_until_us IS NULL OR NEW.recorded_at_us <= open_until_us))"
        ),
    ),
    "postgresql": (
        (
            "SELECT 1 FROM (SELECT DISTINCT n.book_id, n.period FROM added n) n\n"
            "              WHERE NOT EXISTS (SELECT 1 FROM period p WHERE p.book_id = n.book_id\n"
            "                                   AND p.period = n.period AND p.state = 'open')"
        ),
        (
            "SELECT 1 FROM (SELECT n.book_id, n.period, max(n.recorded_at_us) AS last_us\n"
            "                              FROM added n GROUP BY n.book_id, n.period) n\n"
            "              WHERE NOT EXISTS (SELECT 1 FROM period p WHERE p.book_id = n.book_id\n"
            "                                   AND p.period = n.period\n"
            "                                   AND p.state IN ('open', 'soft')\n"
            "                                   AND (p.open_until_us IS NULL\n"
            "                                        OR n.last_us <= p.open_until_us))"
        ),
    ),
}
# The guards of months as migration 0001 made them, for the way back.
BEFORE = {
    "sqlite": "TRIGGER period_(goes_forward|is_new|never_goes) ",
    "postgresql": r"ledger_check_period\(\)",
}
NOW_US = {
    "sqlite": "CAST(strftime('%s', 'now') AS INTEGER) * 1000000",
    "postgresql": "(extract(epoch FROM now()) * 1000000)::bigint",
}


def _statements(number: str) -> list[str]:
    engine = op.get_bind().dialect.name
    sql = files("migrations").joinpath("sql", f"{number}_{engine}.sql").read_text("utf-8")
    return [part.strip() for part in sql.split("\n--;") if part.strip()]


def _run(statement: str) -> None:
    op.execute(sa.text(statement.replace(":", "\\:")))


def _exchange(old: str, new: str) -> None:
    """Put one clause of the guard of entries in the place of another."""
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        asked = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'entry_is_new'"
    else:
        asked = "SELECT pg_get_functiondef('ledger_check_entries()'::regprocedure)"
    guard = str(bind.exec_driver_sql(asked).scalar_one())
    if guard.count(old) != 1:
        wrong = "the guard of entries does not stand as migration 0001 made it"
        raise RuntimeError(wrong)
    if bind.dialect.name == "sqlite":
        _run("DROP TRIGGER entry_is_new")
    _run(guard.replace(old, new))


def _create_period_event() -> None:
    op.create_table(
        "period_event",
        sa.Column("book_id", BIG, autoincrement=False, nullable=False),
        sa.Column("event_no", BIG, autoincrement=False, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("from_state", sa.String(length=8), nullable=False),
        sa.Column("to_state", sa.String(length=8), nullable=False),
        sa.Column("at_us", BIG, nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("second_actor", sa.String(100), server_default=sa.text("('')"), nullable=False),
        sa.Column("reason", sa.String(1000), server_default=sa.text("('')"), nullable=False),
        sa.Column("until_us", BIG, nullable=True),
        sa.Column("bound_by", sa.String(40), server_default=sa.text("('')"), nullable=False),
        sa.Column("at_seq", BIG, nullable=False),
        sa.CheckConstraint(
            "from_state || ' ' || to_state IN ('open soft', 'soft open', 'open closed', "
            "'soft closed', 'closed open', 'closed final')",
            name=op.f("ck_period_event_change"),
        ),
        sa.CheckConstraint(
            "CASE WHEN from_state = 'closed' AND to_state = 'open' "
            "THEN until_us > at_us AND until_us IS NOT NULL AND reason <> '' "
            "AND second_actor <> '' AND lower(second_actor) <> lower(actor) "
            "ELSE until_us IS NULL AND second_actor = '' END",
            name=op.f("ck_period_event_reopening"),
        ),
        sa.CheckConstraint(
            "bound_by = '' OR to_state = 'soft'", name=op.f("ck_period_event_bound_by")
        ),
        sa.CheckConstraint(
            "event_no > 0 AND actor <> ''", name=op.f("ck_period_event_counted_from_one")
        ),
        sa.ForeignKeyConstraint(
            ["book_id", "period"],
            ["period.book_id", "period.period"],
            name=op.f("fk_period_event_book_id_period"),
        ),
        sa.PrimaryKeyConstraint("book_id", "event_no", name=op.f("pk_period_event")),
        sqlite_with_rowid=False,
    )


def _widen_period() -> None:
    """Four states, when a reopening ends, the last event.

    SQLite cannot change a check in place: there the table is made anew with its rows. Its keys
    are not held while a migration runs, and its guards come back at the end.
    """
    states = "state IN ('open', 'soft', 'closed', 'final')"
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_period_state", "period")
        op.create_check_constraint(op.f("ck_period_state"), "period", states)
        op.add_column("period", sa.Column("open_until_us", BIG, nullable=True))
        op.add_column(
            "period", sa.Column("last_event", BIG, server_default=sa.text("0"), nullable=False)
        )
        return
    _remake_period(
        sa.Column("open_until_us", BIG, nullable=True),
        sa.Column("last_event", BIG, server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(states, name=op.f("ck_period_state")),
    )


def _remake_period(*parts: sa.Column[int | None] | sa.Column[int] | sa.CheckConstraint) -> None:
    _run(f"CREATE TABLE period_before AS SELECT {PERIOD} FROM period")  # noqa: S608 - ours
    op.drop_table("period")
    op.create_table(
        "period",
        sa.Column("book_id", BIG, autoincrement=False, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["book_id"], ["book.book_id"], name=op.f("fk_period_book_id")),
        sa.PrimaryKeyConstraint("book_id", "period", name=op.f("pk_period")),
        sqlite_with_rowid=False,
    )
    _run(f"INSERT INTO period ({PERIOD}) SELECT {PERIOD} FROM period_before")  # noqa: S608 - ours
    op.drop_table("period_before")


def _create_reopening() -> None:
    undecided = sa.text("state IN ('asked', 'granted')")
    op.create_table(
        "reopening",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("until_us", BIG, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("asked_at_us", BIG, nullable=False),
        sa.Column("decided_by", sa.String(100), server_default=sa.text("('')"), nullable=False),
        sa.Column("decided_at_us", BIG, nullable=True),
        sa.Column("decision", sa.String(1000), server_default=sa.text("('')"), nullable=False),
        sa.Column("ended_at_us", BIG, nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'granted', 'refused', 'withdrawn', 'ended')",
            name=op.f("ck_reopening_state"),
        ),
        sa.PrimaryKeyConstraint("unit_code", "seq", name=op.f("pk_reopening")),
    )
    op.create_index(
        "uq_reopening_period",
        "reopening",
        ["unit_code", "period"],
        unique=True,
        postgresql_where=undecided,
        sqlite_where=undecided,
    )


def _create_bank_balance() -> None:
    op.create_table(
        "bank_balance",
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("account_no", sa.String(length=40), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("balance_vnd", BIG, nullable=False),
        sa.PrimaryKeyConstraint(
            "unit_code", "account_no", "booked_on", name=op.f("pk_bank_balance")
        ),
    )


def _tell_what_was_closed() -> None:
    """One event for each month closed before there were events."""
    now_us = NOW_US[op.get_bind().dialect.name]
    _run(
        "INSERT INTO period_event (book_id, event_no, period, from_state, to_state, at_us, actor, "  # noqa: S608 - ours
        "reason, at_seq) SELECT p.book_id, row_number() OVER (PARTITION BY p.book_id "
        f"ORDER BY p.period), p.period, 'open', 'closed', {now_us}, 'migration', "
        "'Closed before changes of months were kept.', coalesce(h.last_seq, 0) "
        "FROM period p JOIN book_head h ON h.book_id = p.book_id WHERE p.state = 'closed'"
    )
    _run(
        "UPDATE period SET last_event = (SELECT e.event_no FROM period_event e "
        "WHERE e.book_id = period.book_id AND e.period = period.period) WHERE state = 'closed'"
    )


def upgrade() -> None:
    """Apply."""
    engine = op.get_bind().dialect.name
    _exchange(*OPEN[engine])
    if engine == "postgresql":
        _run("DROP TRIGGER period_goes_forward ON period")
        _run("DROP FUNCTION ledger_check_period()")
    _widen_period()
    _create_period_event()
    _tell_what_was_closed()
    _create_reopening()
    _create_bank_balance()
    for statement in _statements("0007"):
        _run(statement)


def downgrade() -> None:
    """Undo."""
    op.drop_table("bank_balance")
    op.drop_table("reopening")
    engine = op.get_bind().dialect.name
    if engine == "postgresql":
        _run("DROP TRIGGER period_goes_forward ON period")
        _run("DROP TABLE period_event")
        for name in ("ledger_check_period", "ledger_check_period_event", "ledger_period_rank"):
            _run(f"DROP FUNCTION {name}")
    else:
        for name in ("period_moves_by_an_event", "period_is_new", "period_never_goes"):
            _run(f"DROP TRIGGER {name}")
        op.drop_table("period_event")
    _exchange(*reversed(OPEN[engine]))
    _run("UPDATE period SET state = 'open' WHERE state = 'soft'")
    _run("UPDATE period SET state = 'closed' WHERE state = 'final'")
    states = "state IN ('open', 'closed')"
    if engine == "postgresql":
        op.drop_column("period", "last_event")
        op.drop_column("period", "open_until_us")
        op.drop_constraint("ck_period_state", "period")
        op.create_check_constraint(op.f("ck_period_state"), "period", states)
    else:
        _remake_period(sa.CheckConstraint(states, name=op.f("ck_period_state")))
    for statement in _statements("0001"):
        if re.search(BEFORE[engine], statement):
            _run(statement)
