"""A person writes a voucher down; every line is one the book could take."""

import datetime as dt
from collections.abc import Sequence

import pytest

from finance.actions.draft_voucher import (
    DraftVoucher,
    UnknownItem,
    draft_voucher,
)
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.vouchers import VoucherRow, VoucherState, voucher_lines, voucher_of
from finance.rules.vouchers import ControlAccount, UnknownVoucher, VoucherNotThere
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.entries import Line, Side, credit, debit
from ledger.errors import OutOfRange, UnknownAccount, WrongDimension
from ledger.money import Vnd
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation

DAY = dt.date(2026, 7, 22)
GRANT = [debit("611", 3_000, fund="levy", item="31"), credit("112", 3_000)]


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def _asked(lines: Sequence[Line], unit: str = "G1", seq: int | None = None) -> DraftVoucher:
    return DraftVoucher(unit, DAY, DAY, "Trợ cấp", lines, seq)


def test_a_draft_need_not_balance(fed: Federation) -> None:
    """It is kept line by line, and posts nothing."""
    seq = draft_voucher(fed.ctx(DAY, ACCOUNTANT), _asked(GRANT[:1]))
    with fed.database.reading() as session:
        row = session.get_one(VoucherRow, ("G1", seq))
        assert (row.state, row.maker) == (VoucherState.DRAFT, "lan")
        assert voucher_lines(session, row) == tuple(GRANT[:1])
    assert fed.balance("G1", "611") == 0


def test_a_draft_is_replaced_as_a_whole(fed: Federation) -> None:
    """Numbers run per unit; whoever writes it last is its maker."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    assert [draft_voucher(ctx, _asked(GRANT)) for _ in range(2)] == [1, 2]
    assert draft_voucher(ctx, _asked(GRANT, unit="G2")) == 1
    assert draft_voucher(fed.ctx(DAY, APPROVER), _asked(GRANT[1:], seq=2)) == 2
    with fed.database.reading() as session:
        row = session.get_one(VoucherRow, ("G1", 2))
        assert row.maker == "minh"
        assert voucher_lines(session, row) == tuple(GRANT[1:])


def test_what_is_submitted_is_not_changed(fed: Federation) -> None:
    """It has left the maker's hands."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    seq = draft_voucher(ctx, _asked(GRANT))
    submit_voucher(ctx, SubmitVoucher("G1", seq))
    with pytest.raises(VoucherNotThere):
        draft_voucher(ctx, _asked(GRANT, seq=seq))
    with pytest.raises(UnknownVoucher):
        draft_voucher(ctx, _asked(GRANT, seq=99))


@pytest.mark.parametrize(
    "account",
    [
        *("1361", "1362", "1363", "1368", "13881", "13882", "13889", "3361", "3362", "3363"),
        *("3368", "33811", "33812", "33881", "33882", "33883", "33884", "33885"),
    ],
)
def test_control_accounts_are_not_posted_by_hand(fed: Federation, account: str) -> None:
    """Else an account and its sub-ledger would part."""
    tags = {"fund": "" if account in ("13889", "33881") else "levy"}
    if account[:3] in ("136", "336") or account == "33885":
        tags |= {"counter_book": "LDA", "interbook_ref": "X"}
    if account == "3362":
        tags["item"] = "22"
    with pytest.raises(ControlAccount):
        draft_voucher(fed.ctx(DAY, ACCOUNTANT), _asked([debit(account, 1, **tags)]))


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (debit("999", 1), UnknownAccount),
        (debit("611", 1), WrongDimension),
        (debit("112", 1, fund="levy"), WrongDimension),
        (debit("611", 1, fund="levy", item="99"), UnknownItem),
        (Line("112", Side.DEBIT, Vnd(0)), OutOfRange),
        (Line("112", Side.DEBIT, Vnd(-5)), OutOfRange),
        (Line("112", Side.DEBIT, Vnd(10**16 + 1)), OutOfRange),
        (
            debit("337861", 1, fund="levy", item="23", counter_book="LDA", interbook_ref="X"),
            ControlAccount,
        ),
    ],
)
def test_a_line_the_book_could_not_take(
    fed: Federation, line: Line, refusal: type[Exception]
) -> None:
    """It is refused where it is typed, not where it is approved."""
    with pytest.raises(refusal):
        draft_voucher(fed.ctx(DAY, ACCOUNTANT), _asked([line]))


def test_a_unit_without_a_book(fed: Federation) -> None:
    """Nobody stands over it, so nobody may; even the top is told that there is no such book."""
    with pytest.raises(PermissionRefused):
        draft_voucher(fed.ctx(DAY, ACCOUNTANT), _asked(GRANT, unit="NONE"))
    with fed.database.writing() as session, pytest.raises(UnknownVoucher):
        voucher_of(session, "NONE", 1, VoucherState.DRAFT)


@pytest.mark.parametrize(
    "actor",
    [
        SYSTEM,
        Actor("a", (Grant("G2", "accountant"),)),
        Actor("b", (Grant("G1", "treasurer"),)),
        Actor("c", (Grant("G1", "inspector"),)),
    ],
)
def test_inside_the_own_unit_by_who_keeps_the_book(fed: Federation, actor: Actor) -> None:
    """No machine writes vouchers, nor a neighbour, nor who only pays or looks."""
    with pytest.raises(PermissionRefused):
        draft_voucher(fed.ctx(DAY, actor), _asked(GRANT))
