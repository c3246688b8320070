"""The lines of a voucher are kept as a template, with their amounts or without."""

import datetime as dt

import pytest

from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.make_template import MakeTemplate, make_template
from finance.records.templates import template_lines, template_of, templates_of
from finance.rules.vouchers import TemplateNameTaken, UnknownVoucher
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import credit, debit
from ledger.errors import UnfitText
from tests.federation import ACCOUNTANT, Federation, federation

DAY = dt.date(2026, 7, 22)
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with a draft of G1."""
    made = federation(database)
    draft_voucher(made.ctx(DAY, ACCOUNTANT), DraftVoucher("G1", DAY, DAY, "Chi", LINES))
    return made


def _make(fed: Federation, name: str, *, amounts: bool = False, seq: int = 1) -> int:
    return make_template(fed.ctx(DAY, ACCOUNTANT), MakeTemplate("G1", seq, name, amounts))


@pytest.mark.parametrize(("amounts", "kept"), [(True, [5, 5]), (False, [None, None])])
def test_the_lines_are_kept(fed: Federation, kept: list[int | None], *, amounts: bool) -> None:
    """What is missing is not nothing: an amount that is not kept is to be filled in."""
    seq = _make(fed, "  Thăm  hỏi ", amounts=amounts)
    with fed.database.reading() as session:
        row = template_of(session, "G1", seq)
        lines = template_lines(session, row)
        assert templates_of(session, "G2") == []
    assert (row.name, row.text, row.made_by) == ("Thăm hỏi", "Chi", "lan")
    assert [line.amount_vnd for line in lines] == kept
    assert [(line.account, line.side, line.fund, line.item) for line in lines] == [
        ("611", "D", "levy", "31"),
        ("112", "C", "", ""),
    ]


def test_two_in_use_have_two_names(fed: Federation) -> None:
    """In one unit; and a name is one short line."""
    _make(fed, "Thăm hỏi")
    with pytest.raises(TemplateNameTaken):
        _make(fed, "Thăm hỏi")
    for name in ("", " ", "x" * 101, "a\x00b"):
        with pytest.raises(UnfitText):
            _make(fed, name)


def test_by_who_may_draft(fed: Federation) -> None:
    """And of a voucher that is there."""
    hoa = Actor("hoa", (Grant("G2", "accountant"),))
    wish = MakeTemplate("G1", 1, "x", with_amounts=False)
    with pytest.raises(PermissionRefused):
        make_template(fed.ctx(DAY, hoa), wish)
    with pytest.raises(UnknownVoucher):
        _make(fed, "x", seq=9)
