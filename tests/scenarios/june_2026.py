"""June 2026 in five books, told through the verbs, beside the figures drawn up by hand.

The figures stand in the tables beside this file and in those of the rules' tests; nothing of
them is computed here.
"""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.actions.assess_dues import AssessDues, assess_dues
from finance.actions.collect_dues import CollectDues, collect_dues
from finance.actions.record_wo_notice import WoNotice, record_wo_notice
from finance.actions.remit_dues import RemitDues, remit_dues
from finance.records.dues import DuesRow
from finance.records.matches import ShareEventRow
from finance.records.obligations import ObligationRow
from finance.records.payables import owed_by_counterpart
from finance.records.receipts import ReceiptRow
from finance.rules.dues import DuesGroup, MemberMonth, MemberStatus
from finance.rules.facts import OpeningFacts
from finance.rules.states import Standing, state_on
from finance.runtime.parameters import law
from ledger.entries import Posted, Side, credit, debit
from ledger.money import Vnd
from ledger.periods import Period
from ledger.store import reads
from tests.builders import (
    BOOKS,
    E1,
    E2,
    E3,
    E4,
    E5,
    account_of,
    bank_row,
    decision,
    declaration,
    opening,
    organisation,
    returns,
    suspension,
)
from tests.federation import Federation

_HERE = Path(__file__).parent
_LINES = _HERE.parent / "finance" / "rules" / "june_2026_lines.csv"
JUNE = Period("2026-06")
NAMES = {E1: "E1", E2: "E2", E3: "E3", E4: "E4", E5: "E5"}
EntryLine = tuple[str, int, int, str, str, str]  # account, debit, credit, fund, item, counter book
Figures = dict[str, tuple[str, str]]  # what -> (amounts in đồng, state)


def table(name: str) -> list[dict[str, str]]:
    """A table of figures that stands beside this file."""
    with (_HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected_entries() -> dict[str, tuple[str, list[EntryLine]]]:
    """Entry (as «LDA MT-1») -> its day and its lines in order."""
    made: dict[str, tuple[str, list[EntryLine]]] = {}
    with _LINES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day, lines = made.setdefault(
                f"{row['book']} {row['entry']}", (row["accounting_on"], [])
            )
            assert day == row["accounting_on"]
            lines.append(line_of(row))
    return {name: (day, sorted(lines)) for name, (day, lines) in made.items()}


def line_of(row: Mapping[str, str]) -> EntryLine:
    """A line of a table of figures."""
    return (
        row["account"],
        int(row["debit"] or "0"),
        int(row["credit"] or "0"),
        row["fund"],
        row["item"],
        row["counter_book"],
    )


def lines_of(posted: Posted) -> list[EntryLine]:
    """The lines of an entry, in order, as the tables write them."""
    return sorted(
        (
            line.account,
            line.amount_vnd if line.side is Side.DEBIT else 0,
            line.amount_vnd if line.side is Side.CREDIT else 0,
            line.fund,
            line.item,
            line.counter_book,
        )
        for line in posted.draft.lines
    )


def entries(fed: Federation, books: Iterable[str] = BOOKS) -> dict[str, Posted]:
    """All that is posted, by entry as «LDA MT-1»."""
    with fed.database.reading() as session:
        return {
            f"{book} {posted.draft.journal}-{posted.number}": posted
            for book in books
            for posted in reads.entries(session, book)
        }


def since(fed: Federation, before: set[str]) -> dict[str, list[EntryLine]]:
    """Lines posted since those entries, by book: of every book there is."""
    with fed.database.reading() as session:
        books = sorted(reads.books_by_code(session))
    found: dict[str, list[EntryLine]] = defaultdict(list)
    for name, posted in entries(fed, books).items():
        if name not in before:
            found[posted.draft.book].extend(lines_of(posted))
    return {book: sorted(lines) for book, lines in found.items()}


def case(number: str) -> dict[str, list[EntryLine]]:
    """The lines of a further case, by book."""
    found: dict[str, list[EntryLine]] = defaultdict(list)
    for row in table("further_cases_lines"):
        if row["case"] == number:
            found[row["book"]].append(line_of(row))
    return {book: sorted(lines) for book, lines in found.items()}


def figures(fed: Federation, on: dt.date) -> Figures:
    """What the sub-ledgers say at the end of a day."""
    with fed.database.reading() as session:
        return {
            **_obligations(session, on),
            **_receipts(session),
            **_shares(session),
            **_between_units(session),
            **_dues(session),
        }


def _obligations(session: Session, on: dt.date) -> Figures:
    made: Figures = {}
    for row in session.scalars(select(ObligationRow)):
        standing = Standing(
            Vnd(row.amount_vnd), Vnd(row.paid_vnd), row.due_on, suspended=bool(row.suspended_to)
        )
        made[f"obligation {NAMES[row.tax_code]} {row.period}"] = (
            f"{row.amount_vnd} / {row.paid_vnd} / {row.open_vnd}",
            state_on(standing, on, law()).value,
        )
    return made


def _receipts(session: Session) -> Figures:
    made: Figures = {}
    left: dict[str, int] = defaultdict(int)
    for row in session.scalars(select(ReceiptRow)):
        amounts = (row.matched_vnd, row.credit_vnd, row.open_vnd, row.returned_vnd)
        made[f"receipt {row.reference}"] = (" / ".join(map(str, amounts)), "")
        if row.credit_vnd:
            left[NAMES[row.tax_code]] += row.credit_vnd
    return made | {f"credit {name}": (str(amount), "") for name, amount in left.items()}


def _shares(session: Session) -> Figures:
    held = func.sum(ShareEventRow.delta_vnd)
    waiting = func.sum(ShareEventRow.delta_vnd - ShareEventRow.settled_delta_vnd)
    custody = (
        select(ShareEventRow.tax_code, held)
        .where(ShareEventRow.place == "custody")
        .group_by(ShareEventRow.tax_code)
    )
    organisations = (
        select(ShareEventRow.beneficiary, waiting)
        .where(ShareEventRow.place == "organisation")
        .group_by(ShareEventRow.beneficiary)
    )
    made = {f"custody {NAMES[code]}": amount for code, amount in session.execute(custody)}
    made |= {f"due to {name}": amount for name, amount in session.execute(organisations)}
    return {what: (str(amount), "") for what, amount in made.items() if amount}


def _between_units(session: Session) -> Figures:
    made: dict[str, int] = {}
    for book in BOOKS:
        for other, amount in owed_by_counterpart(session, book, ("3361",)).items():
            made[f"due to {other}"] = amount
        for other, amount in owed_by_counterpart(session, book, ("3362",)).items():
            made[f"dues to {other} from {book}"] = amount
        for other, amount in owed_by_counterpart(session, book, ("3363",)).items():
            made[f"collected by {book} for {other}"] = amount
    return {what: (str(amount), "") for what, amount in made.items() if amount}


def _dues(session: Session) -> Figures:
    sums = (func.sum(DuesRow.amount_vnd), func.sum(DuesRow.paid_vnd))
    query = select(DuesRow.unit_code, *sums).group_by(DuesRow.unit_code)
    return {
        f"dues {unit}": (f"{owed} / {paid} / {owed - paid}", "")
        for unit, owed, paid in session.execute(query)
    }


# The events, in order.


def _openings(fed: Federation, on: dt.date) -> None:
    fed.add(suspension(E5, "2026-06", "2026-08"), organisation(E2, "WO", "20WO"))
    funds = {
        "TLD": (0, 500_000_000, {"levy": 400_000_000, "dues": 100_000_000}),
        "LDA": (0, 80_000_000, {"levy": 60_000_000, "dues": 20_000_000}),
        "A1": (0, 15_000_000, {"levy": 10_000_000, "dues": 5_000_000}),
        "G1": (500_000, 6_500_000, {"levy": 5_500_000, "dues": 1_200_000, "other": 300_000}),
        "G2": (0, 2_000_000, {"levy": 1_400_000, "dues": 600_000}),
    }
    rows: list[OpeningFacts] = []
    for book, (cash, bank, equity) in funds.items():
        rows.extend(opening(book, "111", cash) for _ in range(bool(cash)))
        rows.append(opening(book, "112", bank))
        rows.extend(opening(book, "4316", -amount, fund) for fund, amount in equity.items())
    judged = fed.openings(*rows, on=on)
    assert judged.problems == {}
    fed.declare(
        on,
        declaration(E1, "2026-04", 1_187_654_321),
        declaration(E1, "2026-05", 1_201_234_567),
    )
    fed.assess("2026-04", on)
    fed.assess("2026-05", on)


def _levy_assessed(fed: Federation, on: dt.date) -> None:
    fed.declare(
        on,
        declaration(E1, JUNE, 1_234_567_891),
        declaration(E2, JUNE, 987_654_321),
        declaration(E3, JUNE, 456_789_012),
        declaration(E4, JUNE, 345_678_901),
        declaration(E5, JUNE, 200_000_001),
    )
    fed.assess(JUNE, on)


def _member(wage: int | None, status: MemberStatus = MemberStatus.WORKING) -> MemberMonth:
    group = DuesGroup.NON_STATE if wage is not None else DuesGroup.FIXED
    return MemberMonth(JUNE, group, status, None if wage is None else Vnd(wage))


def _dues_assessed(fed: Federation, on: dt.date) -> None:
    of_g1 = {
        "M1": _member(17_600_000),
        "M2": _member(18_333_333),
        "M3": _member(60_000_000),
        "M4": _member(10_000_000, MemberStatus.SI_LEAVE),
        "M5": _member(None),
    }
    of_g2 = {"M6": _member(20_000_000), "M7": _member(15_050_001), "M8": _member(9_876_543)}
    for unit, members in (("G1", of_g1), ("G2", of_g2)):
        assess_dues(fed.ctx(on), AssessDues(unit, JUNE, on, members))


def _bank_of_10(fed: Federation, on: dt.date) -> None:
    fed.bank(on, account_of("LDA"), bank_row("R1", on, 6_913_578))


def _bank_of_13(fed: Federation, on: dt.date) -> None:
    rows = (bank_row("R2", on, 20_000_000), bank_row("R3", on, 750_000))
    fed.bank(on, account_of("LDA"), *rows)


def _bank_of_14(fed: Federation, on: dt.date) -> None:
    rows = (bank_row("R4", on, 72_469_135), bank_row("R5", on, 1_200_000))
    fed.bank(on, account_of("LDA"), *rows)


def _matched(fed: Federation, on: dt.date) -> None:
    three = {"2026-04": 23_753_086, "2026-05": 24_024_691, JUNE: 24_691_358}
    done = fed.match(
        on,
        decision("LDA/R/1", E4, {JUNE: 6_913_578}),
        decision("LDA/R/2", E2, {JUNE: 19_753_086}, credit=246_914),
        decision("LDA/R/4", E1, three),
    )
    assert done.refused == []


def _dues_by_payroll(fed: Federation, on: dt.date) -> None:
    collect_dues(fed.ctx(on), CollectDues("G1", JUNE, on, "112"))


def _dues_in_cash(fed: Federation, on: dt.date) -> None:
    collect_dues(fed.ctx(on), CollectDues("G2", JUNE, on, "111"))


def _notice(fed: Federation, on: dt.date) -> None:
    record_wo_notice(fed.ctx(on), WoNotice(E2, JUNE, Vnd(5_925_926), on))


def _taken_back(fed: Federation, on: dt.date) -> None:
    fed.bank(on, account_of("LDA"), bank_row("HOAN R5", on, -1_200_000), read=returns(5))


def _distributed(fed: Federation, on: dt.date) -> None:
    paid = fed.distribute(on, "LDA", "G2")
    assert {each.payee: each.amount_vnd for each in paid} == {
        "G1": 59_537_036,
        "G2": 10_302_980,
        "A1": 11_963_685,
        "TLD": 4_956_790,
        "WO": 4_444_445,
    }


def _dues_remitted(fed: Federation, on: dt.date) -> None:
    paid = remit_dues(fed.ctx(on), RemitDues("G1", on))
    assert [(line.payee, line.amount_vnd) for line in paid] == [("A1", 127_610)]


def _hardship_grants(fed: Federation, on: dt.date) -> None:
    lines = [debit("611", 3_000_000, fund="levy", item="31"), credit("112", 3_000_000)]
    fed.voucher("G1", on, "Trợ cấp khó khăn", lines)


def _allowance(fed: Federation, on: dt.date) -> None:
    lines = [debit("611", 379_500, fund="dues", item="34"), credit("111", 379_500)]
    fed.voucher("G1", on, "Phụ cấp chủ tịch tháng 7", lines)


def _corrected(fed: Federation, on: dt.date) -> None:
    fed.declare(on, declaration(E4, JUNE, 301_234_567))
    [lda] = fed.assess(JUNE, on)
    assert (lda.lowered, lda.change_vnd, lda.freed_vnd) == (1, -888_887, 888_887)


def _bank_of_the_centre(fed: Federation, on: dt.date) -> None:
    fed.bank(on, account_of("TLD"), bank_row("R6", on, 9_000_000))


def _matched_at_the_centre(fed: Federation, on: dt.date) -> None:
    fed.match(on, decision("TLD/R/1", E3, {JUNE: 9_000_000}))


def _month_closed(fed: Federation, on: dt.date) -> None:
    for book in BOOKS:
        fed.close(book, "2026-07", on)


EVENTS: tuple[Callable[[Federation, dt.date], None], ...] = (
    _openings,
    _levy_assessed,
    _dues_assessed,
    _bank_of_10,
    _bank_of_13,
    _bank_of_14,
    _matched,
    _dues_by_payroll,
    _dues_in_cash,
    _notice,
    _taken_back,
    _distributed,
    _dues_remitted,
    _hardship_grants,
    _allowance,
    _corrected,
    _bank_of_the_centre,
    _matched_at_the_centre,
    _month_closed,
)


def run(fed: Federation) -> Federation:
    """Let the whole month happen."""
    for event, happens in zip(table("june_2026_events"), EVENTS, strict=True):
        happens(fed, dt.date.fromisoformat(event["on"]))
    return fed
