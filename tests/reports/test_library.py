"""The catalogue of reports."""

import csv
import io

import pytest

from finance.runtime.database import Database
from finance.runtime.parameters import sources
from reports.disclosure.period import canonical, digest, read
from reports.figures import Statement
from reports.library import (
    FORMATS,
    REPORTS,
    UnknownReport,
    Wanted,
    account_page,
    file_of,
    month_of,
    period_content,
    report,
)
from reports.queries.lines import Tags
from tests.reports.june_2026 import FIRST, JULY, LAST, UNITS


def _wanted(key: str) -> Wanted:
    return Wanted("G1", FIRST, LAST, tags=Tags("112" if key == "account-statement" else ""))


@pytest.mark.parametrize("key", REPORTS)
def test_every_report_is_built_in_every_format(june: Database, key: str) -> None:
    """Each entry of the catalogue gives a statement, and the statement each kind of file."""
    with june.reading() as session:
        statement = report(key).build(session, _wanted(key))
    assert isinstance(statement, Statement)
    assert statement.key == key
    for ending, kind in FORMATS.items():
        content, found = file_of(statement, ending, "vi")
        assert content
        assert found is kind


@pytest.mark.parametrize("key", REPORTS)
def test_every_report_names_texts_on_record(key: str) -> None:
    """A reader can look up by what right a report is made, in both languages."""
    entry = report(key)
    assert entry.key == key
    assert set(entry.sources) <= set(sources())
    assert entry.title.vi != entry.title.en


def test_what_is_not_in_the_catalogue_is_refused(june: Database) -> None:
    """Neither an unknown report nor an unknown kind of file is guessed."""
    with pytest.raises(UnknownReport):
        report("rumours")
    with june.reading() as session:
        statement = report("settlement").build(session, _wanted("settlement"))
    with pytest.raises(UnknownReport):
        file_of(statement, "exe", "vi")


@pytest.mark.parametrize("unit", [code for code, _, _, _ in UNITS])
def test_a_month_can_be_built_again(june: Database, unit: str) -> None:
    """Building from the same closed book gives the same bytes, so a digest means something."""
    with june.reading() as session:
        first, second = (period_content(session, unit, JULY) for _ in range(2))
    assert digest(first) == digest(second)
    assert canonical(read(first)) == first


def test_the_trial_balance_by_fund_and_item(june: Database) -> None:
    """Under another heading, rows have the names of funds and items."""
    with june.reading() as session:
        build = report("trial-balance").build
        by_fund = build(session, Wanted("G1", FIRST, LAST, by="fund"))
        by_item = build(session, Wanted("G1", FIRST, LAST, by="item"))
    assert "dues · Đoàn phí công đoàn" in [row.label("vi") for row in by_fund.sections[0].rows]
    assert "31 · Care, protection and training of members" in [
        row.label("en") for row in by_item.sections[0].rows
    ]


def test_a_page_of_an_account(june: Database) -> None:
    """A page has its lines and the sums of the whole span."""
    with june.reading() as session:
        statement, found = account_page(session, _wanted("account-statement"), 1)
    assert found.closing_vnd == 63_334_793
    assert len(statement.sections[0].rows) == found.count + 1


def test_a_month_is_a_span() -> None:
    """A report of a month is asked for from its first day to its last."""
    assert month_of("G1", JULY) == Wanted("G1", FIRST, LAST, tags=month_of("G1", JULY).tags)


def test_a_trial_balance_file_is_its_table(june: Database) -> None:
    """The CSV of one table has that table's rows, header and sum included."""
    with june.reading() as session:
        statement = report("trial-balance").build(session, _wanted("trial-balance"))
    content, _ = file_of(statement, "csv", "vi")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][0] == "Tài khoản"
    assert rows[-1][4:6] == ["184060985", "184060985"]
