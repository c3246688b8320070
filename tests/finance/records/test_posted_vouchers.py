"""What two people signed is what stands in the book, and it is two people."""

import datetime as dt

import pytest
from sqlalchemy import text

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.ask_reversal import AskReversal, ask_reversal
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.posted_vouchers import check_posted
from finance.runtime.database import Database
from ledger.entries import credit, debit
from tests.federation import ACCOUNTANT, APPROVER, federation
from tests.ledger.books import past_the_guards

DAY = dt.date(2026, 7, 22)
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]
FIRST, REVERSAL = "G1/PV/2026/1", "G1/PV/2026/2"


@pytest.fixture
def posted(database: Database) -> Database:
    """G1 has posted a voucher, reversed it by a second one, and drafted a third."""
    fed = federation(database)
    maker, checker = fed.ctx(DAY, ACCOUNTANT), fed.ctx(DAY, APPROVER)
    draft = DraftVoucher("G1", DAY, DAY, "Chi", LINES)
    first = draft_voucher(maker, draft)
    submit_voucher(maker, SubmitVoucher("G1", first))
    approve_voucher(checker, ApproveVoucher("G1", first))
    second = ask_reversal(maker, AskReversal("G1", FIRST, "ghi nhầm", DAY))
    approve_voucher(checker, ApproveVoucher("G1", second))
    draft_voucher(maker, draft)
    return database


def _found(database: Database) -> set[tuple[str, str]]:
    with database.reading() as session:
        return {(each.code, each.where) for each in check_posted(session, "G1")}


def test_what_was_signed_stands(posted: Database) -> None:
    """A voucher and a reversal; a draft is not asked."""
    assert _found(posted) == set()


DIFFERS = {("verify.voucher_differs", FIRST)}
# The table, the number of the voucher, what is changed there, and what is told of it.
DAMAGE = {
    "amount": ("voucher_line", 1, "amount_vnd = 6", DIFFERS),
    "account": ("voucher_line", 1, "account = '111'", DIFFERS),
    "source of the money": ("voucher_line", 1, "fund = 'dues'", DIFFERS),
    "text": ("voucher", 1, "text = 'Thu'", DIFFERS),
    "day": ("voucher", 1, "accounting_on = '2026-07-01'", DIFFERS),
    "checker": ("voucher", 1, "checker = 'x'", DIFFERS),
    "entry named": ("voucher", 1, "entry = 'G1/PV/2026/9'", DIFFERS),
    "reversal's day": (
        "voucher",
        2,
        "document_on = '2026-07-01'",
        {("verify.voucher_differs", REVERSAL)},
    ),
    "maker": (
        "voucher_maker",
        1,
        f"folded = '{APPROVER.name}'",
        {("verify.one_person", "G1/V/1")},
    ),
    "taken back": ("voucher", 1, "state = 'draft'", {("verify.no_voucher", FIRST)}),
    "never posted": ("voucher", 3, "state = 'posted'", {("verify.voucher_entry", "G1/V/3")}),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_what_was_changed_behind_the_guards_is_told(
    posted: Database, owner_url: str, what: str
) -> None:
    """Each thing a voucher says about what was posted, and who it was."""
    table, seq, change, told = DAMAGE[what]
    statement = f"UPDATE {table} SET {change} WHERE unit_code = 'G1' AND seq = {seq}"  # noqa: S608 - the test's own words
    with past_the_guards(owner_url, "voucher", "voucher_line", "voucher_maker") as connection:
        assert connection.execute(text(statement)).rowcount > 0
    assert _found(posted) == told
