"""The wage month of June 2026, from declaration to closed books, to the đồng.

Every event is followed by what an accountant looks at: the entries it made and no others, what
the sub-ledgers say now, and that every control account equals its sub-ledger.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable

import pytest
from sqlalchemy import func, select

from finance.actions.draw_up_list import DrawUpList, draw_up_list
from finance.actions.pay_list import PayList, pay_list
from finance.records.dues import DuesRow
from finance.records.matches import MatchEventRow, ShareEventRow
from finance.records.obligations import ObligationRow
from finance.records.receipts import ReceiptRow
from finance.rules.collection import Receivable, collection_rate, rate_of
from finance.rules.consolidation import consolidate, eliminations, lowest_common_parent
from finance.rules.settlement import settle
from finance.runtime.database import Database
from ledger.balances import Tagged, TrialRow, totals, trial_balance
from ledger.entries import Posted
from ledger.money import Vnd
from ledger.store import reads
from tests.builders import BOOKS, LEVELS
from tests.federation import Federation, federation
from tests.scenarios.june_2026 import (
    EVENTS,
    JUNE,
    NAMES,
    EntryLine,
    Figures,
    entries,
    expected_entries,
    figures,
    line_of,
    lines_of,
    run,
    table,
)

FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 7, 31)
WHOLE = frozenset(BOOKS)
PARENTS = {code: parent for code, (_, parent) in LEVELS.items() if parent}


@pytest.fixture
def july(database: Database) -> Federation:
    """The federation after the month, its books closed."""
    return run(federation(database))


def test_the_month_event_by_event(database: Database) -> None:
    """Each event makes its entries and no others, and moves the sub-ledgers as it should."""
    fed = federation(database)
    wanted = expected_entries()
    seen: dict[str, Posted] = {}
    stands: Figures = {}
    for event, happens in zip(table("june_2026_events"), EVENTS, strict=True):
        on = dt.date.fromisoformat(event["on"])
        happens(fed, on)
        now = entries(fed)
        fresh = {name: posted for name, posted in now.items() if name not in seen}
        assert set(fresh) == _named(event["entries"]), event["title"]
        for name, posted in fresh.items():
            found = (posted.draft.accounting_on.isoformat(), lines_of(posted))
            assert found == wanted[name], name
        assert len(_references(fresh.values())) <= 1, event["title"]
        seen = now
        stands |= _after(event["event"])
        held = {what: told for what, told in stands.items() if told != ("0", "")}
        assert figures(fed, on) == held, event["title"]
        fed.assert_sound(*BOOKS)
    assert set(seen) == set(wanted)
    assert sum(len(lines) for _, lines in wanted.values()) == 141


def _named(names: str) -> set[str]:
    return {name for name in names.split("; ") if name}


def _references(posted: Iterable[Posted]) -> set[str]:
    return {line.interbook_ref for each in posted for line in each.draft.lines if line.counter_book}


def _after(event: str) -> Figures:
    rows = (row for row in table("june_2026_after") if row["event"] == event)
    return {row["what"]: (row["dong"], row["state"]) for row in rows}


def test_the_books_of_july(july: Federation) -> None:
    """Five trial balances, what leaves between the books, two consolidations, five settlements."""
    rows = july.tagged(FIRST, LAST)
    _assert_trial_balances(july, rows)
    _assert_eliminations(rows)
    _assert_consolidations(rows)
    _assert_settlements(rows)


def _assert_trial_balances(fed: Federation, rows: list[Tagged]) -> None:
    with fed.database.reading() as session:
        chart = reads.chart(session, reads.books_by_code(session)["LDA"].regime)
    for book in BOOKS:
        found = trial_balance([row for row in rows if row.book == book], chart)
        shown = [_columns(row.key, row) for row in found]
        shown.append(_columns("Σ", totals(found)))
        wanted = [
            (row["account"], *(int(row[name]) for name in list(row)[2:]))
            for row in table("july_2026_trial_balances")
            if row["book"] == book
        ]
        assert shown == wanted, book


def _columns(account: str, row: TrialRow) -> tuple[str, int, int, int, int, int, int]:
    return (
        account,
        row.opening_debit_vnd,
        row.opening_credit_vnd,
        row.debit_vnd,
        row.credit_vnd,
        row.closing_debit_vnd,
        row.closing_credit_vnd,
    )


def _assert_eliminations(rows: list[Tagged]) -> None:
    found = {
        (
            pair.book,
            pair.counter_book,
            str(lowest_common_parent(pair.book, pair.counter_book, PARENTS)),
            pair.account,
            str(pair.balance_vnd),
            pair.account_there,
            str(pair.balance_there_vnd),
        )
        for pair in eliminations(rows, WHOLE)
    }
    assert found == {tuple(row.values()) for row in table("july_2026_eliminations")}


def _assert_consolidations(rows: list[Tagged]) -> None:
    for column, inside in (("whole", WHOLE), ("province", WHOLE - {"TLD"})):
        found = consolidate(rows, inside)
        assert found.untied_vnd == {}
        wanted = {row["account"]: int(row[column]) for row in table("july_2026_consolidated")}
        assert _closing(found.rows) == {code: each for code, each in wanted.items() if each}
    everything = consolidate(rows, WHOLE)
    left = {row["account"]: -int(row["eliminated"]) for row in table("july_2026_consolidated")}
    assert _closing(everything.eliminated) == {code: each for code, each in left.items() if each}
    income = [row for row in everything.rows if row.account == "337861"]
    assert {item: -_closing_of(income, item) for item in ("23", "22", "28.01")} == {
        "23": 93_802_467,
        "22": 552_500,
        "28.01": 0,
    }


def _closing(rows: Iterable[Tagged]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        sums[row.account] += row.closing_vnd
    return {account: amount for account, amount in sums.items() if amount}


def _closing_of(rows: Iterable[Tagged], item: str) -> int:
    return sum(row.closing_vnd for row in rows if row.item == item)


def _assert_settlements(rows: list[Tagged]) -> None:
    for book in BOOKS:
        above = {code for code in BOOKS if code in _line_above(book)}
        found = settle(book, rows, frozenset(above))
        told = {line.name.code: line.amount_vnd for line in found.lines if line.amount_vnd}
        wanted = {row["line"]: int(row[book]) for row in table("july_2026_settlement")}
        assert told == {line: each for line, each in wanted.items() if each}, book


def _line_above(book: str) -> list[str]:
    above = []
    while book in PARENTS:
        book = PARENTS[book]
        above.append(book)
    return above


def test_rates_and_the_proof_of_the_grassroots_part(july: Federation) -> None:
    """Collected over receivable; and of every part standing three quarters to the ground."""
    _assert_rates(july)
    _assert_parts(july)
    _assert_every_dong_has_a_place(july)


def _assert_rates(fed: Federation) -> None:
    with fed.database.reading() as session:
        held = session.scalars(select(ObligationRow)).all()
        dues = select(func.sum(DuesRow.amount_vnd), func.sum(DuesRow.paid_vnd))
        owed, paid = (Vnd(int(amount)) for amount in session.execute(dues).one())
    receivables = [(row.period, _receivable(row)) for row in held]
    june = [each for period, each in receivables if period == JUNE]
    every = [each for _, each in receivables]
    rates = [
        collection_rate(june, LAST),
        collection_rate(june, LAST, suspended_counted=True),
        collection_rate(every, LAST),
    ]
    found = [(rate.receivable_vnd, rate.collected_vnd, rate.hundredths) for rate in rates]
    found.append((owed, paid, rate_of(paid, owed)))
    assert found == [
        (int(row["receivable"]), int(row["collected"]), int(row["hundredths"]))
        for row in table("july_2026_rates")
    ]


def _receivable(row: ObligationRow) -> Receivable:
    return Receivable(
        Vnd(row.amount_vnd), Vnd(row.paid_vnd), row.due_on, suspended=bool(row.suspended_to)
    )


def _assert_parts(fed: Federation) -> None:
    parts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    levels = {"upper": "A1", "province": "LDA", "national": "TLD"}
    with fed.database.reading() as session:
        for match in session.scalars(select(MatchEventRow)):
            parts[(NAMES[match.tax_code], match.period)]["matched"] += match.delta_vnd
        for share in session.scalars(select(ShareEventRow)):
            who = levels.get(share.role, "grassroots")
            parts[(NAMES[share.tax_code], share.period)][who] += share.delta_vnd
    assert parts == {
        (row["employer"], row["wage_month"]): {
            name: int(row[name]) for name in ("matched", "grassroots", "A1", "LDA", "TLD")
        }
        for row in table("july_2026_parts")
    }
    for part in parts.values():
        assert abs(4 * part["grassroots"] - 3 * part["matched"]) <= 2


def _assert_every_dong_has_a_place(fed: Federation) -> None:
    columns = (
        ReceiptRow.amount_vnd,
        ReceiptRow.matched_vnd,
        ReceiptRow.credit_vnd,
        ReceiptRow.returned_vnd,
    )
    with fed.database.reading() as session:
        found = session.execute(select(*(func.sum(column) for column in columns))).one()
    assert tuple(found) == (110_332_713, 107_246_912, 1_135_801, 1_200_000)
    assert 110_332_713 - 107_246_912 - 1_135_801 - 1_200_000 == 750_000  # R3, still unidentified


def test_what_the_closing_warned_of(database: Database) -> None:
    """Nothing blocked; what is left open is named with its amount."""
    fed = federation(database)
    for event, happens in zip(table("june_2026_events")[:-1], EVENTS[:-1], strict=True):
        happens(fed, dt.date.fromisoformat(event["on"]))
    upwards = ("G1", "G2", "A1", "LDA", "TLD")  # each after those below it
    warnings = {book: fed.close(book, "2026-07", LAST).warnings for book in upwards}
    assert {task.code: task.amount_vnd for task in warnings.pop("LDA")} == {
        "close.receipts_unidentified": 750_000,
        "close.collected_elsewhere": 9_000_000,
        "close.credits": 1_135_801,
        "close.custody": 6_750_000,
        "close.levy_unpaid": 135_780,
        "close.bank_unstated_112": 88_927_777,  # the month's bank rows carry no balance
    }
    others = {task.code for found in warnings.values() for task in found}
    assert others == {"close.bank_unstated_112"}
    assert not fed.close("LDA", "2026-07", LAST).fresh


def test_august_hands_over_first_and_distributes_then(july: Federation) -> None:
    """TLD hands E3's money to LDA, which pays; what was taken back is netted."""
    before = set(entries(july))
    on = dt.date(2026, 8, 4)
    paid = july.distribute(on)
    assert [(each.unit, each.payee, each.amount_vnd) for each in paid] == [
        ("TLD", "LDA", 9_000_000),
        ("LDA", "A1", 973_334),
        ("LDA", "TLD", 405_556),
    ]
    wanted: dict[tuple[str, str], list[EntryLine]] = defaultdict(list)
    for row in table("august_2026_lines"):
        wanted[(row["reference"], row["book"])].append(line_of(row))
    names = {"TLD/IB/1": "IB09", paid[1].purpose.split()[1]: "IB10"}
    found = {
        (names[posted.draft.key], posted.draft.book): lines_of(posted)
        for name, posted in entries(july).items()
        if name not in before
    }
    assert found == {key: sorted(lines) for key, lines in wanted.items()}
    july.assert_sound(*BOOKS)
    assert figures(july, on)["due to G1"] == ("-666666", "")  # waits for its next share
    assert july.distribute(on) == []


def test_august_the_central_account_pays_the_units_itself(july: Federation) -> None:
    """TLD pays by LDA's list; every book ends as it does when LDA distributes."""
    before = set(entries(july))
    on = dt.date(2026, 8, 4)
    drawn = draw_up_list(july.ctx(on), DrawUpList("LDA", "TLD", on))
    assert {line.payee: line.amount_vnd for line in drawn.lines} == {
        "A1": 973_334,
        "LDA": 7_621_110,
        "TLD": 405_556,
    }
    assert set(entries(july)) == before  # a list moves no money
    paid = pay_list(july.ctx(on), PayList(drawn.name, on))
    assert [(each.unit, each.payee, each.amount_vnd) for each in paid] == [
        ("TLD", "A1", 973_334),
        ("TLD", "LDA", 7_621_110),
    ]
    wanted: dict[str, list[EntryLine]] = defaultdict(list)
    for row in table("august_2026_way_b_lines"):
        wanted[row["book"]].append(line_of(row))
    fresh = [posted for name, posted in entries(july).items() if name not in before]
    assert {each.draft.book: lines_of(each) for each in fresh} == {
        book: sorted(lines) for book, lines in wanted.items()
    }
    assert _references(fresh) == {"TLD/IB/1"}
    july.assert_sound(*BOOKS)
    assert pay_list(july.ctx(on), PayList(drawn.name, on)) == []
    assert july.distribute(on) == []


def test_august_both_ways_end_alike(new_database: Callable[[], Database]) -> None:
    """Every account of every book, and every sub-ledger, whichever way was taken."""
    ends = []
    on = dt.date(2026, 8, 4)
    for way in ("A", "B"):
        fed = run(federation(new_database()))
        if way == "A":
            fed.distribute(on)
        else:
            drawn = draw_up_list(fed.ctx(on), DrawUpList("LDA", "TLD", on))
            pay_list(fed.ctx(on), PayList(drawn.name, on))
        balances = {
            (row.book, row.account, row.fund, row.item, row.counter_book): row.closing_vnd
            for row in fed.tagged(FIRST, on)
        }
        assert len(balances) > len(BOOKS)
        ends.append((balances, figures(fed, on)))
        fed.database.dispose()
    assert ends[0] == ends[1]
