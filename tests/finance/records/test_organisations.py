"""Workers' organisations on their days, their notices, and whom a missed one suspends."""

import datetime as dt

import pytest

from finance.records.organisations import (
    Workers,
    notice_month,
    organisations,
    organisations_of,
    suspended_on,
)
from finance.records.relief import WoExcuseRow, WoNoticeRow, WorkersOrganisationRow
from finance.rules.organisations import NoticeMonth
from finance.runtime.database import Database
from finance.runtime.parameters import law
from ledger.periods import Period
from tests.builders import E1, E2, START, organisation
from tests.federation import Federation, federation

JUNE, MAY = Period("2026-06"), Period("2026-05")
DAY = dt.date(2026, 7, 10)
AUGUST = dt.date(2026, 8, 3)


@pytest.fixture
def fed(database: Database) -> Federation:
    """One at E2; one at E1 that is gone since the end of May."""
    made = federation(database)
    gone = dt.date(2026, 5, 31)
    made.add(
        organisation(E2, "WO"),
        WorkersOrganisationRow(
            tax_code=E1, valid_from=START, valid_to=gone, ended_on=gone, name="Cũ"
        ),
    )
    return made


def test_an_organisation_is_there_on_its_days_with_its_notice(fed: Federation) -> None:
    """Without a notice it awaits one."""
    fed.add(WoNoticeRow(tax_code=E2, period=JUNE, members_levy_vnd=300, received_on=DAY))
    with fed.database.reading() as session:
        asked = [(E1, JUNE), (E1, MAY), (E2, JUNE), (E2, MAY)]
        assert organisations(session, asked) == {
            (E1, MAY): Workers("Cũ", None, ended=True),
            (E2, JUNE): Workers("WO", 300, ended=False),
            (E2, MAY): Workers("WO", None, ended=False),
        }
        assert [row.name for row in organisations_of(session, E2)] == ["WO"]


def test_what_is_known_of_a_month(fed: Federation) -> None:
    """Money that came by the due day, the day of the notice, a reason that was accepted."""
    fed.pay(E2, JUNE, 1_000, DAY)
    fed.pay(E2, MAY, 1_000, DAY)
    fed.add(
        WoNoticeRow(tax_code=E2, period=JUNE, members_levy_vnd=300, received_on=DAY),
        WoExcuseRow(tax_code=E2, period=JUNE, reason="Bão", accepted_by="lan", accepted_on=AUGUST),
    )
    with fed.database.reading() as session:
        june = notice_month(session, E2, JUNE, law())
        may = notice_month(session, E2, MAY, law())
        before = notice_month(session, E2, Period("2026-04"), law())
    assert june == NoticeMonth(paid=True, received_on=DAY, excused=True)
    assert may == NoticeMonth(paid=False, received_on=None, excused=False)  # paid after June's end
    assert before.paid is False


def test_whom_a_missed_notice_suspends(fed: Federation) -> None:
    """E2 told nothing of June: nothing in August; again in September, or with an excuse."""
    fed.pay(E2, JUNE, 1_000, DAY)
    fed.pay(E1, JUNE, 1_000, DAY)
    with fed.database.reading() as session:
        for on, who in ((AUGUST, {E2}), (DAY, set()), (dt.date(2026, 9, 1), set())):
            assert suspended_on(session, [E1, E2], on, law()) == who
    fed.add(
        WoExcuseRow(tax_code=E2, period=JUNE, reason="Bão", accepted_by="l", accepted_on=AUGUST)
    )
    with fed.database.reading() as session:
        assert suspended_on(session, [E1, E2], AUGUST, law()) == set()
