"""What is known of possible payers is looked up for many receipts at once."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import inspect

from collectors.intake.lookups import Looked, look_up, names_known, receipt_of
from finance.actions.identify_receipt import IdentifyReceipt, identify_receipt
from finance.records.obligations import ObligationRow
from finance.records.receipts import ReceiptRow
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.collectors.federation import E1, E2, E4, LDA, OPENING, Federation, credit

DAY = dt.date(2026, 7, 15)
LAN = Actor("lan", (Grant("LDA", "accountant"),))


@pytest.fixture
def federation(database: Database, tmp_path: Path) -> Federation:
    """E4 owes May and June; its account has paid, and somebody's account for E1 by a person."""
    made = Federation(database, tmp_path).register()
    for period in ("2026-05", "2026-06"):
        made.declare(OPENING, ("SE4", E4, period, 50_000_000))
        made.assess(OPENING, period)
    made.bank(
        DAY,
        LDA,
        credit("A", "2026-07-10", 1_000_000, f"MST {E4} T5/2026") | {"counter_account": "11"},
        credit("B", "2026-07-11", 5, "CHUYEN TIEN") | {"counter_account": "22"},
        credit("C", "2026-07-12", 5, "BINH MINH NOP") | {"counter_account": "11"},
        credit("D", "2026-07-12", 5, "x") | {"counter_account": "22"},
        credit("E", "2026-07-12", 5, f"MST {E4}-001 T5/2026"),
    )
    made.match(DAY)
    wish = IdentifyReceipt("B", E1, DAY)
    identify_receipt(made.ctx(DAY, LAN), wish)
    return made


def _look(federation: Federation, *references: str, on: dt.date = DAY) -> Looked:
    rows: Sequence[ReceiptRow] = [federation.receipt(reference) for reference in references]
    with federation.database.reading() as session:
        return look_up(session, rows, names_known(session, on), on)


def test_codes_parents_names_and_accounts_are_looked_up(federation: Federation) -> None:
    """And nobody whom nothing points to."""
    looked = _look(federation, "C", "D", "E")
    assert looked.tax_codes == {E1, E2, E4}
    assert looked.collectors == {E1: "LDA", E2: "LDA", E4: "LDA"}
    assert looked.by_account == {
        "11": {E4: [dt.date(2026, 7, 10)]},
        "22": {E1: [dt.date(2026, 7, 11)]},
    }
    assert looked.names[E2] == {"BINH MINH"}
    assert looked.by_name["BINH MINH"] == (E2,)


def test_months_that_are_open_or_named_are_known(federation: Federation) -> None:
    """May is paid, and named: it takes nothing, and is not unknown."""
    owed = _look(federation, "E").obligations(E4)
    assert [(one.period, one.open_vnd) for one in owed] == [("2026-05", 0), ("2026-06", 1_000_000)]
    only_open = _look(federation, "C").obligations(E4)
    assert [one.period for one in only_open] == ["2026-06"]


def test_what_one_receipt_pays_the_next_does_not_find(federation: Federation) -> None:
    """While they are decided one after the other."""
    looked = _look(federation, "C")
    looked.pay(E4, [("2026-06", 400_000)])
    (left,) = looked.known().obligations[E4]
    assert left.open_vnd == 600_000
    (closed,) = looked.known("TLD").obligations[E4]
    assert (closed.period, closed.open_vnd) == ("2026-06", 0)
    assert (list(looked.known().obligations), len(looked.known().obligations)) == ([E4], 1)


def test_a_month_of_two_units_is_paid_where_it_is_collected_now(federation: Federation) -> None:
    """E4's June lies with TLD for the most; LDA collects now, and takes its part first."""
    with federation.database.writing() as session:
        held = session.get_one(ObligationRow, ("LDA", E4, "2026-06"))
        columns = {each.key: getattr(held, each.key) for each in inspect(held).mapper.column_attrs}
        there = {"collecting_unit": "TLD", "amount_vnd": 3_000_000, "gross_vnd": 3_000_000}
        session.add(ObligationRow(**{**columns, **there}))
        session.commit()
    looked = _look(federation, "C")
    assert looked.kept(E4, "2026-06") == looked.kept(E4, "2026-06", "LDA")
    assert [one.open_vnd for one in looked.obligations(E4, "LDA")] == [1_000_000]
    assert [one.open_vnd for one in looked.obligations(E4, "TLD")] == [3_000_000]
    looked.pay(E4, [("2026-06", 500_000)], "TLD")
    looked.pay(E4, [("2026-06", 1_000_000)])
    assert looked.kept(E4, "2026-06").collector == "TLD"
    assert [one.open_vnd for one in looked.obligations(E4)] == [2_500_000]
    looked.pay(E4, [("2026-06", 2_500_000)])
    assert [one.open_vnd for one in looked.obligations(E4)] == [0]


def test_who_is_not_registered_yet_is_not_known(federation: Federation) -> None:
    """The register counts from its rows' first day on."""
    before = dt.date(2019, 12, 31)
    assert _look(federation, "E", on=before).tax_codes == frozenset()
    with federation.database.reading() as session:
        assert dict(names_known(session, before)) == {}


def test_a_receipt_is_told_as_matching_knows_it(federation: Federation) -> None:
    """All of it, or so much."""
    told = receipt_of(federation.receipt("C"), 3)
    assert (told.amount_vnd, told.content, told.counter_account) == (3, "BINH MINH NOP", "11")
