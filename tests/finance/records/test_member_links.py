"""Of all links of a unit, the ones that open on a day."""

import datetime as dt

import pytest

from finance.records.member_links import MemberLinkRow, links_of, opened_by
from finance.runtime.database import Database

DAY = dt.date(2026, 7, 6)


@pytest.mark.parametrize(
    ("expires_on", "revoked_at_us", "opens"),
    [
        (DAY, None, True),
        (DAY - dt.timedelta(days=1), None, False),
        (DAY, 1, False),
    ],
)
def test_until_its_last_day_and_until_revoked(
    database: Database, expires_on: dt.date, revoked_at_us: int | None, *, opens: bool
) -> None:
    """Only in its own unit, only for its own member."""
    row = MemberLinkRow(
        unit_code="G1",
        seq=1,
        member_no="M1",
        token_sha256="d" * 64,
        made_at_us=1,
        made_by="thu",
        expires_on=expires_on,
        revoked_at_us=revoked_at_us,
    )
    with database.writing() as session:
        session.add(row)
        session.commit()
    with database.reading() as session:
        assert opened_by(session, "G1", "d" * 64, DAY) == ("M1" if opens else None)
        assert opened_by(session, "G2", "d" * 64, DAY) is None
        assert len(links_of(session, "G1", "M1", DAY)) == opens
        assert links_of(session, "G1", "M2", DAY) == []
