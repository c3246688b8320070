"""The catalogue of what can be shown: each report with its readers, builder, files and source.

Adding a report is one entry here; doors and commands list what stands in it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.orm import Session

from finance.rules.settlement import settle
from finance.runtime.charts import index_items
from finance.runtime.clock import moment
from finance.runtime.parameters import law
from ledger.balances import trial_balance
from ledger.errors import Refusal
from ledger.periods import Period, first_day, last_day
from reports.disclosure.balances import fund_name
from reports.disclosure.period import canonical, period_disclosure, read
from reports.disclosure.shown import statement_of
from reports.figures import Statement, Words
from reports.queries import books, lines
from reports.queries.arrears import arrears
from reports.queries.collection import YearWish, year
from reports.queries.comparison import comparison
from reports.queries.lines import AccountLines, Span, Tags
from reports.queries.month import month_facts
from reports.queries.standing import Seen
from reports.render.csv import csv_bytes
from reports.render.json import json_bytes
from reports.render.pdf import pdf_bytes
from reports.render.sheets import xlsx_bytes
from reports.statements.account import AccountStatement, account_statement
from reports.statements.arrears import ArrearsOf, arrears_statement
from reports.statements.collection import CollectionOf, collection_statement
from reports.statements.comparison import comparison_statement
from reports.statements.settlement import SettlementOf, settlement_statement
from reports.statements.trial_balance import TrialBalance, trial_balance_statement


class Audience(StrEnum):
    """Who may see a report."""

    OPEN = "open"  # everyone
    BOOKS = "books"  # the unit's own people, those above it, and their inspectors


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is asked for."""

    unit_code: str
    first: dt.date
    last: dt.date
    by: str = "account"  # of a trial balance
    below: bool = False  # of a trial balance: the unit and all under it
    tags: Tags = field(default_factory=lambda: Tags(""))  # of an account statement
    known_at_us: int | None = None  # without what was recorded later


Build = Callable[[Session, Wanted], Statement]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file."""

    ending: str
    mime: str
    render: Callable[[Statement, str], bytes]


@dataclass(frozen=True, slots=True)
class Report:
    """One entry of the catalogue."""

    key: str
    title: Words
    audience: Audience
    build: Build
    sources: tuple[str, ...]  # keys of the texts it answers to; none: our own form


class UnknownReport(Refusal):
    """The catalogue has no such report or file."""

    code = "report.not_found"
    vi = "Không có báo cáo hoặc tệp «{name}»."
    en = "There is no report or file “{name}”."


FORMATS: Mapping[str, Format] = {
    each.ending: each
    for each in (
        Format("csv", "text/csv; charset=utf-8", csv_bytes),
        Format(
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_bytes
        ),
        Format("pdf", "application/pdf", pdf_bytes),
        Format("json", "application/json; charset=utf-8", json_bytes),
    )
}


def period_content(session: Session, unit_code: str, period: Period) -> bytes:
    """The bytes of a unit's disclosure of a closed month, ready to be stored and published.

    Raises   UnknownBook; PeriodNotClosed; ProofDoesNotHold; SettlementOff.
    """
    return canonical(period_disclosure(month_facts(session, unit_code, period)))


def account_page(session: Session, wanted: Wanted, page: int) -> tuple[Statement, AccountLines]:
    """One page of an account statement (page 0: all of it), with its sums.

    Raises   UnknownBook; UnknownAccount.
    """
    span = Span(wanted.first, wanted.last, page, wanted.known_at_us)
    found = lines.account_lines(session, wanted.unit_code, wanted.tags, span)
    moved = books.chart_of(session, wanted.unit_code)[wanted.tags.account]
    statement = account_statement(
        AccountStatement(
            unit_code=wanted.unit_code,
            unit_name=books.name_of(session, wanted.unit_code),
            account=moved,
            first=wanted.first,
            last=wanted.last,
            before_vnd=found.before_vnd,
            lines=found.lines,
            known_at=_known_at(wanted),
        )
    )
    return statement, found


def report(key: str) -> Report:
    """The report of this key, or raise UnknownReport."""
    if key not in REPORTS:
        raise UnknownReport(name=key)
    return REPORTS[key]


def file_of(statement: Statement, ending: str, language: str) -> tuple[bytes, Format]:
    """A statement as a file.

    Raises   UnknownReport for a kind of file there is none of.
    """
    if ending not in FORMATS:
        raise UnknownReport(name=ending)
    made = FORMATS[ending]
    return made.render(statement, language), made


def _period(session: Session, wanted: Wanted) -> Statement:
    period = Period(f"{wanted.first:%Y-%m}")
    return statement_of(read(period_content(session, wanted.unit_code, period)))


def _trial_balance(session: Session, wanted: Wanted) -> Statement:
    asked = books.Asked(
        wanted.unit_code, wanted.first, wanted.last, wanted.below, wanted.known_at_us
    )
    moved = books.movements(session, asked)
    return trial_balance_statement(
        TrialBalance(
            unit_code=wanted.unit_code,
            unit_name=books.name_of(session, wanted.unit_code),
            first=wanted.first,
            last=wanted.last,
            rows=tuple(trial_balance(moved.rows, moved.chart, wanted.by)),
            names=_names(moved, wanted.by),
            by=wanted.by,
            below=wanted.below,
            known_at=_known_at(wanted),
        )
    )


def _known_at(wanted: Wanted) -> dt.datetime | None:
    return None if wanted.known_at_us is None else moment(wanted.known_at_us)


def _names(moved: books.Movements, by: str) -> dict[str, Words]:
    """What accounts, funds or items are called."""
    if by == "account":
        return {each.code: Words(each.name_vi, each.name_en) for each in moved.chart}
    if by == "fund":
        return {row.fund: Words(*fund_name(row.fund)) for row in moved.rows if row.fund}
    return {item.code: Words(item.name_vi, item.name_en) for item in index_items()}


def _account(session: Session, wanted: Wanted) -> Statement:
    return account_page(session, wanted, 0)[0]


def _settlement(session: Session, wanted: Wanted) -> Statement:
    rows = books.without_year_end(session, wanted.unit_code, wanted.first, wanted.last)
    above = books.above(session, wanted.unit_code, wanted.last)
    return settlement_statement(
        SettlementOf(
            unit_code=wanted.unit_code,
            unit_name=books.name_of(session, wanted.unit_code),
            first=wanted.first,
            last=wanted.last,
            settlement=settle(wanted.unit_code, rows, above),
        )
    )


def _comparison(session: Session, wanted: Wanted) -> Statement:
    return comparison_statement(comparison(session, wanted.unit_code, wanted.first, wanted.last))


def _arrears(session: Session, wanted: Wanted) -> Statement:
    found = arrears(session, wanted.last, Seen(wanted.unit_code), law())
    name = books.name_of(session, wanted.unit_code)
    return arrears_statement(ArrearsOf(wanted.unit_code, name, wanted.last, tuple(found)))


def _collection(session: Session, wanted: Wanted) -> Statement:
    unit = wanted.unit_code
    wish = YearWish(wanted.first.year, wanted.last, Seen(unit), frozenset({unit}))
    return collection_statement(
        CollectionOf(
            unit_code=unit,
            unit_name=books.name_of(session, unit),
            year=wish.year,
            as_of=wish.as_of,
            target=law().value("collection.target_rate", wish.as_of).written,
            held=year(session, wish, law()),
        )
    )


def month_of(unit_code: str, period: Period) -> Wanted:
    """A report of one month."""
    return Wanted(unit_code, first_day(period), last_day(period))


REPORTS: Mapping[str, Report] = {
    each.key: each
    for each in (
        Report(
            "period-disclosure",
            Words("Công khai tài chính theo tháng", "Monthly disclosure"),
            Audience.OPEN,
            _period,
            ("luat_cd_50_2024", "hd_42_tld"),
        ),
        Report(
            "trial-balance",
            Words("Bảng cân đối số phát sinh", "Trial balance"),
            Audience.BOOKS,
            _trial_balance,
            ("tt107",),
        ),
        Report(
            "account-statement",
            Words("Sổ chi tiết tài khoản", "Account statement"),
            Audience.BOOKS,
            _account,
            ("tt107",),
        ),
        Report(
            "comparison",
            Words("Báo cáo lần đầu và hiện nay", "As first reported and as now known"),
            Audience.BOOKS,
            _comparison,
            (),
        ),
        Report(
            "arrears",
            Words("Chậm đóng, không đóng kinh phí công đoàn", "Arrears of the levy"),
            Audience.BOOKS,
            _arrears,
            ("nd_105_2026", "qd_595_bhxh"),
        ),
        Report(
            "collection",
            Words("Phải thu và đã thu", "Due and collected"),
            Audience.BOOKS,
            _collection,
            ("ctr_02_bch", "qd_8086_tld"),
        ),
        Report(
            "settlement",
            Words("Các dòng quyết toán", "Settlement lines"),
            Audience.BOOKS,
            _settlement,
            ("hd47",),
        ),
    )
}
