"""The levy and dues of a disclosure as tables."""

import copy
from typing import Any

import pytest

from finance.runtime.database import Database
from reports.disclosure import shown_levy
from reports.disclosure.period import read
from reports.figures import Figure, Row, Words
from reports.library import period_content
from tests.reports.june_2026 import JULY


@pytest.fixture
def document(june: Database) -> dict[str, Any]:
    """G1's July."""
    with june.reading() as session:
        return copy.deepcopy(read(period_content(session, "G1", JULY)))


@pytest.fixture
def provinces(june: Database) -> dict[str, Any]:
    """LDA's July."""
    with june.reading() as session:
        return read(period_content(session, "LDA", JULY))


def _texts(row: Row) -> list[str]:
    return [cell.vi for cell in row.cells if isinstance(cell, Words)]


def test_what_was_owed_and_paid(document: dict[str, Any]) -> None:
    """Owed, paid, open; what is suspended with the day up to which it may be paid."""
    rows = {row.label("en"): row.cells[1] for row in shown_levy.levy(document).rows}
    assert rows["To be paid"] == Figure(78_493_826)
    assert rows["Suspended, to be paid by 30/09/2026 at the latest"] == Figure(4_000_000)
    assert "Of it overdue" not in rows
    document["levy"]["overdue_vnd"] = 7
    rows = {row.label("en"): row.cells[1] for row in shown_levy.levy(document).rows}
    assert rows["Of it overdue"] == Figure(7)


def test_whose_levy_it_is_is_said(document: dict[str, Any], provinces: dict[str, Any]) -> None:
    """A grassroots unit speaks of its employers, a province of what it collects."""
    assert "employers where this union works" in shown_levy.levy(document).meaning.en
    assert "itself collects" in shown_levy.levy(provinces).meaning.en


def test_how_much_of_it_was_paid_is_said(
    document: dict[str, Any], provinces: dict[str, Any]
) -> None:
    """100.00% at G1, 99.87% in the province; of nothing to be paid, nothing is said."""
    assert "Đã nộp trong tháng 100,00% số phải nộp." in shown_levy.levy(document).meaning.vi
    assert "99.87% of what was to be paid" in shown_levy.levy(provinces).meaning.en
    document["levy"]["owed_vnd"] = 0
    assert "%" not in shown_levy.levy(document).meaning.en.replace("2%", "")
    provinces["levy"]["collected_vnd"] = -1
    assert "%" not in shown_levy.levy(provinces).meaning.en


def test_shares_are_kept_passed_or_held(provinces: dict[str, Any]) -> None:
    """A reader sees of each share whether the unit keeps it, passes it on or holds it."""
    rows = shown_levy.shares(provinces).rows
    where = {_texts(row)[2] for row in rows if not row.total}
    assert where == {"giữ lại", "chuyển đi", "giữ hộ"}


def test_the_proof_is_written_out(document: dict[str, Any]) -> None:
    """The check stands beside the figures it checks, in whole numbers."""
    section = shown_levy.proof(document)
    first = section.rows[0]
    assert _texts(first)[:3] == ["Công ty TNHH Một", "9900000016", "04/2026"]
    assert _texts(first)[-1].replace("\N{NO-BREAK SPACE}", " ") == "4g − 3m = 2; tối đa 2"
    amounts = [cell.amount_vnd for cell in first.cells if isinstance(cell, Figure)]
    assert amounts == [23_753_086, 17_814_815, 2_850_370, 1_900_247, 1_187_654]
    assert section.rows[-1].total


def test_a_province_is_proven_by_union(provinces: dict[str, Any]) -> None:
    """A unit above shows its unions and how many payments each figure stands for."""
    rows = shown_levy.proof(provinces).rows
    names = [_texts(row)[0] for row in rows]
    assert "Nơi chưa có công đoàn" in names
    assert [_texts(row)[1] for row in rows if _texts(row)[0] == "Công đoàn cơ sở Đồng Tâm"] == [
        "1",
        "1",
        "2",
    ]


def test_a_person_is_not_named(document: dict[str, Any]) -> None:
    """An employer whose code is a person's number appears without either."""
    document["proof"]["rows"][0]["name"] = document["proof"]["rows"][0]["tax_code"] = ""
    row = shown_levy.proof(document).rows[0]
    assert _texts(row)[:2] == ["Cá nhân kinh doanh (không nêu tên)", ""]


def test_rules_are_told_with_text_and_certainty(document: dict[str, Any]) -> None:
    """The share of the grassroots by its decision, the rest by the federation's own."""
    fixed, rest = shown_levy.rules(document).rows
    assert _texts(fixed)[0] == "Phần cơ sở: 75%"
    assert "3308" in _texts(fixed)[2]
    assert _texts(fixed)[3] == "đã đối chiếu văn bản"
    assert _texts(rest)[0].startswith("Chia giữa các cấp: Công đoàn cơ sở 75%; Cấp trên")
    assert _texts(rest)[2] == "QĐ 12/TLĐ ngày 05/01/2022 · (TLD)"


def test_dues_are_shown_where_there_are_any(document: dict[str, Any]) -> None:
    """Collected, kept, passed, paid; nothing at all when no dues came."""
    assert len(shown_levy.dues(document).rows) == 4
    document["dues"] = dict.fromkeys(document["dues"], 0)
    assert shown_levy.dues(document).rows == ()
