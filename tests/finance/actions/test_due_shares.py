"""What a collecting unit is to pay, by where its money lies."""

import datetime as dt

from finance.actions.due_shares import due_shares, payees_of, share_lines
from finance.rules.posting import Place, Way
from finance.runtime.database import Database
from tests.builders import E1, E2
from tests.federation import federation

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)


def test_by_where_the_money_lies(database: Database) -> None:
    """In the own account it is due at once; elsewhere it is what a list may name."""
    fed = federation(database)
    fed.pay(E1, JUNE, 1_000, DAY)
    fed.pay(E2, JUNE, 2_000, DAY, holder="TLD")
    with database.reading() as session:
        here = {due.beneficiary: due.cash_vnd for due in due_shares(session, "LDA", DAY)}
        there = due_shares(session, "LDA", DAY, "TLD")
        assert payees_of(session, there) == []
        assert due_shares(session, "TLD", DAY) == []
    assert here == {"A1": 120, "G1": 750, "TLD": 50}
    assert {due.beneficiary: due.cash_vnd for due in there} == {"A1": 240, "G2": 1_500, "TLD": 100}
    way = Way("LDA", "LDA", "R", frozenset({"TLD"}))
    paid = [set(books) for books in share_lines(way, there)]
    assert paid == [{"LDA", "A1"}, {"LDA", "G2"}, {"LDA", "TLD"}]
    assert {due.place for due in there} == {Place.UNIT}
