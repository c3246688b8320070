"""A template gets another name."""

import datetime as dt

import pytest

from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.make_template import MakeTemplate, make_template
from finance.actions.rename_template import RenameTemplate, rename_template
from finance.records.templates import templates_of
from finance.rules.vouchers import TemplateNameTaken, UnknownTemplate
from finance.runtime.database import Database
from ledger.entries import credit, debit
from ledger.errors import UnfitText
from tests.federation import ACCOUNTANT, Federation, contents, federation

DAY = dt.date(2026, 7, 22)
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with two templates of G1."""
    made = federation(database)
    ctx = made.ctx(DAY, ACCOUNTANT)
    draft_voucher(ctx, DraftVoucher("G1", DAY, DAY, "Chi", LINES))
    for name in ("Một", "Hai"):
        make_template(ctx, MakeTemplate("G1", 1, name, with_amounts=True))
    return made


def test_it_has_the_new_name(fed: Federation) -> None:
    """The same name again changes nothing."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    rename_template(ctx, RenameTemplate("G1", 1, "Ba"))
    before = contents(fed.database)
    rename_template(ctx, RenameTemplate("G1", 1, " Ba"))
    assert contents(fed.database) == before
    with fed.database.reading() as session:
        assert [row.name for row in templates_of(session, "G1")] == ["Ba", "Hai"]


def test_not_to_a_name_in_use(fed: Federation) -> None:
    """Nor to none, nor one that is not there."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    with pytest.raises(TemplateNameTaken):
        rename_template(ctx, RenameTemplate("G1", 1, "Hai"))
    with pytest.raises(UnfitText):
        rename_template(ctx, RenameTemplate("G1", 1, " "))
    with pytest.raises(UnknownTemplate):
        rename_template(ctx, RenameTemplate("G1", 9, "x"))
