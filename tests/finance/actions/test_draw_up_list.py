"""A collecting unit says what the holder of its money shall pay; that alone moves nothing."""

import datetime as dt

import pytest

from finance.actions.draw_up_list import (
    BeforeItWasHeld,
    DrawnUp,
    DrawUpList,
    ListLine,
    NotEnoughHeld,
    NothingHeld,
    draw_up_list,
)
from finance.actions.pay_list import PayList, pay_list
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.builders import E1, E2, E3, unit
from tests.federation import ACCOUNTANT, Federation, contents, federation

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)
LATER = dt.date(2026, 7, 13)
ORDER = DrawUpList("LDA", "TLD", DAY)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1's June and E3's, 1,000 each, lie in TLD's account."""
    made = federation(database)
    made.pay(E1, JUNE, 1_000, DAY, holder="TLD")
    made.pay(E3, JUNE, 1_000, DAY, holder="TLD")
    return made


def test_each_line_and_the_rest(fed: Federation) -> None:
    """The collecting unit gets its own shares and the custody; drawn up again it is the same."""
    lines = (
        ListLine("A1", "", 240),
        ListLine("G1", "", 750),
        ListLine("LDA", "", 910),
        ListLine("TLD", "", 100),
    )
    assert draw_up_list(fed.ctx(DAY), ORDER) == DrawnUp("LDA/L/1", fresh=True, lines=lines)
    before = contents(fed.database)
    assert draw_up_list(fed.ctx(DAY), ORDER) == DrawnUp("LDA/L/1", fresh=False, lines=lines)
    assert contents(fed.database) == before
    assert fed.balance("LDA", "112") == 0


def test_a_unit_that_has_gone_is_followed_by_its_heir(fed: Federation) -> None:
    """What waits for G1 is drawn up for G2, which took it over."""
    fed.units(unit("G1", valid_to=DAY, successor_code="G2"), on=LATER)
    drawn = draw_up_list(fed.ctx(LATER), DrawUpList("LDA", "TLD", LATER))
    assert ListLine("G2", "", 750) in drawn.lines
    assert "G1" not in {line.payee for line in drawn.lines}


def test_no_more_than_lies_there(fed: Federation) -> None:
    """What LDA has too much of is held back by TLD, and the units wait for LDA itself."""
    fed.pay(E2, JUNE, 1_500, DAY, holder="TLD")
    fed.distribute(DAY, "TLD")
    release_receipt(fed.ctx(DAY, ACCOUNTANT), ReleaseReceipt("TLD/R/3", DAY, "Nhầm"))
    with pytest.raises(NothingHeld):
        draw_up_list(fed.ctx(DAY), ORDER)
    fed.pay(E1, "2026-05", 1_600, DAY, holder="TLD")
    with pytest.raises(NotEnoughHeld):
        draw_up_list(fed.ctx(DAY), ORDER)


def test_a_list_without_a_rest(fed: Federation) -> None:
    """Where everything is somebody else's, nothing is left for the collecting unit."""
    pay_list(fed.ctx(DAY), PayList(draw_up_list(fed.ctx(DAY), ORDER).name, DAY))
    assert fed.balance("TLD", "3363") == 0
    with pytest.raises(NothingHeld):
        draw_up_list(fed.ctx(DAY), ORDER)


def test_it_is_the_collecting_units_list(fed: Federation) -> None:
    """A person of LDA draws it up, or one from above; nobody from below."""
    with pytest.raises(PermissionRefused):
        draw_up_list(fed.ctx(DAY, Actor("a", (Grant("A1", "treasurer"),))), ORDER)
    drawn = draw_up_list(fed.ctx(DAY, Actor("t", (Grant("LDA", "treasurer"),))), ORDER)
    assert drawn.fresh


def test_no_list_is_of_money_that_came_later(fed: Federation) -> None:
    """What lies there was put there up to the 10th: no list of it bears the 9th."""
    before = DAY - dt.timedelta(days=1)
    with pytest.raises(BeforeItWasHeld) as refused:
        draw_up_list(fed.ctx(DAY), DrawUpList("LDA", "TLD", before))
    facts = refused.value.facts
    assert (facts["put_on"], facts["on"]) == (DAY.isoformat(), before.isoformat())
