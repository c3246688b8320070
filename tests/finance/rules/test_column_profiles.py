"""A column profile can read a statement in one way only, or it is refused by its field."""

from collections.abc import Mapping

import pytest

from finance.rules.column_profiles import (
    ColumnProfile,
    DateOrder,
    Grouping,
    Sign,
    UnfitProfile,
    UnitOfNoProfile,
    UnknownProfile,
    parse_profile,
    profile_data,
)

COLUMNS = {"reference": "Số GD", "booked_on": "Ngày", "content": "Diễn giải"}
TWO = COLUMNS | {"debit": "Nợ", "credit": "Có"}
LEAST: Mapping[str, object] = {"name": " Ngân  hàng A ", "columns": TWO}
MARKED: Mapping[str, object] = {
    "name": "B",
    "bank_bin": "970405",
    "columns": COLUMNS | {"amount": "Số tiền", "mark": "D/C", "balance": " "},
    "header_row": 8,
    "date_order": "mdy",
    "sign": "marked",
    "debit_marks": ["D"],
    "credit_marks": ["C", " + "],
    "grouping": "comma",
    "footers": ["Tổng cộng", ""],
    "prefixes": ["MBVCB.*."],
}


def test_what_is_left_out_is_the_usual() -> None:
    """Header in row 1, day first, two columns, dots between thousands."""
    assert parse_profile(LEAST) == ColumnProfile("Ngân hàng A", "", TWO)


def test_every_field_is_read() -> None:
    """Words are tidied; an optional column without words is none."""
    assert parse_profile(MARKED) == ColumnProfile(
        name="B",
        bank_bin="970405",
        columns=COLUMNS | {"amount": "Số tiền", "mark": "D/C"},
        header_row=8,
        date_order=DateOrder.MDY,
        sign=Sign.MARKED,
        debit_marks=("D",),
        credit_marks=("C", "+"),
        grouping=Grouping.COMMA,
        footers=("Tổng cộng",),
        prefixes=("MBVCB.*.",),
    )


@pytest.mark.parametrize("data", [LEAST, MARKED], ids=["least", "marked"])
def test_it_is_written_as_it_is_read(data: Mapping[str, object]) -> None:
    """What is kept reads back as the same profile."""
    profile = parse_profile(data)
    assert parse_profile(profile_data(profile)) == profile


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": "a\0"}, "name"),
        ({"name": 5}, "name"),
        ({"bank_bin": "97040"}, "bank_bin"),
        ({"bank_bin": "٩٧٠٤٠٥"}, "bank_bin"),
        ({"columns": None}, "columns"),
        ({"columns": {**TWO, "colour": "Màu"}}, "columns.colour"),
        ({"columns": {**TWO, "amount": "Số tiền"}}, "columns.amount"),
        ({"columns": COLUMNS | {"debit": "Nợ"}}, "columns.credit"),
        ({"columns": {**TWO, "content": " "}}, "columns.content"),
        ({"columns": {**TWO, "content": "NGAY"}}, "columns.content"),
        ({"header_row": 0}, "header_row"),
        ({"header_row": 51}, "header_row"),
        ({"header_row": True}, "header_row"),
        ({"header_row": "1"}, "header_row"),
        ({"date_order": "dym"}, "date_order"),
        ({"sign": "none"}, "sign"),
        ({"grouping": "."}, "grouping"),
        ({"footers": "Tổng"}, "footers"),
        ({"footers": ["x"] * 21}, "footers"),
        ({"prefixes": [7]}, "prefixes"),
        ({"colour": "red"}, "colour"),
    ],
    ids=str,
)
def test_an_unfit_profile_names_its_field(change: dict[str, object], place: str) -> None:
    """So that the form can say where."""
    with pytest.raises(UnfitProfile) as refused:
        parse_profile({**LEAST, **change})
    assert refused.value.facts["place"] == place


@pytest.mark.parametrize(
    ("change", "place", "why"),
    [
        ({"debit_marks": []}, "debit_marks", ("còn trống", "it is empty")),
        ({"credit_marks": []}, "credit_marks", ("còn trống", "it is empty")),
        (
            {"credit_marks": ["d"]},
            "credit_marks",
            ("«d» đã dùng ở mục khác", "“d” stands elsewhere already"),
        ),
        (
            {"debit_marks": ["D", "d"]},
            "debit_marks",
            ("«d» đã dùng ở mục khác", "“d” stands elsewhere already"),
        ),
    ],
    ids=str,
)
def test_marks_tell_the_two_sides_apart(
    change: dict[str, object], place: str, why: tuple[str, str]
) -> None:
    """Each side has its own."""
    with pytest.raises(UnfitProfile) as refused:
        parse_profile({**MARKED, **change})
    facts = refused.value.facts
    assert (facts["place"], facts["why_vi"], facts["why_en"]) == (place, *why)


def test_one_signed_column_needs_no_other() -> None:
    """Neither debit, credit nor a mark."""
    data = {**LEAST, "sign": "signed", "columns": COLUMNS | {"amount": "Số tiền"}}
    assert parse_profile(data).sign is Sign.SIGNED


def test_what_is_not_there_is_named() -> None:
    """A profile, or the unit that would have it."""
    assert "B" in UnknownProfile(name="B").sentence("vi")
    assert "XX" in UnitOfNoProfile(unit="XX").sentence("en")
