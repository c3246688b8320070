"""Entries of another program are posted, each whole or not at all."""

import datetime as dt
from dataclasses import replace

import pytest

from finance.actions.post_entries import Outcome, post_entries
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.entries import Draft, credit, debit
from tests.federation import ACCOUNTANT, Federation, contents, federation

DAY = dt.date(2026, 7, 22)
GOOD = Draft(
    book="G1",
    journal="PV",
    accounting_on=DAY,
    document_on=DAY,
    text="Chi",
    source="erp",
    key="1",
    lines=(debit("611", 5, fund="levy", item="31"), credit("112", 5)),
    actor="system",
)
HELD = (debit("13881", 5, fund="levy"), credit("33883", 5, fund="levy"))


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def _post(fed: Federation, *drafts: Draft, actor: Actor = SYSTEM) -> Outcome:
    return post_entries(fed.ctx(DAY, actor), list(enumerate(drafts, start=1)))


def test_the_good_are_posted_the_others_are_told(fed: Federation) -> None:
    """Each refused one with its line of the file and its code."""
    other = (debit("611", 5, fund="levy"), credit("112", 5))
    done = _post(
        fed,
        GOOD,
        replace(GOOD, key="2", lines=HELD),
        replace(GOOD, key="3", book="NONE"),
        replace(GOOD, key="4", lines=other),
        replace(GOOD, key="5", accounting_on=dt.date(2019, 1, 1)),
        replace(GOOD, key="6"),
    )
    assert [posted.public_id for posted in done.posted] == ["G1/PV/2026/1", "G1/PV/2026/2"]
    assert [(problem.row, problem.code) for problem in done.refused] == [
        (2, "voucher.control_account"),
        (3, "ledger.unknown_book"),
        (4, "ledger.wrong_dimension"),
        (5, "ledger.period_not_open"),
    ]


def test_the_same_file_again_changes_nothing(fed: Federation) -> None:
    """Known entries are known; the same key with other content is a conflict."""
    _post(fed, GOOD)
    before = contents(fed.database)
    done = _post(fed, GOOD, replace(GOOD, text="Chi khác"))
    assert ([each.public_id for each in done.known], done.posted) == (["G1/PV/2026/1"], [])
    assert [(each.row, each.code) for each in done.refused] == [(2, "ledger.key_conflict")]
    assert contents(fed.database) == before


def test_nothing_at_all_into_a_book_one_may_not_post_in(fed: Federation) -> None:
    """Not even what one may."""
    before = contents(fed.database)
    actor = Actor("a", (Grant("G1", "accountant"),))
    with pytest.raises(PermissionRefused):
        _post(fed, GOOD, replace(GOOD, book="G2"), actor=actor)
    assert contents(fed.database) == before
    assert _post(fed, GOOD, actor=actor).posted
    assert _post(fed, replace(GOOD, key="7"), actor=ACCOUNTANT).posted
