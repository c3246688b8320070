"""An entry as another program writes it."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.entry_lines import NotAnEntry, entry_of, voucher_asked
from ledger.entries import Side
from ledger.errors import OutOfRange, Refusal, Unbalanced

GOOD: dict[str, Any] = {
    "unit": "G1",
    "source": "payroll",
    "key": "2026-06",
    "journal": "PV",
    "accounting_on": "2026-06-10",
    "document_on": "2026-06-09",
    "text": "Phụ cấp",
    "lines": [
        {"account": "611", "debit": 379500, "fund": "dues", "item": "34"},
        {"account": "111", "credit": 379500},
    ],
}


def test_every_field_is_read() -> None:
    """What stands in the file stands in the entry, and who sent it is recorded."""
    draft = entry_of(GOOD, "system")
    assert (draft.book, draft.journal, draft.source, draft.key) == (
        "G1",
        "PV",
        "payroll",
        "2026-06",
    )
    assert (draft.accounting_on, draft.document_on) == (dt.date(2026, 6, 10), dt.date(2026, 6, 9))
    assert draft.actor == "system"
    first, second = draft.lines
    assert (first.account, first.side, first.amount_vnd) == ("611", Side.DEBIT, 379500)
    assert (first.fund, first.item) == ("dues", "34")
    assert (second.account, second.side) == ("111", Side.CREDIT)


def test_a_missing_document_day_is_the_accounting_day() -> None:
    """Paper and book share a day unless another is given."""
    without = {name: value for name, value in GOOD.items() if name != "document_on"}
    assert entry_of(without, "system").document_on == dt.date(2026, 6, 10)


@pytest.mark.parametrize(
    "lines",
    [
        [{"account": "611", "debit": 5.0}, {"account": "111", "credit": 5}],
        [{"account": "611", "debit": "5"}, {"account": "111", "credit": 5}],
        [{"account": "611", "debit": True}, {"account": "111", "credit": 1}],
        [{"account": "611"}, {"account": "111", "credit": 1}],
        [{"account": "611", "debit": 1, "credit": 1}],
        [{"account": 611, "debit": 1}, {"account": "111", "credit": 1}],
        ["611"],
        {"account": "611"},
        None,
    ],
)
def test_lines_that_are_none_are_refused(lines: object) -> None:
    """A line has one account and one side, and its amount is a whole number."""
    with pytest.raises(NotAnEntry):
        entry_of(GOOD | {"lines": lines}, "system")


def test_amounts_outside_the_book_are_refused() -> None:
    """Zero, negative and endless amounts are out of range; unequal sides do not balance."""
    for amount in (0, -5, 2**63):
        pair = [{"account": "611", "debit": amount}, {"account": "111", "credit": amount}]
        with pytest.raises(OutOfRange):
            entry_of(GOOD | {"lines": pair}, "system")
    with pytest.raises(Unbalanced):
        entry_of(GOOD | {"lines": [{"account": "611", "debit": 5}]}, "system")


def _read_or_refused(asked: dict[str, Any]) -> bool:
    try:
        entry_of(asked, "system")
    except Refusal:
        return False
    return True


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_nothing_but_a_refusal_comes_of_nonsense(value: object) -> None:
    """Whatever stands in a field, it is read or refused; it never breaks the program."""
    assert _read_or_refused(GOOD)
    for name in ("unit", "lines", "accounting_on"):
        read = _read_or_refused(GOOD | {name: value})
        assert not read or (name == "unit" and isinstance(value, str))


def test_what_is_not_an_object_is_refused() -> None:
    """A list, a number or a broken line is no entry."""
    for asked in ([1], 5, "x", {"unreadable": "line 1"}):
        with pytest.raises(NotAnEntry):
            entry_of(asked, "system")  # type: ignore[arg-type]  # what a file may hold


def test_a_voucher_is_read_and_need_not_balance() -> None:
    """The document's day is the accounting day where it is left out."""
    asked = voucher_asked({"accounting_on": "2026-06-10", "text": "Chi", "lines": GOOD["lines"]})
    assert asked.accounting_on == asked.document_on == dt.date(2026, 6, 10)
    assert (asked.text, [line.account for line in asked.lines]) == ("Chi", ["611", "111"])
    assert voucher_asked({**GOOD, "lines": []}).lines == ()
    assert voucher_asked(GOOD).document_on == dt.date(2026, 6, 9)


@pytest.mark.parametrize("asked", [None, [], "x", {}, {**GOOD, "lines": None}, {**GOOD, "text": 5}])
def test_what_is_no_voucher_is_refused_by_its_field(asked: object) -> None:
    """As an entry is."""
    with pytest.raises(NotAnEntry):
        voucher_asked(asked)
