"""A receipt is taken off what it pays."""

import datetime as dt

import pytest

from finance.actions.release_receipt import (
    NothingToRelease,
    ReleaseReceipt,
    UnknownReceipt,
    find_receipt,
    release_receipt,
)
from finance.actions.rematch_refusals import BeforeItCame, BeforeItWasPut
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from tests.builders import E1, account_of, bank_row, decision, unit
from tests.federation import ACCOUNTANT, Federation, federation

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)
LATER = dt.date(2026, 8, 3)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 owed 1,000 and paid 1,500; 1,000 is matched."""
    made = federation(database)
    made.owe(E1, JUNE, 1_000)
    receipt = made.receive("LDA", "FT1", 1_500, DAY)
    made.match(DAY, decision(receipt, E1, {JUNE: 1_000}, 500))
    return made


def _release(fed: Federation, actor: Actor = ACCOUNTANT, name: str = "FT1") -> str:
    return release_receipt(fed.ctx(LATER, actor), ReleaseReceipt(name, LATER, "Nhầm người nộp"))


def test_parts_and_credit_come_off_together(fed: Federation) -> None:
    """All of it is to be identified again; obligation and books are as before the match."""
    assert _release(fed) == "LDA/R/1"
    held = fed.receipt("LDA/R/1")
    assert (held.open_vnd, held.state, held.tax_code) == (1_500, "unidentified", "")
    assert fed.obligation(E1, JUNE).open_vnd == 1_000
    for book, account in (("LDA", "33882"), ("LDA", "3361"), ("LDA", "337861"), ("G1", "1361")):
        assert fed.balance(book, account) == 0
    fed.assert_sound()


def test_what_was_paid_is_taken_from_income_at_once(fed: Federation) -> None:
    """Nobody is asked to send money back: the debt turns round."""
    fed.distribute(DAY)
    _release(fed)
    assert fed.balance("G1", "337861") == 0
    assert fed.balance("G1", "1361") == -750
    assert fed.balance("LDA", "3361", "G1") == 750
    fed.assert_sound()


def test_it_can_be_released_when_the_rule_and_the_units_have_changed(fed: Federation) -> None:
    """Undoing needs neither the rule of today nor the tree of today."""
    fed.units(
        unit("LDX", level="province", parent_code="TLD"),
        unit("A1", valid_to=DAY),
        unit("A1", valid_from=DAY + dt.timedelta(days=1), parent_code="LDX"),
        on=LATER,
    )
    _release(fed)
    assert fed.receipt("LDA/R/1").open_vnd == 1_500
    fed.assert_sound()


def test_nothing_to_release(fed: Federation) -> None:
    """A second time, there is nothing to take off."""
    _release(fed)
    with pytest.raises(NothingToRelease):
        _release(fed)


@pytest.mark.parametrize("actor", [SYSTEM, Actor("a", (Grant("G1", "accountant"),))])
def test_only_where_the_money_is_kept(fed: Federation, actor: Actor) -> None:
    """Not by a unit that has a share in it, nor by no person."""
    with pytest.raises(PermissionRefused):
        _release(fed, actor)


def test_a_receipt_is_found_by_its_id_or_by_a_reference_that_only_it_bears(
    fed: Federation,
) -> None:
    """A reference of two receipts names neither."""
    fed.bank(
        LATER, account_of("LDA"), bank_row("FT2", LATER, 5), bank_row("FT2", LATER, 5, occurrence=2)
    )
    with fed.database.reading() as session:
        assert find_receipt(session, "LDA/R/1").seq == find_receipt(session, "FT1").seq == 1
        for name in ("FT2", "nothing", "LDA/R/77", "/R/1", "LDA/R/①"):
            with pytest.raises(UnknownReceipt):
                find_receipt(session, name)


def _release_on(fed: Federation, on: dt.date) -> None:
    ctx = fed.ctx(LATER, ACCOUNTANT)
    release_receipt(ctx, ReleaseReceipt("FT1", on, "Nhầm người nộp"))


def test_it_is_not_released_before_the_bank_booked_it(fed: Federation) -> None:
    """The day a person names is refused, not moved."""
    with pytest.raises(BeforeItCame) as refused:
        _release_on(fed, DAY - dt.timedelta(days=1))
    assert refused.value.facts["booked_on"] == DAY.isoformat()
    assert fed.receipt("LDA/R/1").matched_vnd == 1_000


def test_it_is_not_released_before_its_shares_were_paid(fed: Federation) -> None:
    """Paid on the 15th, they are not taken back on the 10th."""
    paid_on = dt.date(2026, 7, 15)
    fed.distribute(paid_on)
    with pytest.raises(BeforeItWasPut) as refused:
        _release_on(fed, DAY)
    facts = refused.value.facts
    assert (facts["tax_code"], facts["period"]) == (E1, JUNE)
    assert (facts["done_on"], facts["on"]) == (paid_on.isoformat(), DAY.isoformat())
    _release_on(fed, paid_on)
    fed.assert_sound()
