"""A disclosure as tables."""

import copy

import pytest

from finance.runtime.database import Database
from reports.disclosure import shown
from reports.disclosure.period import read
from reports.figures import Figure, Kind, Section, Statement
from reports.library import period_content
from tests.reports.june_2026 import JULY, UNITS


def _statement(database: Database, unit: str) -> Statement:
    with database.reading() as session:
        return shown.statement_of(read(period_content(session, unit, JULY)))


def _amounts(section: Section) -> list[int | None]:
    return [
        cell.amount_vnd for row in section.rows for cell in row.cells if isinstance(cell, Figure)
    ]


def test_sections_of_a_grassroots_unit(june: Database) -> None:
    """Tables come in the order a worker asks: in short, in, out, sources, levy, proof, cash."""
    statement = _statement(june, "G1")
    assert [section.key for section in statement.sections] == [
        "balance",
        "income",
        "spending",
        "by_fund",
        "levy",
        "shares",
        "proof",
        "rules",
        "dues",
        "cash",
    ]
    assert (statement.unit_code, statement.span_key) == ("G1", "2026-07")
    assert _amounts(statement.sections[0]) == [7_000_000, 59_168_127, 3_379_500, 62_788_627]


def test_tables_without_rows_are_left_out(june: Database) -> None:
    """A unit that collects nothing has no proof to show; one without dues none of them."""
    keys = [section.key for section in _statement(june, "A1").sections]
    assert "proof" not in keys
    assert "shares" not in keys
    assert "dues" not in [section.key for section in _statement(june, "TLD").sections]


@pytest.mark.parametrize("unit", [code for code, _, _, _ in UNITS])
def test_both_languages_say_everything(june: Database, unit: str) -> None:
    """Every title, sentence and column speaks Vietnamese and English; nothing is left empty."""
    for section in _statement(june, unit).sections:
        for words in (section.title, section.meaning, *(each.title for each in section.columns)):
            assert words.vi
            assert words.en
        assert section.meaning.vi != section.meaning.en


def test_sums_are_the_last_row(june: Database) -> None:
    """The total of a table is the sum of the rows above it."""
    for section in _statement(june, "G1").sections:
        if section.key in {"income", "spending", "shares"}:
            *parts, total = _amounts(section)
            assert sum(part for part in parts if part is not None) == total


def test_other_changes_are_shown_only_when_there_are_any(june: Database) -> None:
    """A month without hand-overs does not speak of them."""
    with june.reading() as session:
        document = read(period_content(session, "G1", JULY))
    changed = copy.deepcopy(document)
    changed["balance"]["other_changes_vnd"] = 5
    assert len(shown.summary(document).rows) == 4
    assert len(shown.summary(changed).rows) == 5


def test_a_debt_that_turned_round_says_so(june: Database) -> None:
    """What was received too much is told as to be given back, on both sides."""
    labels = [row.label("en") for row in _statement(june, "G1").sections[-1].rows]
    assert labels[-1] == "Received too much, to be given back · Liên đoàn Lao động tỉnh A"
    labels = [row.label("en") for row in _statement(june, "LDA").sections[-1].rows]
    assert "Sent too much, to come back · Công đoàn cơ sở Đồng Tâm" in labels


def test_income_spending_and_sources(june: Database) -> None:
    """Each table of the book's figures carries an amount under each money column."""
    with june.reading() as session:
        document = read(period_content(session, "G1", JULY))
    for make in (shown.income, shown.spending, shown.by_fund, shown.cash):
        section = make(document)
        kinds = [column.kind for column in section.columns]
        assert Kind.MONEY in kinds
        assert all(amount is not None for amount in _amounts(section))
