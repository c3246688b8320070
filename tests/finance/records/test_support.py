"""A proposal of support keeps who made it, and names nobody else until it is approved."""

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError

from finance.actions.propose_support import ProposeSupport, propose_support
from finance.records.support import PROPOSED, SupportRow
from finance.runtime.database import Database
from tests.federation import ACCOUNTANT, federation

DAY = dt.date(2026, 7, 10)


def test_what_is_kept_of_a_proposal(database: Database) -> None:
    """Its maker and no checker; no reference before it is posted; never nothing or less."""
    fed = federation(database)
    propose_support(fed.ctx(DAY, ACCOUNTANT), ProposeSupport("LDA", "G1", 5, "QĐ", DAY))
    with database.reading() as session:
        row = session.get_one(SupportRow, ("LDA", 1))
    assert (row.state, row.maker, row.checker, row.ref) == (PROPOSED, "lan", "", "")
    with pytest.raises(IntegrityError):
        fed.add(
            SupportRow(
                unit_code="LDA",
                seq=2,
                receiver="G1",
                fund="levy",
                amount_vnd=0,
                decision="QĐ",
                maker="lan",
                state=PROPOSED,
            )
        )
