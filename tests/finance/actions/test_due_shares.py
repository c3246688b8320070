"""What a collecting unit is to pay, by where its money lies."""

import datetime as dt

from finance.actions.due_shares import Due, due_shares, payees_of, share_lines
from finance.records.share_days import later_shares_vnd
from finance.rules.posting import Place, Way
from finance.runtime.database import Database
from tests.builders import E1, E2
from tests.federation import federation

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)


def _cash(dues: list[Due]) -> dict[str, int]:
    return {due.beneficiary: due.cash_vnd for due in dues}


def test_by_where_the_money_lies(database: Database) -> None:
    """In the own account it is due at once; elsewhere it is what a list may name."""
    fed = federation(database)
    fed.pay(E1, JUNE, 1_000, DAY)
    fed.pay(E2, JUNE, 2_000, DAY, holder="TLD")
    ctx = fed.ctx(DAY)
    with database.reading() as session:
        here = {due.beneficiary: due.cash_vnd for due in due_shares(session, ctx, "LDA", DAY)}
        there = due_shares(session, ctx, "LDA", DAY, "TLD")
        assert payees_of(session, there) == []
        assert due_shares(session, ctx, "TLD", DAY) == []
    assert here == {"A1": 120, "G1": 750, "TLD": 50}
    assert {due.beneficiary: due.cash_vnd for due in there} == {"A1": 240, "G2": 1_500, "TLD": 100}
    way = Way("LDA", "LDA", "R", frozenset({"TLD"}))
    paid = [set(books) for books in share_lines(way, there)]
    assert paid == [{"LDA", "A1"}, {"LDA", "G2"}, {"LDA", "TLD"}]
    assert {due.place for due in there} == {Place.UNIT}


def test_what_was_shared_after_the_day_is_for_a_later_one(database: Database) -> None:
    """G2's part was matched three days on; a closed month counts as its first open day."""
    fed = federation(database)
    fed.pay(E1, JUNE, 1_000, DAY)
    fed.pay(E2, JUNE, 2_000, DAY + dt.timedelta(days=3))
    with database.reading() as session:
        then = {
            due.beneficiary: due.cash_vnd for due in due_shares(session, fed.ctx(DAY), "LDA", DAY)
        }
        assert later_shares_vnd(session, DAY, "LDA") == later_shares_vnd(session, DAY) == 1_840
        before = DAY - dt.timedelta(days=1)
        assert due_shares(session, fed.ctx(DAY), "LDA", before) == []
    assert then == {"A1": 120, "G1": 750, "TLD": 50}
    end = dt.date(2026, 7, 31)
    fed.close("G1", "2026-07", end)
    fed.pay(E1, "2026-05", 1_000, end)  # posted on 1 August in every book
    with database.reading() as session:
        due = {
            due.beneficiary: due.cash_vnd for due in due_shares(session, fed.ctx(end), "LDA", end)
        }
    assert due["G1"] == 1_500
