"""What is measured is the whole act: posted, approved by another person, and in the audit log."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from finance.actions.measure_approving import measure_approving
from finance.records.audit_lines import audit_count
from finance.records.scope import EVERYTHING
from finance.records.vouchers import VoucherRow, VoucherState
from finance.runtime.database import Database
from ledger.store.verification import verify


@pytest.fixture
def owner_database(owner_url: str) -> Iterator[Database]:
    """A database as its owner opens it: the floor makes tables of its own."""
    opened = Database(owner_url).within(EVERYTHING)
    yield opened
    opened.dispose()


def test_every_voucher_is_posted_and_the_book_verifies(owner_database: Database) -> None:
    """Twice over: a second measurement goes on where the first one ended."""
    steps = [measure_approving(owner_database, 3, seed) for seed in (1, 2)]
    assert [step.rows for step in steps] == [3, 3]
    assert all(step.seconds > 0 and step.floor_seconds > 0 for step in steps)
    with owner_database.reading() as session:
        states = select(VoucherRow.state, VoucherRow.checker, func.count()).group_by(
            VoucherRow.state, VoucherRow.checker
        )
        assert list(session.execute(states)) == [(VoucherState.POSTED.value, "checker", 406)]
        assert audit_count(session) == 406
        assert verify(session).rows == ()
