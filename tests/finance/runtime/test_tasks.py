"""Tasks are done once, whoever does them and whoever dies on the way."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

import pytest

from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM
from finance.runtime.settings import Settings
from finance.runtime.tasks import Did, done, put_out, work_off


@pytest.fixture
def ctx(database: Database) -> Context:
    """The system at work on a database."""
    return Context(database, FixedClock(dt.date(2026, 7, 31)), SYSTEM, Settings())


def test_each_task_is_done_once_in_order(ctx: Context) -> None:
    """What is put out twice stands there once; what is done says so, and is not done again."""
    seen: list[str] = []

    def work(slot: str) -> Did:
        seen.append(slot)
        return {"rows": len(slot)}

    for _ in range(2):
        put_out(ctx, "job", ["b", "aa", "c"])
        work_off(ctx, "job", work)
    assert seen == ["aa", "b", "c"]
    assert done(ctx, "job") == {"aa": {"rows": 2}, "b": {"rows": 1}, "c": {"rows": 1}}
    assert done(ctx, "another") == {}


def test_a_task_that_fails_is_left_for_the_next(ctx: Context) -> None:
    """Nothing is noted of it, and it is free."""
    put_out(ctx, "job", ["a"])

    def fail(_slot: str) -> Did:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work_off(ctx, "job", fail)
    assert done(ctx, "job") == {}
    work_off(ctx, "job", lambda _slot: {"again": 1})
    assert done(ctx, "job") == {"a": {"again": 1}}


def test_two_workers_share_the_tasks(ctx: Context) -> None:
    """On PostgreSQL each holds one while the other takes the next; none is done twice."""
    if ctx.database.engine_name == "sqlite":
        put_out(ctx, "job", ["a"])
        work_off(ctx, "job", lambda _slot: {})
        assert done(ctx, "job") == {"a": {}}
        return
    both, held, seen = Barrier(2, timeout=60), Lock(), list[str]()
    put_out(ctx, "job", ["a", "b", "c", "d"])

    def work(slot: str) -> Did:
        if slot in "ab":
            both.wait()  # neither goes on before each holds one
        with held:
            seen.append(slot)
        return {}

    with ThreadPoolExecutor(2) as pool:
        for going in [pool.submit(work_off, ctx, "job", work) for _ in range(2)]:
            going.result()
    assert sorted(seen) == ["a", "b", "c", "d"]
    assert set(done(ctx, "job")) == {"a", "b", "c", "d"}
