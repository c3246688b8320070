"""LDA went into LDB on 2026-08-01 and handed its book over; June is still corrected afterwards."""

import datetime as dt

import pytest

from finance.actions.assess_gone import Waiting
from finance.actions.assess_levy import AssessedUnit
from finance.actions.carry_forward import CarryForward, carry_forward
from finance.actions.follow_register import FollowRegister, follow_register
from finance.actions.hand_over_unit import HandOverUnit, hand_over_unit
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.records.closings import BookHandedOver
from finance.rules.relief import Ground, ReliefKind
from finance.runtime.database import Database
from ledger.store.verification import verify
from tests.builders import (
    E1,
    E2,
    E3,
    E4,
    UNIONS,
    account,
    account_of,
    bank_row,
    declaration,
    employer,
    unit,
)
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation
from tests.relieved import FIFTH, grant

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)
LAST = dt.date(2026, 7, 31)
MOVED = dt.date(2026, 8, 1)
LATER = dt.date(2026, 8, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 had paid its June of 1,000, E2 owed 500 (now LDB's), E4 had declared nothing."""
    made = federation(database)
    made.units(unit("LDB", level="province", parent_code="TLD"))
    made.accounts(account("LDB"))
    made.pay(E1, JUNE, 1_000, DAY)
    made.owe(E2, JUNE, 500, DAY)
    made.distribute(DAY)
    made.units(
        unit("LDA", valid_to=LAST, successor_code="LDB"),
        unit("A1", valid_to=LAST),
        unit("A1", valid_from=MOVED, parent_code="LDB"),
        on=MOVED,
    )
    made.employers(
        *(employer(each, valid_to=LAST) for each in UNIONS),
        *(employer(each, valid_from=MOVED, collecting_unit="LDB") for each in UNIONS),
        on=MOVED,
    )
    ctx = made.ctx(MOVED, ACCOUNTANT)
    follow_register(ctx, FollowRegister("LDA", MOVED))
    carry_forward(ctx, CarryForward("LDA", 2026))
    hand_over_unit(made.ctx(MOVED, APPROVER), HandOverUnit("LDA", MOVED, "NQ 202/2025/QH15"))
    return made


def _correct(fed: Federation, tax_code: str, levy: int) -> list[AssessedUnit]:
    fed.owe(tax_code, JUNE, levy, LATER)
    return fed.assess(JUNE, LATER)


def _open(fed: Federation, tax_code: str, unit_code: str) -> int:
    return fed.obligation(tax_code, JUNE, unit_code).open_vnd


def _sound(fed: Federation) -> None:
    fed.assert_sound()
    with fed.database.reading() as session:
        assert verify(session).rows == ()


def test_more_is_owed_to_who_collects_now(fed: Federation) -> None:
    """E1 declares 1,200: the 200 more are open at LDB, and are shared from there when paid."""
    _correct(fed, E1, 1_200)
    held = fed.obligation(E1, JUNE, "LDA")
    assert (held.gross_vnd, held.moved_vnd, held.paid_vnd, held.open_vnd) == (1_200, -200, 1_000, 0)
    assert _open(fed, E1, "LDB") == 200
    assert fed.balance("LDA", "13881") == 0
    _sound(fed)
    before = contents(fed.database)
    assert all(each.unchanged for each in fed.assess(JUNE, LATER) if each.obligations)
    assert contents(fed.database) == before


def test_less_comes_off_what_is_open_at_the_heir(fed: Federation) -> None:
    """E2's 500 had gone to LDB; 300 are owed by now, then nothing, then 700."""
    for levy in (300, 0, 700):
        _correct(fed, E2, levy)
        assert _open(fed, E2, "LDB") == levy
        assert fed.balance("LDB", "13881") == levy
        _sound(fed)


def test_a_reduction_comes_off_what_is_open_at_the_heir(fed: Federation) -> None:
    """A fifth of E2's 500: LDB decides, 400 are open there, and LDA's closed book takes nothing."""
    grant(fed, E2, ReliefKind.SUSPENSION, "2026-05", "2026-05", LATER)
    done = grant(fed, E2, ReliefKind.REDUCTION, JUNE, JUNE, LATER, FIFTH)
    assert (done.unit, done.change_vnd) == ("LDB", -100)
    assert (_open(fed, E2, "LDA"), _open(fed, E2, "LDB")) == (0, 400)
    assert (fed.balance("LDA", "13881"), fed.balance("LDB", "13881")) == (0, 400)
    _sound(fed)


def test_what_was_waived_at_the_heir_is_corrected(fed: Federation) -> None:
    """E2 was exempted of 500 at LDB; 300 are owed by now, then nothing, then 700: all waived."""
    grant(fed, E2, ReliefKind.EXEMPTION, JUNE, JUNE, LATER, ground=Ground.BANKRUPTCY)
    for levy in (300, 0, 700):
        assert all(each.waiting == () for each in _correct(fed, E2, levy))
        rows = [fed.obligation(E2, JUNE, code) for code in ("LDA", "LDB")]
        assert sum(row.waived_vnd for row in rows) == levy
        assert fed.balance("LDA", "13881") == fed.balance("LDB", "13881") == 0
        _sound(fed)


def test_what_nobody_had_declared_is_assessed_by_the_heir(fed: Federation) -> None:
    """E4's first declaration of June comes late: LDB assesses it, also when asked for it alone."""
    fed.declare(LATER, declaration(E4, JUNE, 40_000))
    fed.assess(JUNE, LATER, "LDB")
    assert _open(fed, E4, "LDB") == 800
    assert fed.obligation(E4, JUNE, "LDB").upper_unit == "A1"
    _sound(fed)


def test_what_was_paid_there_and_is_owed_no_more_waits_and_stops_nobody(fed: Federation) -> None:
    """E1 declares 600: 400 were paid too much into a book that is closed; E3 is assessed."""
    fed.declare(LATER, declaration(E3, JUNE, 45_000))
    done = {each.unit: each for each in _correct(fed, E1, 600)}
    assert done["LDA"].waiting == (Waiting(E1, JUNE, "LDB", 400),)
    assert fed.obligation(E1, JUNE, "LDA").gross_vnd == 1_000
    assert _open(fed, E3, "LDB") == 900
    _sound(fed)
    assert {each.unit: each.waiting for each in _correct(fed, E1, 1_000)}["LDA"] == ()


def test_a_receipt_of_a_closed_book_is_not_released(fed: Federation) -> None:
    """The refusal says who has the book now."""
    with pytest.raises(BookHandedOver) as refused:
        release_receipt(fed.ctx(LATER, ACCOUNTANT), ReleaseReceipt("LDA/R/1", LATER, "sai"))
    assert refused.value.facts == {"unit": "LDA", "taker": "LDB", "on": "2026-08-01"}


def test_a_statement_of_a_closed_account_waits_row_by_row(fed: Federation) -> None:
    """Money that still reaches LDA's account is kept as it came, with the reason."""
    judged = fed.bank(LATER, account_of("LDA"), bank_row("MUON", LATER, 70))
    assert [each.code for each in judged.problems[2]] == ["bank.no_open_book"]
    _sound(fed)
