"""The lines of a collecting unit's list, in order."""

import datetime as dt

from finance.actions.draw_up_list import DrawUpList, draw_up_list
from finance.records.direct_lists import list_lines
from finance.runtime.database import Database
from tests.builders import E1
from tests.federation import federation

DAY = dt.date(2026, 7, 10)


def test_the_lines_of_one_list(database: Database) -> None:
    """By payee, each with who drew it up and where the money lies; none of another number."""
    fed = federation(database)
    fed.pay(E1, "2026-06", 1_000, DAY, holder="TLD")
    draw_up_list(fed.ctx(DAY), DrawUpList("LDA", "TLD", DAY))
    with database.reading() as session:
        rows = list_lines(session, "LDA", 1)
        assert [(row.payee, row.amount_vnd) for row in rows] == [
            ("A1", 120),
            ("G1", 750),
            ("LDA", 80),
            ("TLD", 50),
        ]
        assert {(row.holder_unit, row.made_on, row.ref) for row in rows} == {("TLD", DAY, "")}
        assert list_lines(session, "LDA", 2) == []
