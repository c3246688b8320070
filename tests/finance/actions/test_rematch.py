"""Receipts, obligations and shares are brought to what they shall be, by difference."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from finance.actions.rematch import Move, Rematch, rematch
from finance.actions.rematch_refusals import AnotherPayer, BeforeItCame, NotThatMuch
from finance.records.matches import MatchEventRow, ShareEventRow
from finance.runtime.database import Database
from ledger.store.tables import EntryRow
from tests.builders import E1, E2, organisation
from tests.federation import Federation, contents, federation

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 owes 1,000; 1,500 came in."""
    made = federation(database)
    made.owe(E1, JUNE, 1_000)
    made.owe(E2, JUNE, 1_000)
    made.receive("LDA", "R", 1_500, DAY)
    return made


def _order(*moves: Move, reconsider: tuple[tuple[str, str], ...] = ()) -> Rematch:
    return Rematch("LDA", DAY, moves, "Ghép thử", "lan", reconsider)


def _move(amount: int, credit: int = 0, who: str = E1, period: str = JUNE) -> Move:
    return Move("LDA", 1, who, period, amount, credit, 100)


def _do(fed: Federation, order: Rematch) -> str:
    with fed.database.writing() as session:
        ref = rematch(session, fed.ctx(DAY), order)
        session.commit()
    return ref


def test_on_and_off_leaves_histories_and_nothing_else(fed: Federation) -> None:
    """What stands is the sum of what happened; the net of both entries is nothing."""
    assert _do(fed, _order(_move(1_000))) == "LDA/IB/1"
    assert _do(fed, _order(_move(-1_000))) == "LDA/IB/2"
    with fed.database.reading() as session:
        assert [row.delta_vnd for row in session.scalars(select(MatchEventRow))] == [1_000, -1_000]
        shares = session.scalars(select(ShareEventRow)).all()
    assert sorted(row.delta_vnd for row in shares) == sorted(
        [750, 120, 80, 50, -750, -120, -80, -50]
    )
    assert {(row.rule_scope, row.rule_from) for row in shares} == {("TLD", "2025-01")}
    for account in ("3361", "337861", "33883"):
        assert fed.balance("LDA", account) == (-2_000 if account == "33883" else 0)
    fed.assert_sound()


@pytest.mark.parametrize(
    "move",
    [
        _move(1_501),
        _move(1_001),
        _move(-1),
        _move(0, -1, period=""),
        _move(1_000, 501),
        _move(-1, 1),
    ],
)
def test_no_more_than_there_is(fed: Federation, move: Move) -> None:
    """Neither of the receipt, nor of the obligation, nor of the credit."""
    before = contents(fed.database)
    with pytest.raises(NotThatMuch):
        _do(fed, _order(move))
    assert contents(fed.database) == before


def test_a_receipt_is_one_payers_in_one_unit(fed: Federation) -> None:
    """Until it is released."""
    _do(fed, _order(_move(500)))
    with pytest.raises(AnotherPayer):
        _do(fed, _order(_move(500, who=E2)))
    _do(fed, _order(_move(-500)))
    _do(fed, _order(_move(500, who=E2)))
    assert fed.receipt("LDA/R/1").tax_code == E2


def test_nothing_to_do_takes_no_number(fed: Federation) -> None:
    """References stay without holes, and nothing is written."""
    fed.add(organisation(E1, "WO"))
    _do(fed, _order(_move(1_000)))
    before = contents(fed.database)
    assert _do(fed, _order()) == ""
    assert _do(fed, _order(reconsider=((E1, JUNE),))) == ""
    assert contents(fed.database) == before


def test_a_part_is_not_changed_before_it_was_made(fed: Federation) -> None:
    """What follows from a fact takes the part's own last day; its document keeps the day asked."""
    before = DAY - dt.timedelta(days=1)
    _do(fed, _order(_move(1_000)))
    ref = _do(fed, replace(_order(_move(-400)), on=before))
    with fed.database.reading() as session:
        days = set(session.scalars(select(MatchEventRow.accounting_on)))
        entries = session.execute(
            select(EntryRow.accounting_on, EntryRow.document_on).where(EntryRow.key == ref)
        ).all()
    assert days == {DAY}
    assert {tuple(row) for row in entries} == {(DAY, before)}
    fed.assert_sound()


def test_money_pays_nothing_before_it_came(fed: Federation) -> None:
    """Whoever asks."""
    with pytest.raises(BeforeItCame):
        _do(fed, replace(_order(_move(1_000)), on=DAY - dt.timedelta(days=1)))
