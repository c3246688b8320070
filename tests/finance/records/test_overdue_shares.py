"""Shares not passed on in time, by who is to pay them."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.actions.record_wo_notice import WoNotice, record_wo_notice
from finance.actions.release_custody import ReleaseCustody, release_custody
from finance.records.overdue_shares import OverdueShare, overdue_shares
from finance.records.units import UnitRow
from finance.runtime.database import Database
from finance.runtime.parameters import law
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import E1, E2, E3, decision, employer, organisation
from tests.federation import ACCOUNTANT, Federation, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 10)
DUE = dt.date(2026, 7, 17)
LATE = dt.date(2026, 7, 20)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1's June lies with LDA, E2's with TLD."""
    made = federation(database)
    made.pay(E1, JUNE, 1_000, DAY)
    made.pay(E2, JUNE, 1_000, DAY, holder="TLD")
    return made


def _found(fed: Federation, on: dt.date) -> dict[tuple[str, str], int]:
    with fed.database.reading() as session:
        rows = overdue_shares(session, on, law())
        return {(row.unit, row.beneficiary): row.amount_vnd for row in rows}


def test_who_is_late_with_what(fed: Federation) -> None:
    """Who holds the money is to pay; on the due day nobody is late; once it is paid nobody is."""
    assert _found(fed, DUE) == {}
    assert _found(fed, LATE) == {
        ("LDA", "A1"): 120,
        ("LDA", "G1"): 750,
        ("LDA", "TLD"): 50,
        ("TLD", "A1"): 120,
        ("TLD", "G2"): 750,
        ("TLD", "TLD"): 50,
    }
    with fed.database.reading() as session:
        only = select(UnitRow.code).where(UnitRow.code == "LDA")
        first = overdue_shares(session, LATE, law(), only)[0]
        assert overdue_shares(session, dt.date(2024, 1, 1), law()) == []
    assert first == OverdueShare("LDA", "LDA", "A1", DAY, DAY, DUE, 3, 120)
    fed.distribute(DUE)
    assert _found(fed, LATE) == {}


def test_what_is_passed_on_has_no_term(fed: Federation) -> None:
    """G1 collects and pays A1: A1 owes LDA onward, and is not late by the day of G1's bank."""
    fed.employers(employer(E1, collecting_unit="G1"))
    fed.owe(E1, "2026-05", 1_000)
    receipt = fed.receive("G1", "R", 1_000, DAY)
    fed.match(DAY, decision(receipt, E1, {"2026-05": 1_000}, collector="G1"))
    assert _found(fed, LATE)["G1", "A1"] == 250
    fed.distribute(DUE, "G1")
    assert {unit for unit, _ in _found(fed, LATE)} == {"LDA", "TLD"}


def test_custody_counts_from_its_release(fed: Federation) -> None:
    """What waited for a union is late only so many days after it was released."""
    fed.distribute(DUE)
    fed.pay(E3, JUNE, 1_000, DAY)
    fed.distribute(DUE)
    fed.employers(employer(E3, grassroots_unit="G2"))
    august = dt.date(2026, 8, 10)
    release_custody(fed.ctx(august, ACCOUNTANT), ReleaseCustody(E3, august))
    assert _found(fed, dt.date(2026, 8, 17)) == {}
    assert _found(fed, dt.date(2026, 8, 18)) == {("LDA", "G2"): 750}
    with fed.database.reading() as session:
        [late] = overdue_shares(session, dt.date(2026, 8, 18), law())
    assert (late.booked_on, late.since) == (DAY, august)
    assert (late.due_on, late.days_late) == (dt.date(2026, 8, 17), 1)


def test_what_never_waited_in_custody_counts_from_its_booking(fed: Federation) -> None:
    """The parts of those above are due while the part of a union to come is held."""
    fed.distribute(DUE)
    fed.owe(E3, JUNE, 1_000, DAY)
    receipt = fed.receive("LDA", "R3", 1_000, DAY)
    fed.match(LATE, decision(receipt, E3, {JUNE: 1_000}))
    assert _found(fed, LATE) == {("LDA", "A1"): 120, ("LDA", "TLD"): 50}


def test_what_cannot_be_paid_is_not_late(fed: Federation) -> None:
    """A unit that owes more back than it is due; an organisation suspended that month."""
    fed.distribute(DUE)
    fed.owe(E1, JUNE, 0, DUE)
    fed.pay(E1, "2026-07", 400, DUE)
    assert _found(fed, dt.date(2026, 7, 28)) == {}
    fed.add(organisation(E2, "WO"))
    told = dt.date(2026, 8, 3)
    fed.pay(E2, "2026-07", 1_000, DAY)
    record_wo_notice(fed.ctx(told), WoNotice(E2, Period("2026-07"), Vnd(400), told))
    fed.distribute(told)
    record_wo_notice(fed.ctx(told), WoNotice(E2, JUNE, Vnd(400), told))
    assert fed.balance("LDA", "33812") != 0
    assert _found(fed, dt.date(2026, 8, 28)) == {}
    assert ("LDA", "WO") in _found(fed, dt.date(2026, 9, 28))
