"""What the pages of dues are made from."""

import pytest

from finance.actions.collect_dues import CollectDues, collect_dues
from finance.rules.vietqr import read
from finance.web.dues_reads import (
    MonthOfDues,
    members,
    months_of_dues,
    names,
    statement,
    transfer,
)
from tests.doors import DAY, House
from tests.federation import Federation
from tests.finance.web.dues_desk import MAY, begin


@pytest.fixture
def fed(house: House) -> Federation:
    """M1 owes 88,000 and M2 100,000 for May; M1 has paid 50,000 in cash."""
    begin(house)
    made = Federation(house.database)
    order = CollectDues("CTA", MAY, DAY, "111", amounts={"M1": 50_000}, slip="7")
    collect_dues(made.ctx(DAY), order)
    return made


def test_a_month_in_sums(fed: Federation) -> None:
    """Of its own unit alone."""
    with fed.database.reading() as session:
        (month,) = months_of_dues(session, "CTA")
        assert month == MonthOfDues("2026-05", 2, 188_000, 50_000)
        assert month.open_vnd == 138_000
        assert months_of_dues(session, "LDA") == []


def test_the_register_by_pages(fed: Federation) -> None:
    """By number, with how many there are; names by number."""
    with fed.database.reading() as session:
        found, count = members(session, "CTA", 1)
        assert ([row.member_no for row in found], count) == (["M1", "M2"], 2)
        assert members(session, "CTA", 2) == ([], 2)
        assert sorted(names(session, "CTA")) == ["M1", "M2"]


def test_a_members_own_rows(fed: Federation) -> None:
    """Months, what is open of them, and each payment with its slip."""
    with fed.database.reading() as session:
        found = statement(session, "CTA", "M1")
        assert [month.open_vnd for month in found.open_months] == [38_000]
        (paid,) = found.payments
        assert (paid.on, paid.amount_vnd, paid.way, paid.slip) == (DAY, 50_000, "cash", "7")
        order = transfer(session, "CTA", found.months[0])
        assert order is not None
        assert read(order.payload).amount_vnd == order.amount_vnd == 38_000
        assert read(order.payload).text == order.text
        assert statement(session, "CTA", "M9").months == []


def test_a_unit_without_an_account_has_no_order(house: House, fed: Federation) -> None:
    """There is nothing to pay into."""
    assert fed.batches
    with house.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM bank_account")
        session.commit()
    with house.database.reading() as session:
        month = statement(session, "CTA", "M2").months[0]
        assert transfer(session, "CTA", month) is None
