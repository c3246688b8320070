"""A template that is taken out of use is offered no more."""

import datetime as dt

import pytest

from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.make_template import MakeTemplate, make_template
from finance.actions.retire_template import RetireTemplate, retire_template
from finance.records.templates import TemplateRow, templates_of
from finance.rules.vouchers import UnknownTemplate
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import credit, debit
from tests.federation import ACCOUNTANT, federation

DAY = dt.date(2026, 7, 22)
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]


def test_it_stays_and_its_name_is_free(database: Database) -> None:
    """With who took it out of use, and when; once."""
    fed = federation(database)
    ctx = fed.ctx(DAY, ACCOUNTANT)
    draft_voucher(ctx, DraftVoucher("G1", DAY, DAY, "Chi", LINES))
    wish = MakeTemplate("G1", 1, "Một", with_amounts=True)
    make_template(ctx, wish)
    with pytest.raises(PermissionRefused):
        retire_template(
            fed.ctx(DAY, Actor("a", (Grant("G2", "accountant"),))), RetireTemplate("G1", 1)
        )
    retire_template(ctx, RetireTemplate("G1", 1))
    with database.reading() as session:
        assert templates_of(session, "G1") == []
        row = session.get_one(TemplateRow, ("G1", 1))
    assert (row.retired_by, row.retired_at_us) == ("lan", ctx.clock.now_us())
    with pytest.raises(UnknownTemplate):
        retire_template(ctx, RetireTemplate("G1", 1))
    assert make_template(ctx, wish) == 2
