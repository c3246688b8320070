"""Rewards that were proposed before stand through the migration, up and down, without a key."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.engines import Engine, alembic_config

BEFORE = "0017_receipts_by_collector"
AFTER = "0018_rewards_by_key"
VOUCHER = (
    "INSERT INTO voucher"
    " (unit_code, seq, accounting_on, document_on, text, state, maker, changed_at_us)"
    " VALUES ('LDA', 1, '2026-07-15', '2026-07-15', 'Chi', 'draft', 'ke', 1)"
)
REWARD = (
    "INSERT INTO reward (unit_code, seq, recipient, name, identity, amount_vnd, reason,"
    " proposed_on, proposed_by, voucher_seq, used{more}) VALUES ('LDA', {seq}, 'person', 'Bà Hoa',"
    " '001', 1000, 'Giúp thu', '2026-07-15', 'ke', 1, '{{}}'{value})"
)


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


def _put(url: str, seq: int, key: str = "", verb: str = "INSERT") -> None:
    more, value = (', "key"', f", '{key}'") if key else ("", "")
    sql = REWARD.format(seq=seq, more=more, value=value)
    with _seeing(url) as connection:
        connection.execute(text(sql.replace("INSERT", verb, 1)))


def _rows(url: str, columns: str) -> list[tuple[object, ...]]:
    with _seeing(url) as connection:
        query = text(f"SELECT {columns} FROM reward ORDER BY seq")  # noqa: S608 - from below
        return [tuple(row) for row in connection.execute(query)]


@pytest.fixture
def url(engine: Engine) -> Iterator[str]:
    """A database of the migration before, with two rewards, opened by the one who migrates."""
    made = engine.empty()
    command.upgrade(alembic_config(made), BEFORE)
    with _seeing(made) as connection:
        connection.execute(text(VOUCHER))
    _put(made, 1)
    _put(made, 2)
    yield made
    engine.drop(made)


def test_rewards_stand_up_and_down(url: str) -> None:
    """Two without a key do not stand in each other's way."""
    config = alembic_config(url)
    command.upgrade(config, AFTER)
    assert _rows(url, 'seq, "key"') == [(1, None), (2, None)]
    command.downgrade(config, BEFORE)
    assert _rows(url, "seq") == [(1,), (2,)]


def test_a_key_stands_once_and_a_reward_is_never_replaced(url: str, engine: Engine) -> None:
    """Neither a second one under a key, nor one put in its place; also after the way back."""
    config = alembic_config(url)
    command.upgrade(config, AFTER)
    _put(url, 3, "TTr-1")
    _put(url, 4, "TTr-2")
    with pytest.raises(DBAPIError):
        _put(url, 5, "TTr-1")
    if engine.name == "sqlite":
        with pytest.raises(DBAPIError):
            _put(url, 5, "TTr-1", "INSERT OR REPLACE")
    command.downgrade(config, BEFORE)
    with pytest.raises(DBAPIError):
        _put(url, 4)
    assert _rows(url, "seq") == [(1,), (2,), (3,), (4,)]
