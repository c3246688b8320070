"""A member's own transfer is posted by its code, and only when the code holds."""

import datetime as dt

import pytest

from finance.actions.match_dues import match_dues
from finance.records.dues import DuesEventRow
from finance.records.dues_codes import code_of
from finance.records.members import latest_member
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.periods import Period
from tests.builders import account_of, bank_row
from tests.dues import JUNE, assessed, months
from tests.federation import Federation, contents, federation

DAY = dt.date(2026, 7, 20)


@pytest.fixture
def fed(database: Database) -> Federation:
    """M1 of G1 owes 88,000, M2 100,000; M6 of G2 owes 100,000."""
    made = federation(database)
    assessed(made, [("M1", 17_600_000), ("M2", 20_000_000)])
    assessed(made, [("M6", 20_000_000)], "G2")
    return made


def _code(fed: Federation, unit: str, number: str, period: str = JUNE) -> str:
    with fed.database.reading() as session:
        member = latest_member(session, unit, number)
        assert member is not None
        return code_of(session, member, Period(period))


def _arrives(fed: Federation, text: str, amount: int = 88_000, unit: str = "G1") -> None:
    fed.bank(DAY, account_of(unit), bank_row(text[:40] or "FT", DAY, amount, content=text))


def test_posted_as_dues_of_that_member(fed: Federation) -> None:
    """The bank account was posted with the statement; the receipt is taken off what waits."""
    _arrives(fed, f"MBVCB.998.{_code(fed, 'G1', 'M1').lower()} chuyen tien")
    done = match_dues(fed.ctx(DAY), "", DAY)
    assert (done.receipts, done.amount_vnd, done.waiting) == (1, 88_000, [])
    assert months(fed)[("G1", "M1")] == (88_000, 88_000)
    assert (fed.balance("G1", "112"), fed.balance("G1", "33881")) == (88_000, 0)
    receipt = fed.receipt("G1/R/1")
    assert (receipt.state, receipt.evidence, receipt.confidence) == ("matched", "dues.code", 100)
    with fed.database.reading() as session:
        (row,) = session.query(DuesEventRow).all()
    assert (row.way, row.receipt_seq, row.withheld) == ("transfer", 1, False)
    before = contents(fed.database)
    assert match_dues(fed.ctx(DAY), "", DAY).receipts == 0
    assert contents(fed.database) == before
    fed.assert_sound()


def test_part_of_it_and_too_much(fed: Federation) -> None:
    """A part leaves the month open; what is beyond the month waits for a person."""
    _arrives(fed, _code(fed, "G1", "M1"), 50_000)
    _arrives(fed, f"{_code(fed, 'G1', 'M2')} 2", 130_000)
    assert match_dues(fed.ctx(DAY), "G1", DAY).amount_vnd == 150_000
    assert months(fed)[("G1", "M1")] == (88_000, 50_000)
    assert fed.receipt("G1/R/2").open_vnd == 30_000
    again = match_dues(fed.ctx(DAY), "G1", DAY)
    assert (again.receipts, again.waiting) == (0, [])
    fed.assert_sound()


def _broken(code: str) -> str:
    return code[:-1] + str((int(code[-1]) + 1) % 10)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("wrong", "dues.code_wrong"),
        ("two", "dues.code_wrong"),
        ("other unit", "dues.code_of_another_unit"),
        ("no member", "dues.code_of_nobody"),
        ("no unit", "dues.code_of_nobody"),
        ("no month", "dues.nothing_open"),
    ],
)
def test_what_does_not_hold_waits(fed: Federation, text: str, reason: str) -> None:
    """A wrong digit, two codes, another unit's code, nobody's, a month never assessed."""
    texts = {
        "wrong": _broken(_code(fed, "G1", "M1")),
        "two": f"{_code(fed, 'G1', 'M1')} {_code(fed, 'G1', 'M2')}",
        "other unit": _code(fed, "G2", "M6"),
        "no member": "DP" + _with_check(_code(fed, "G1", "M1")[2:8] + "0009992606"),
        "no unit": "DP" + _with_check("999999" + "000001" + "2606"),
        "no month": _code(fed, "G1", "M1", "2026-05"),
    }
    _arrives(fed, texts[text])
    done = match_dues(fed.ctx(DAY), "", DAY)
    assert done.waiting == [{"receipt": "G1/R/1", "reason": reason}]
    assert done.receipts == 0
    assert all(paid == 0 for _, paid in months(fed).values())
    assert fed.receipt("G1/R/1").open_vnd == 88_000


def _with_check(digits: str) -> str:
    from finance.rules.dues_codes import check_digit  # noqa: PLC0415 - of this one test

    return digits + check_digit(digits)


def test_other_texts_are_left_alone(fed: Federation) -> None:
    """A name that happens to hold the two letters is no code."""
    _arrives(fed, "CTY DPT CHUYEN TIEN")
    before = contents(fed.database)
    done = match_dues(fed.ctx(DAY), "", DAY)
    assert (done.receipts, done.waiting) == (0, [])
    assert contents(fed.database) == before


def test_without_a_rule_it_waits_and_says_so(database: Database) -> None:
    """One that cannot be divided holds up no other."""
    fed = federation(database, rules=False)
    assessed(fed, [("M1", 17_600_000)])
    _arrives(fed, _code(fed, "G1", "M1"))
    done = match_dues(fed.ctx(DAY), "", DAY)
    assert [each["code"] for each in done.refused] == ["sharing.no_split_rule"]
    assert fed.receipt("G1/R/1").open_vnd == 88_000


def test_not_by_a_neighbour(fed: Federation) -> None:
    """G1's receipts are not G2's to decide, and all units' only from the top."""
    clerk = Actor("a", (Grant("G2", "accountant"),))
    for unit in ("G1", ""):
        with pytest.raises(PermissionRefused):
            match_dues(fed.ctx(DAY, clerk), unit, DAY)
