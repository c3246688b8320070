"""Obligations are brought to their targets by one entry of the difference, with a history."""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from finance.actions.adjust_obligations import (
    Adjusted,
    Adjustment,
    Key,
    Target,
    adjust_obligations,
)
from finance.records.obligations import ObligationEventRow, ObligationRow
from finance.rules.relief import NO_RELIEF, Effect
from finance.runtime.database import Database
from ledger.money import Vnd
from ledger.store.tables import EntryRow
from tests.builders import E1, E2, decision
from tests.federation import Federation, federation

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)
ORDER = Adjustment("LDA", DAY, "levy.relief", "LDA:test", "Điều chỉnh", "Hoàn lại")
FIFTH = Effect(rate=Fraction(1, 5))


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 and E2 owe 1,000 each for June; E1 has paid."""
    made = federation(database)
    made.owe(E2, JUNE, 1_000)
    made.pay(E1, JUNE, 1_000, DAY)
    return made


def _adjust(fed: Federation, targets: Mapping[Key, Target]) -> Adjusted:
    with fed.database.writing() as session:
        held = {(row.tax_code, row.period): row for row in session.scalars(select(ObligationRow))}
        done = adjust_obligations(session, fed.ctx(DAY), ORDER, held, targets)
        session.commit()
        return done


def test_one_entry_for_all_and_what_was_paid_too_much_is_freed(fed: Federation) -> None:
    """A fifth off for both: 400 less is owed, 200 of E1's money are its credit."""
    with fed.database.reading() as session:
        before = session.scalars(select(func.count()).select_from(EntryRow)).one()
    target = Target(Vnd(1_000), FIFTH)
    done = _adjust(fed, {(E1, JUNE): target, (E2, JUNE): target})
    assert done == Adjusted({(E1, JUNE): -200, (E2, JUNE): -200}, 200)
    assert fed.balance("LDA", "13881") == 800
    assert fed.receipt("LDA/R/1").credit_vnd == 200
    with fed.database.reading() as session:
        posted = session.scalars(select(EntryRow).where(EntryRow.source == "levy.relief")).all()
        events = session.scalars(
            select(ObligationEventRow).where(ObligationEventRow.reason == "reduction")
        ).all()
        after = session.scalars(select(func.count()).select_from(EntryRow)).one()
    assert [(entry.journal, entry.text) for entry in posted] == [("AS", "Điều chỉnh")]
    assert {(event.delta_vnd, event.entry_key) for event in events} == {(-200, posted[0].key)}
    assert after - before > 1  # the shares of what was freed, in the books that have them
    fed.assert_sound()


def test_at_its_target_nothing_is_posted(fed: Federation) -> None:
    """No entry, no event, no number; only what is no amount may change."""
    values = {"due_on": dt.date(2026, 9, 30)}
    done = _adjust(fed, {(E2, JUNE): Target(Vnd(1_000), NO_RELIEF, values)})
    assert done == Adjusted({}, 0)
    assert fed.obligation(E2, JUNE).due_on == dt.date(2026, 9, 30)
    with fed.database.reading() as session:
        assert session.scalars(select(EntryRow).where(EntryRow.source == "levy.relief")).all() == []


def test_a_new_month_that_is_exempted_posts_nothing(fed: Federation) -> None:
    """Its history has both: what it would be, and that it is waived."""
    first = {"grassroots_unit": "G1", "upper_unit": "A1"}
    values = {
        "employees": 1,
        "wage_fund_vnd": 50_000,
        "rate_key": "levy.rate",
        "rate_from": dt.date(2025, 7, 1),
        "rate": "2/100",
        "due_on": dt.date(2026, 8, 31),
        "suspended_to": "",
    }
    target = Target(Vnd(1_000), Effect(exempt=True), values, first)
    assert _adjust(fed, {(E1, "2026-07"): target}) == Adjusted({}, 0, {(E1, "2026-07"): 1_000})
    row = fed.obligation(E1, "2026-07")
    assert (row.gross_vnd, row.waived_vnd, row.grassroots_unit) == (1_000, 1_000, "G1")
    with fed.database.reading() as session:
        events = session.scalars(
            select(ObligationEventRow).where(ObligationEventRow.period == "2026-07")
        ).all()
    assert [(event.reason, event.delta_vnd, event.entry_key) for event in events] == [
        ("assessment", 1_000, ""),
        ("exemption", -1_000, ""),
    ]
    fed.assert_sound()


def test_the_latest_of_two_receipts_gives_first(fed: Federation) -> None:
    """Each obligation by itself."""
    for name in ("X", "Y"):
        receipt = fed.receive("LDA", name, 500, DAY)
        fed.match(DAY, decision(receipt, E2, {JUNE: 500}))
    target = Target(Vnd(400), NO_RELIEF)
    assert _adjust(fed, {(E1, JUNE): target, (E2, JUNE): target}).freed_vnd == 1_200
    freed = [fed.receipt(f"LDA/R/{number}").credit_vnd for number in (1, 2, 3)]
    assert freed == [600, 100, 500]
    fed.assert_sound()
