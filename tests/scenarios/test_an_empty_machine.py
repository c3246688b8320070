"""The machine with the books is gone; what is left is last night's backup and an empty machine."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from finance.actions.add_user import AddUser, add_user
from finance.actions.back_up import back_up
from finance.actions.restore import restore
from finance.actions.sign_in import SignIn, sign_in
from finance.records.people import WebSession
from finance.records.scope import EVERYTHING
from finance.runtime.backup_load import NotEmpty
from finance.runtime.database import Database
from finance.runtime.health import ailments
from ledger.entries import credit, debit
from ledger.periods import Period
from ledger.store.verification import verify
from tests.builders import E1, E2, opening
from tests.engines import Engine
from tests.federation import Federation, federation

JUNE = Period("2026-06")
EVENING = dt.date(2026, 7, 10)
MORNING = dt.date(2026, 7, 11)
PASSWORD = "một mật khẩu đủ dài"
VISIT = SignIn("ketoan", PASSWORD, "10.0.0.1", "vi")


@pytest.fixture
def fed(database: Database) -> Federation:
    """A federation in the middle of its work: money received, shares not paid out yet."""
    made = federation(database)
    made.openings(opening("G1", "112", 900_000), opening("G1", "4316", -900_000, "levy"))
    made.pay(E1, JUNE, 1_000_000, EVENING)
    lines = [debit("611", 5_000, fund="levy", item="31"), credit("112", 5_000)]
    made.voucher("G1", EVENING, "Thăm hỏi đoàn viên", lines)
    add_user(made.ctx(EVENING), AddUser("ketoan", "accountant", "G1", PASSWORD))
    return made


@pytest.fixture
def machine(engine: Engine) -> Iterator[Database]:
    """A machine on which nothing was set up but the database server."""
    url = engine.empty()
    opened = Database(url).within(EVERYTHING)
    yield opened
    opened.dispose()
    engine.drop(url)


def test_the_morning_after(fed: Federation, machine: Database, tmp_path: Path) -> None:
    """What was booked in the evening is there in the morning, and the month goes on."""
    backup = tmp_path / "2026-07-10.zip"
    taken = back_up(fed.ctx(EVENING), backup)
    balances = {code: fed.balance("G1", code) for code in ("112", "611", "1361")}

    restored = Federation(machine, fed.batches)
    done = restore(restored.ctx(MORNING), backup)

    assert done.verification.clean
    assert done.manifest.digest == taken.manifest.digest
    assert {code: restored.balance("G1", code) for code in balances} == balances
    assert ailments(restored.ctx(MORNING)) == []

    restored.pay(E2, JUNE, 500_000, MORNING)
    restored.distribute(MORNING)
    restored.assert_sound()
    with machine.reading() as session:
        assert verify(session).clean


def test_people_sign_in_anew(fed: Federation, machine: Database, tmp_path: Path) -> None:
    """Their passwords hold; who was signed in on the lost machine is signed in nowhere."""
    ctx = fed.ctx(EVENING)
    sign_in(ctx, VISIT)
    back_up(ctx, tmp_path / "b.zip")
    there = Federation(machine)
    restore(there.ctx(MORNING), tmp_path / "b.zip")
    with machine.reading() as session:
        assert session.scalars(select(WebSession)).all() == []
    sign_in(there.ctx(MORNING), VISIT)


def test_last_weeks_backup_does_not_cover_todays_books(fed: Federation, tmp_path: Path) -> None:
    """Restoring onto a database with books in it is refused, and no entry is touched."""
    backup = tmp_path / "last-week.zip"
    back_up(fed.ctx(EVENING), backup)
    fed.pay(E2, JUNE, 500_000, MORNING)
    before = fed.balance("LDA", "112")
    with pytest.raises(NotEmpty):
        restore(fed.ctx(MORNING), backup)
    assert fed.balance("LDA", "112") == before
