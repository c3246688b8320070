"""Relief read for its reports."""

import datetime as dt

from finance.actions.publish_relief_list import PublishReliefList, publish_relief_list
from finance.actions.refuse_relief import RefuseRelief, refuse_relief
from finance.rules.relief import ReliefKind
from finance.runtime.database import Database
from finance.runtime.parameters import law
from reports.figures import Words
from reports.queries.relief import published_list, published_years, relief_report
from reports.statements.relief import Counted
from tests.builders import E1, E2, E3
from tests.federation import APPROVER, federation
from tests.relieved import DECIDER, PAPERS, add_papers, application, apply, grant

SUSPENSION, REDUCTION, EXEMPTION = ReliefKind
QUARTER = (dt.date(2026, 4, 1), dt.date(2026, 6, 30))
NEXT = (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
SAID = (Words("Quý", "Quarter"), "2026-Q2")
DAY = dt.date(2026, 6, 1)


def test_a_quarter_counts_what_came_and_what_waits_at_its_end(database: Database) -> None:
    """Answered in the next quarter, it waits in this one; overdue by the day of its answer."""
    fed = federation(database)
    for tax_code in (E1, E2, E3):
        one = apply(fed, application(tax_code, SUSPENSION, "2026-06", "2026-08"), DAY)
        add_papers(fed, one, DAY, *PAPERS[SUSPENSION])
    grant(fed, E1, SUSPENSION, "2026-06", "2026-08", dt.date(2026, 6, 19), actor=DECIDER)
    on = dt.date(2026, 7, 10)
    refuse_relief(fed.ctx(on, DECIDER), RefuseRelief("LDA", 2, "8", on, "Chưa đủ"))
    with database.reading() as session:
        first = relief_report(session, "LDA", QUARTER, SAID, law())
        then = relief_report(session, "", NEXT, SAID, law())
    assert first.counted == (
        Counted(SUSPENSION, received=3, granted=1, refused=0, waiting=2, overdue=2),
        Counted(REDUCTION, 0, 0, 0, 0, 0),
        Counted(EXEMPTION, 0, 0, 0, 0, 0),
    )
    assert [case.tax_code for case in first.cases] == [E1]
    assert (first.unit_name, then.unit_code) == ("Công đoàn LDA", "-")
    assert then.counted[0] == Counted(SUSPENSION, 0, 0, 1, 1, 1)
    assert then.cases == ()


def test_published_lists_the_newest_first(database: Database) -> None:
    """Each unit's year once, with its newest version."""
    fed = federation(database)
    ctx = fed.ctx(dt.date(2026, 12, 31), APPROVER)
    publish_relief_list(ctx, PublishReliefList("LDA", 2025))
    publish_relief_list(ctx, PublishReliefList("LDA", 2026))
    grant(fed, E1, SUSPENSION, "2026-06", "2026-08", dt.date(2026, 6, 19))
    publish_relief_list(ctx, PublishReliefList("LDA", 2026))
    with database.reading() as session:
        found = [(each.unit_code, each.year, each.version) for each in published_years(session)]
        assert found == [("LDA", 2026, 2), ("LDA", 2025, 1)]
        listed = published_list(session, "LDA", 2026)
        assert listed is not None
        assert [case["tax_code"] for case in listed[1]["cases"]] == [E1]
        assert published_list(session, "TLD", 2026) is None
