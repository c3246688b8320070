"""Entries of another program are posted, each whole or not at all."""

import datetime as dt
from dataclasses import replace

import pytest

from finance.actions.post_entries import Outcome, post_entries
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.entries import Draft, credit, debit
from ledger.errors import Refusal, Unbalanced
from tests.federation import ACCOUNTANT, Federation, contents, federation

DAY = dt.date(2026, 7, 22)
GOOD = Draft(
    book="G1",
    journal="GL",
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


def _post(
    fed: Federation, *drafts: Draft | Refusal, actor: Actor = SYSTEM, all_or_nothing: bool = False
) -> Outcome:
    lines = enumerate(drafts, start=1)  # read once, as a file is
    return post_entries(fed.ctx(DAY, actor), lines, all_or_nothing=all_or_nothing)


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
    assert done.posted == ["G1/GL/2026/1", "G1/GL/2026/2"]
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
    assert (done.known, done.posted) == (["G1/GL/2026/1"], [])
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


def test_all_or_nothing_on_request(fed: Federation) -> None:
    """One bad entry keeps every good one out, and still all bad ones are told."""
    _post(fed, GOOD)
    before = contents(fed.database)
    bad = (replace(GOOD, key="2", lines=HELD), Unbalanced(debit=5, credit=4))
    done = _post(fed, GOOD, replace(GOOD, key="3"), *bad, all_or_nothing=True)
    assert (done.posted, done.known) == ([], ["G1/GL/2026/1"])
    assert [(each.row, each.code) for each in done.refused] == [
        (3, "voucher.control_account"),
        (4, "ledger.unbalanced"),
    ]
    assert contents(fed.database) == before
    done = _post(fed, replace(GOOD, key="3"), replace(GOOD, key="4"), all_or_nothing=True)
    assert (done.posted, done.refused) == (["G1/GL/2026/2", "G1/GL/2026/3"], [])


def test_a_repeat_of_what_was_undone_is_not_known(fed: Federation) -> None:
    """What stands nowhere is not said to stand there."""
    done = _post(fed, GOOD, GOOD, replace(GOOD, key="2", lines=HELD), all_or_nothing=True)
    assert (done.posted, done.known, len(done.refused)) == ([], [], 1)


def test_a_long_file_is_taken_part_by_part(
    fed: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file is cut makes no difference: numbers, keys and refusals go on."""
    monkeypatch.setattr("finance.actions.post_entries._CALL", 2)
    lines = [replace(GOOD, key=key) for key in "1123456"]
    lines[3] = replace(lines[3], accounting_on=dt.date(2019, 1, 1))
    lines[5] = replace(lines[5], key="1", text="Chi khác")
    done = _post(fed, *lines)
    assert (len(done.posted), done.known) == (4, ["G1/GL/2026/1"])
    assert [(each.row, each.code) for each in done.refused] == [
        (4, "ledger.period_not_open"),
        (6, "ledger.key_conflict"),
    ]
    assert done.posted == [f"G1/GL/2026/{number}" for number in range(1, 5)]
