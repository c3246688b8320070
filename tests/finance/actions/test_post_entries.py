"""Entries of another program are posted, each whole or not at all."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.post_entries import Outcome, post_entries
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.audit_lines import AuditRow
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.entries import Draft, credit, debit
from ledger.errors import Refusal, Unbalanced
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation

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


def test_a_unit_one_may_not_post_in_holds_up_no_other(fed: Federation) -> None:
    """Its lines are refused one by one, as those of a unit that is none; the others are posted."""
    actor = Actor("a", (Grant("G1", "accountant"),))
    lines = (replace(GOOD, book="G2"), GOOD, replace(GOOD, book="NONE"), replace(GOOD, key="2"))
    before = contents(fed.database)
    done = _post(fed, *lines, actor=actor, all_or_nothing=True)
    assert (done.posted, len(done.refused)) == ([], 2)
    assert contents(fed.database) == before
    done = _post(fed, *lines, actor=actor)
    assert done.posted == ["G1/GL/2026/1", "G1/GL/2026/2"]
    assert [(each.row, each.code, each.facts["unit"]) for each in done.refused] == [
        (1, "permission.refused", "G2"),
        (3, "permission.refused", "NONE"),
    ]
    assert _post(fed, replace(GOOD, key="7"), actor=ACCOUNTANT).posted


def test_each_unit_s_log_tells_what_was_posted_in_its_book(fed: Federation) -> None:
    """How many, from which to which, how much; and one line for the whole file, of no unit."""
    lines = (GOOD, replace(GOOD, book="G2"), replace(GOOD, key="2"), replace(GOOD, book="NONE"))
    _post(fed, *lines)
    with fed.database.reading() as session:
        told = session.scalars(
            select(AuditRow).where(AuditRow.action == "post_entries").order_by(AuditRow.seq)
        ).all()
    found = [(row.unit_code, row.subject, json.loads(row.details)) for row in told]
    first, last, other = "G1/GL/2026/1", "G1/GL/2026/2", "G2/GL/2026/1"
    assert found == [
        ("G1", first, {"entries": 2, "first": first, "last": last, "amount_vnd": 10}),
        ("G2", other, {"entries": 1, "first": other, "last": other, "amount_vnd": 5}),
        (
            "",
            "entries",
            {"posted": 3, "known": 0, "refused": 1, "codes": "ledger.unknown_book"},
        ),
    ]


def test_what_was_undone_is_told_of_no_unit(fed: Federation) -> None:
    """Nothing was posted in its book."""
    _post(fed, GOOD, replace(GOOD, key="2", lines=HELD), all_or_nothing=True)
    with fed.database.reading() as session:
        told = session.scalars(select(AuditRow).where(AuditRow.action == "post_entries")).all()
    assert [row.unit_code for row in told] == [""]


def test_a_file_forges_no_act_of_ours(fed: Federation) -> None:
    """Nothing stands in the way of the real ones afterwards."""
    seq = draft_voucher(fed.ctx(DAY, ACCOUNTANT), DraftVoucher("G1", DAY, DAY, "Chi", GOOD.lines))
    submit_voucher(fed.ctx(DAY, ACCOUNTANT), SubmitVoucher("G1", seq))
    posted = _post(fed, GOOD).posted[0]
    forged = (
        replace(GOOD, source="voucher", key=f"G1/V/{seq}"),
        replace(GOOD, source="reversal", key=posted),
        replace(GOOD, source="year_end", key="2026/1"),
        replace(GOOD, source="levy.match", key="LDA/R/1/1"),
        replace(GOOD, journal="YE", key="2"),
        replace(GOOD, journal="A/B", key="4"),
    )
    before = contents(fed.database)
    done = _post(fed, *forged)
    assert (done.posted, contents(fed.database)) == ([], before)
    assert [each.code for each in done.refused] == [
        *["entry.own_source"] * 4,
        "entry.own_journal",
        "entry.journal",
    ]
    approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", seq))


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
