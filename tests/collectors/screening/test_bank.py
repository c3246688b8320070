"""Movements on a bank account, and what makes each of them one of a kind."""

import datetime as dt

from collectors.evidence import RawRow
from collectors.screening.bank import screen_bank
from finance.rules.facts import BankFacts
from ledger.money import ZERO, Vnd

R1 = {
    "reference": "R1",
    "booked_on": "10/07/2026",
    "value_on": "",
    "debit": "",
    "credit": "6.913.578",
    "balance": "86.913.578",
    "counter_account": "00112233",
    "counter_name": "CONG TY E4",
    "content": "MST 9900000048 CONG TY E4 DONG KPCD THANG 06 NAM 2026",
}


def _raw(*rows: dict[str, str]) -> list[RawRow]:
    return [RawRow(number, R1 | cells) for number, cells in enumerate(rows, start=2)]


def _identities(*rows: dict[str, str]) -> list[tuple[str, int] | None]:
    return [
        None if one.record is None else (one.record.reference, one.record.occurrence)
        for one in screen_bank(_raw(*rows))
    ]


def test_a_movement_is_read_whole() -> None:
    """Every column finds its place."""
    (screened,) = screen_bank(_raw({}))
    assert screened.record == BankFacts(
        row=2,
        reference="R1",
        booked_on=dt.date(2026, 7, 10),
        value_on=None,
        debit_vnd=ZERO,
        credit_vnd=Vnd(6_913_578),
        balance_vnd=Vnd(86_913_578),
        counter_account="00112233",
        counter_name="CONG TY E4",
        content=R1["content"],
        occurrence=1,
    )


def test_two_equal_rows_are_two_movements() -> None:
    """They are told apart by their occurrence within the day, not melted into one."""
    next_day = {"booked_on": "11/07/2026"}
    assert _identities({}, {}, {"reference": "R2"}, next_day, {}) == [
        ("R1", 1),
        ("R1", 2),
        ("R2", 1),
        ("R1", 1),
        ("R1", 3),
    ]


def test_a_quarantined_row_keeps_its_place_in_the_count() -> None:
    """The corrected file gives the rows after it the identity they had."""
    assert _identities({"credit": "x"}, {}) == [None, ("R1", 2)]


def test_money_without_a_text_is_still_money() -> None:
    """An empty content is taken and will wait as unidentified."""
    assert _identities({"content": "", "counter_name": "", "counter_account": ""}) == [("R1", 1)]


def test_money_without_a_reference_has_no_identity() -> None:
    """It waits in quarantine, or a second statement would double it."""
    (screened,) = screen_bank(_raw({"reference": " "}))
    assert [(p.code, p.column) for p in screened.problems] == [("cell.empty", "reference")]


def test_a_row_with_a_wrong_amount_keeps_its_identity() -> None:
    """Day, reference and occurrence are its key; without a reference it has none."""
    rows = _raw({}, {"credit": "1,5"}, {"reference": ""})
    keys = [one.key for one in screen_bank(rows)]
    assert keys == ["2026-07-10|R1|1", "2026-07-10|R1|2", ""]
