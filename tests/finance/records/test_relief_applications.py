"""Applications are found by who waits, and by whose they are."""

import datetime as dt

from sqlalchemy import text

from finance.records.papers import check_papers
from finance.records.relief_applications import (
    ReliefApplicationRow,
    application_named,
    applications,
    dossiers,
    waiting_for,
)
from finance.rules.relief import ReliefKind
from finance.rules.relief_dossier import ReliefPaper
from finance.runtime.database import Database
from finance.runtime.parameters import law
from tests.builders import E1, E2
from tests.federation import federation
from tests.ledger.books import past_the_guards
from tests.relieved import add_papers, application, apply

DAY = dt.date(2026, 6, 10)


def test_in_order_of_receipt_with_their_dossiers(database: Database) -> None:
    """The older first; each with what it lacks, and who waits is found by employer and kind."""
    fed = federation(database)
    late = application(E1, ReliefKind.SUSPENSION, "2026-06", "2026-08", received_on=DAY)
    apply(fed, late, DAY)
    apply(fed, application(E2, ReliefKind.EXEMPTION, "2026-05", "2026-06"), DAY)
    add_papers(fed, "LDA/RA/2", DAY, ReliefPaper.REQUEST, ReliefPaper.OTHER)
    with database.reading() as session:
        rows = applications(session)
        assert [row.public_id for row in rows] == ["LDA/RA/2", "LDA/RA/1"]
        mine = applications(session, ReliefApplicationRow.tax_code == E1)
        assert [row.public_id for row in mine] == ["LDA/RA/1"]
        found = [dossier for _, dossier in dossiers(session, rows, law())]
        assert found[0].missing == (ReliefPaper.DEBT_PLAN,)
        assert [each.file_name for each in found[0].papers] == ["other.pdf", "request.pdf"]
        assert found[0].answer_due_on is None
        waits = waiting_for(session, E1, ReliefKind.SUSPENSION)
        assert waits is not None
        assert waits.public_id == "LDA/RA/1"
        assert waiting_for(session, E1, ReliefKind.REDUCTION) is None
        assert application_named(session, "LDA", 3) is None


def test_the_content_of_a_dossier_that_is_gone_is_told(database: Database, owner_url: str) -> None:
    """Like a voucher's: an answer rests on what was handed in."""
    fed = federation(database)
    one = apply(fed, application(E1, ReliefKind.EXEMPTION, "2026-05", "2026-06"), DAY)
    add_papers(fed, one, DAY, ReliefPaper.REQUEST)
    with database.reading() as session:
        assert list(check_papers(session, "LDA")) == []
    with past_the_guards(owner_url, "attachment", "relief_paper") as connection:
        connection.execute(text("DELETE FROM attachment"))
    with database.reading() as session:
        found = [(each.code, each.where) for each in check_papers(session, "LDA")]
    assert found == [("verify.paper_missing", one)]
