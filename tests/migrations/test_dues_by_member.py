"""Dues that were assessed before stand through the migration, up and down."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from alembic import command
from sqlalchemy import Connection, TextClause, create_engine, text

from tests.engines import Engine, alembic_config

BEFORE = "0012_relief"
AFTER = "0013_dues_by_member"
KEPT = text(
    "SELECT unit_code, member_no, period, dues_group, wage_base_vnd, amount_vnd, paid_vnd FROM dues"
)
ROW = ("G1", "M1", "2026-06", "non_state", 20_000_000, 100_000, 40_000)


@contextmanager
def _seeing(url: str) -> Iterator[Connection]:
    """A connection that sees every unit's rows, as the program's own acts do."""
    opened = create_engine(url)
    with opened.begin() as connection:
        if connection.dialect.name == "postgresql":
            setting = "SELECT set_config('union_finance.scope', 'everything', true)"
            connection.execute(text(setting))
        yield connection
    opened.dispose()


@pytest.fixture
def url(engine: Engine) -> Iterator[str]:
    """A database of the migration before, with a member's month, opened by the one who migrates."""
    made = engine.empty()
    command.upgrade(alembic_config(made), BEFORE)
    with _seeing(made) as connection:
        connection.execute(
            text("INSERT INTO dues VALUES (:a, :b, :c, :d, :e, :f, :g)"),
            dict(zip("abcdefg", ROW, strict=True)),
        )
    yield made
    engine.drop(made)


def _rows(url: str, query: TextClause = KEPT) -> list[tuple[object, ...]]:
    with _seeing(url) as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_assessed_dues_stand_up_and_down(url: str) -> None:
    """Amount and payment stay; how they came is not known and says so by being empty."""
    config = alembic_config(url)
    command.upgrade(config, AFTER)
    assert _rows(url) == [ROW]
    told = text("SELECT extra_vnd, paid_extra_vnd, rule, used FROM dues")
    assert _rows(url, told) == [(0, 0, "", "")]
    assert _rows(url, text("SELECT count(*) FROM dues_event")) == [(0,)]
    command.downgrade(config, BEFORE)
    assert _rows(url) == [ROW]
    command.upgrade(config, AFTER)
    assert _rows(url) == [ROW]
