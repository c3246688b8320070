"""A person says whose a receipt is."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from finance.actions.identify_receipt import (
    IdentifyReceipt,
    NothingOpen,
    UnknownEmployer,
    identify_receipt,
)
from finance.actions.record_wo_notice import NoSuchObligation
from finance.actions.release_receipt import UnknownReceipt
from finance.actions.rematch_refusals import BeforeItCame
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.errors import Refusal
from tests.builders import E1, E2
from tests.federation import ACCOUNTANT, Federation, federation

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 owes May and June; 250 came in."""
    made = federation(database)
    made.owe(E1, JUNE, 200)
    made.owe(E1, "2026-05", 100)
    made.receive("LDA", "FT1", 250, DAY)
    return made


def test_the_oldest_is_paid_first(fed: Federation) -> None:
    """All that is open of the receipt is laid on what is due first."""
    asked = IdentifyReceipt("FT1", E1, DAY)
    assert identify_receipt(fed.ctx(DAY, ACCOUNTANT), asked) == "LDA/R/1"
    assert fed.obligation(E1, "2026-05").open_vnd == 0
    assert fed.obligation(E1, JUNE).open_vnd == 50
    held = fed.receipt("LDA/R/1")
    assert (held.state, held.decided_by, held.evidence) == ("matched", "lan", "person")


def test_the_month_a_person_names_comes_first(fed: Federation) -> None:
    """And the others after it."""
    asked = IdentifyReceipt("LDA/R/1", E1, DAY, (JUNE,))
    identify_receipt(fed.ctx(DAY, ACCOUNTANT), asked)
    assert (fed.obligation(E1, JUNE).open_vnd, fed.obligation(E1, "2026-05").open_vnd) == (0, 50)


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (IdentifyReceipt("LDA/R/9", E1, DAY), UnknownReceipt),
        (IdentifyReceipt("LDA/R/²", E1, DAY), UnknownReceipt),
        (IdentifyReceipt("LDA/R/" + "9" * 30, E1, DAY), UnknownReceipt),
        (IdentifyReceipt("LDA/R/1", "9900000999", DAY), UnknownEmployer),
        (IdentifyReceipt("LDA/R/1", E1, DAY, ("2030-01",)), NoSuchObligation),
        (IdentifyReceipt("LDA/R/1", E1, dt.date(2019, 12, 31)), UnknownEmployer),
    ],
)
def test_what_nobody_knows_is_refused(
    fed: Federation, asked: IdentifyReceipt, refusal: type[Exception]
) -> None:
    """A receipt that is not there, an employer the register lacks that day."""
    with pytest.raises(refusal):
        identify_receipt(fed.ctx(DAY, ACCOUNTANT), asked)


def test_what_is_decided_is_decided(fed: Federation) -> None:
    """Nothing is left of it to identify."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    identify_receipt(ctx, IdentifyReceipt("LDA/R/1", E1, DAY))
    with pytest.raises(NothingOpen):
        identify_receipt(ctx, IdentifyReceipt("LDA/R/1", E2, DAY))


def test_two_persons_at_once_one_wins(fed: Federation) -> None:
    """The second is told that nothing is left; the money is spent once."""

    def run(who: str) -> str:
        try:
            return identify_receipt(fed.ctx(DAY, ACCOUNTANT), IdentifyReceipt("FT1", who, DAY))
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(run, (E1, E2, E1, E2)))
    assert told == ["LDA/R/1", *["receipt.nothing_open"] * 3]
    fed.assert_sound()


@pytest.mark.parametrize(
    "actor",
    [
        SYSTEM,
        Actor("a", (Grant("A1", "accountant"),)),
        Actor("b", (Grant("LDA", "approver"),)),
        Actor("c"),
    ],
)
def test_a_person_with_the_role_in_that_unit(fed: Federation, actor: Actor) -> None:
    """No machine, nobody below, no other role."""
    with pytest.raises(PermissionRefused):
        identify_receipt(fed.ctx(DAY, actor), IdentifyReceipt("FT1", E1, DAY))


def test_nobody_posts_in_a_book_outside_their_own(fed: Federation) -> None:
    """Money in one's own account, of an employer another unit collects from, is not one's to match.

    What is posted would stand in the collecting unit's book.
    """
    fed.receive("G1", "FT2", 50, DAY)
    here = Actor("lan", (Grant("G1", "accountant"),))
    with pytest.raises(PermissionRefused) as refused:
        identify_receipt(fed.ctx(DAY, here), IdentifyReceipt("G1/R/1", E1, DAY))
    assert refused.value.facts["unit"] == "LDA"
    assert fed.receipt("G1/R/1").open_vnd == 50


def test_nothing_is_paid_before_the_money_came(fed: Federation) -> None:
    """Booked on the 10th, it pays nothing on the 9th: both days are named."""
    before = DAY - dt.timedelta(days=1)
    with pytest.raises(BeforeItCame) as refused:
        identify_receipt(fed.ctx(DAY, ACCOUNTANT), IdentifyReceipt("FT1", E1, before))
    facts = refused.value.facts
    assert (facts["receipt"], facts["booked_on"], facts["on"]) == (
        "LDA/R/1",
        "2026-07-10",
        "2026-07-09",
    )
    assert fed.receipt("LDA/R/1").open_vnd == 250
