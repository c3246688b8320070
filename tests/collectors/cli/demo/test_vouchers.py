"""Vouchers of the demo."""

from collectors.cli.demo.federation import Federation
from collectors.cli.demo.people import ACCOUNTANT, APPROVER
from finance.records.scope import EVERYTHING
from finance.records.vouchers import VoucherRow
from finance.runtime.database import Database
from tests.collectors.cli.demo.conftest import Played


def test_one_is_posted_by_a_second_person_and_two_wait(played: Played, tiny: Federation) -> None:
    """Maker and checker differ; the office has something to approve and something to finish."""
    database = Database(played.terminal.database_url).within(EVERYTHING)
    with database.reading() as session:
        rows = session.query(VoucherRow).order_by(VoucherRow.unit_code, VoucherRow.seq).all()
    database.dispose()
    union = tiny.shown_union().code
    assert [(row.unit_code, row.state) for row in rows] == [
        ("T01", "draft"),
        (union, "posted"),
        (union, "submitted"),
    ]
    assert {row.maker for row in rows} == {ACCOUNTANT}
    assert [row.checker for row in rows if row.state == "posted"] == [APPROVER]
