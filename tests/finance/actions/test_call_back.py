"""What was moved comes back as far as less is owed, also where it was waived or paid meanwhile."""

import datetime as dt

import pytest

from finance.actions.call_back import call_back, call_back_all
from finance.actions.move_employer import MoveEmployer, move_employer
from finance.actions.move_open import Heir, move_open, open_obligations
from finance.records.obligations import ObligationEventRow
from finance.rules.relief import Ground, ReliefKind
from finance.runtime.database import Database
from tests.builders import E1, E2, E3, account, decision, unit
from tests.federation import ACCOUNTANT, Federation, federation
from tests.finance.actions.changing import DAY, JUNE, LATER, with_ldb
from tests.relieved import FIFTH, grant

HEIR = Heir("LDB", E3, "", "A1")
SEPTEMBER = dt.date(2026, 9, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E3 owes LDA 500 for June; LDB is another province."""
    made = with_ldb(federation(database))
    made.units(unit("B1", level="upper", parent_code="LDB"))
    made.accounts(account("B1"))
    made.owe(E3, JUNE, 500)
    return made


def _move(fed: Federation, tax_code: str, to_unit: str = "", into: str = "") -> None:
    upper = "B1" if to_unit else "A1"
    wish = MoveEmployer(tax_code, LATER, "QĐ", to_unit, into, grassroots_unit="", upper_unit=upper)
    move_employer(fed.ctx(LATER, ACCOUNTANT), wish)


def _exempt(fed: Federation, tax_code: str) -> None:
    kind = ReliefKind.EXEMPTION
    grant(fed, tax_code, kind, JUNE, JUNE, LATER, ground=Ground.BANKRUPTCY)


def _stands(fed: Federation, tax_code: str, held_by: str = "LDA") -> tuple[int, int, int, int, int]:
    """Levy, moved, amount, waived, paid."""
    row = fed.obligation(tax_code, JUNE, held_by)
    return (row.gross_vnd, row.moved_vnd, row.amount_vnd, row.waived_vnd, row.paid_vnd)


def test_called_back_as_far_as_it_is_open(fed: Federation) -> None:
    """No more than is missing, than went there, or than is open there."""
    with fed.database.writing() as session:
        ctx = fed.ctx(LATER)
        rows = open_obligations(session, E3)
        assert call_back(session, ctx, rows[0], 0, LATER) == 0  # nothing went anywhere
        assert call_back_all(session, ctx, {(E3, JUNE): rows[0]}, {}, LATER) == 0
        move_open(session, ctx, rows, HEIR, LATER)
        call_back(session, ctx, rows[0], 500, LATER)
        assert rows[0].open_vnd == 0  # as much is owed as stands there
        call_back(session, ctx, rows[0], 400, LATER)
        assert (rows[0].open_vnd, rows[0].moved_vnd) == (100, -400)
        call_back(session, ctx, rows[0], 0, LATER)
        assert (rows[0].open_vnd, rows[0].moved_vnd) == (500, 0)
        session.commit()
    fed.assert_sound("LDA", "LDB")


def test_a_reduction_is_taken_off_where_the_month_went(fed: Federation) -> None:
    """A fifth of 500 was granted after the move: 400 stand with the heir, nothing here."""
    grant(fed, E3, ReliefKind.SUSPENSION, "2026-05", "2026-05", DAY)
    _move(fed, E3, "LDB")
    done = grant(fed, E3, ReliefKind.REDUCTION, JUNE, JUNE, LATER, FIFTH)
    assert (done.unit, done.change_vnd, done.freed_vnd) == ("LDB", -100, 0)
    assert _stands(fed, E3) == (500, -400, 0, 0, 0)
    assert _stands(fed, E3, "LDB") == (0, 400, 400, 0, 0)
    assert (fed.balance("LDA", "13881"), fed.balance("LDB", "13881")) == (0, 400)
    fed.assert_sound("LDA", "LDB")


def test_a_reduction_of_what_the_heir_has_paid_is_its_credit(fed: Federation) -> None:
    """All 500 were paid to LDB: 100 of them are credit there."""
    grant(fed, E3, ReliefKind.SUSPENSION, "2026-05", "2026-05", DAY)
    _move(fed, E3, "LDB")
    receipt = fed.receive("LDB", "R1", 500, LATER)
    assert fed.match(LATER, decision(receipt, E3, {JUNE: 500}, collector="LDB")).refused == []
    done = grant(fed, E3, ReliefKind.REDUCTION, JUNE, JUNE, SEPTEMBER, FIFTH)
    assert (done.change_vnd, done.freed_vnd) == (-100, 100)
    assert fed.receipt(receipt).credit_vnd == 100
    assert _stands(fed, E3, "LDB") == (0, 400, 400, 0, 400)
    fed.assert_sound("LDA", "LDB")


@pytest.mark.parametrize(("levy", "left"), [(200, 200), (0, 0), (500, 500), (700, 500)])
def test_what_was_waived_with_the_heir_comes_back_too(
    fed: Federation, levy: int, left: int
) -> None:
    """E3 was exempted after the move; then it declares less, or more, for June."""
    _move(fed, E3, "LDB")
    _exempt(fed, E3)
    assert _stands(fed, E3, "LDB") == (0, 500, 500, 500, 0)
    fed.owe(E3, JUNE, levy, SEPTEMBER)
    assert _stands(fed, E3) == (levy, -left, levy - left, levy - left, 0)
    assert _stands(fed, E3, "LDB") == (0, left, left, left, 0)
    assert fed.balance("LDA", "13881") == fed.balance("LDB", "13881") == 0
    fed.assert_sound("LDA", "LDB")


def test_an_exempted_heir_keeps_its_own_levy(fed: Federation) -> None:
    """E3 went into E2, which owes 300 of its own and is exempted; E3 declares nothing any more."""
    fed.owe(E2, JUNE, 300)
    _move(fed, E3, into=E2)
    _exempt(fed, E2)
    assert _stands(fed, E2) == (300, 500, 800, 800, 0)
    fed.owe(E3, JUNE, 0, SEPTEMBER)
    assert _stands(fed, E3) == (0, 0, 0, 0, 0)
    assert _stands(fed, E2) == (300, 0, 300, 300, 0)
    fed.assert_sound("LDA", "LDB")


def test_an_heir_with_a_reduction_gives_all_that_came(fed: Federation) -> None:
    """Its own levy is 240 after a fifth, and stays; the 500 that came go back."""
    fed.owe(E2, JUNE, 300)
    grant(fed, E2, ReliefKind.SUSPENSION, "2026-05", "2026-05", DAY)
    grant(fed, E2, ReliefKind.REDUCTION, JUNE, JUNE, DAY, FIFTH)
    _move(fed, E3, into=E2)
    fed.owe(E3, JUNE, 0, SEPTEMBER)
    assert _stands(fed, E2) == (300, 0, 240, 0, 0)
    fed.assert_sound("LDA")


def test_from_every_heir_there_ever_was(fed: Federation) -> None:
    """200 of 500 were paid to LDB; what was declared later went into E1: both come back."""
    _move(fed, E3, "LDB")
    receipt = fed.receive("LDB", "R1", 200, LATER)
    assert fed.match(LATER, decision(receipt, E3, {JUNE: 200}, collector="LDB")).refused == []
    _move(fed, E3, into=E1)
    fed.owe(E3, JUNE, 900, SEPTEMBER)
    _move(fed, E3, into=E1)
    assert _stands(fed, E1) == (0, 700, 700, 0, 0)
    fed.owe(E3, JUNE, 100, SEPTEMBER)
    assert fed.receipt(receipt).credit_vnd == 100
    assert _stands(fed, E1) == (0, 0, 0, 0, 0)
    assert _stands(fed, E3, "LDB") == (0, 100, 100, 0, 100)
    fed.assert_sound("LDA", "LDB")


def test_the_history_tells_what_came_back_of_the_waived(fed: Federation) -> None:
    """It is owed again there, and leaves; here less is assessed."""
    _move(fed, E3, "LDB")
    _exempt(fed, E3)
    fed.owe(E3, JUNE, 200, SEPTEMBER)
    with fed.database.reading() as session:
        rows = session.query(ObligationEventRow).filter_by(accounting_on=SEPTEMBER).all()
        told = sorted((row.collecting_unit, row.reason, row.delta_vnd) for row in rows)
    assert told == [
        ("LDA", "assessment", -300),
        ("LDA", "moved", 300),
        ("LDB", "exemption", 300),
        ("LDB", "moved", -300),
    ]
