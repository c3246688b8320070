"""A bank's own layout is read by its profile; what the profile changes stays as it came too."""

from collections.abc import Mapping

import pytest

from collectors.evidence import Feed, RawRow
from collectors.sources.profiled import NO_OFFER, Header, Offer, Offered, find_header, read_rows
from collectors.sources.refusals import BadHeader, ProfileDoesNotFit, SeveralProfilesFit
from finance.rules.column_profiles import ColumnProfile, parse_profile

WORDS = {"reference": "Số GD", "booked_on": "Ngày", "content": "Diễn giải"}
TWO: dict[str, object] = {
    "name": "A",
    "columns": WORDS | {"debit": "Nợ", "credit": "Có", "balance": "Dư"},
}
SIGNED: dict[str, object] = {
    "name": "B",
    "sign": "signed",
    "columns": WORDS | {"amount": "Số tiền"},
}
MARKED: dict[str, object] = {
    "name": "C",
    "sign": "marked",
    "columns": WORDS | {"amount": "Số tiền", "mark": "D/C"},
    "debit_marks": ["D", "Nợ"],
    "credit_marks": ["C"],
}
ROWS = [["SAO KÊ"], [], ["Ngày", "SO GD", "Nợ", "Có", "Dư", "Diễn giải", "Credit", "", "Ngày GT"]]


def _cells(row: int) -> list[str]:
    return ROWS[row - 1] if row <= len(ROWS) else []


def _offer(*each: ColumnProfile, asked: bool = False) -> Offer:
    return Offer(tuple(Offered(f"LDA/P/{n}", one) for n, one in enumerate(each, 1)), asked)


def _read(data: Mapping[str, object], **cells: str) -> RawRow:
    (row,) = read_rows([RawRow(5, cells)], parse_profile(data))
    return row


def test_the_profile_that_fits_names_the_columns() -> None:
    """The bank's other words stay, and are never taken for a column of the contract."""
    fits = parse_profile(TWO | {"header_row": 3})
    offer = _offer(parse_profile(SIGNED), fits)
    assert offer.last_row == 3
    header = find_header(Feed.BANK, _cells, offer)
    assert (header.row, header.profile_ref) == (3, "LDA/P/2")
    assert header.columns == (
        *("booked_on", "reference", "debit", "credit", "balance", "content"),
        *("Credit", "#8", "Ngày GT"),
    )
    odd = find_header(Feed.BANK, lambda _: [*ROWS[2], "value_on", "value_on"], _offer(fits))
    assert odd.columns[-2:] == ("value_on *", "value_on * *")


def test_without_one_that_fits_the_contract_counts() -> None:
    """Unless somebody named the profile: then it says what is missing."""
    plain = ["reference", "booked_on", "debit", "credit", "content"]
    header = find_header(Feed.BANK, lambda _: plain, _offer(parse_profile(TWO)))
    assert header == Header(1, tuple(plain))
    assert header.profile_ref == ""
    rows = iter([RawRow(2, {})])
    assert header.rows(rows) is rows
    with pytest.raises(ProfileDoesNotFit) as refused:
        find_header(Feed.BANK, lambda _: plain, _offer(parse_profile(TWO), asked=True))
    assert refused.value.facts["row"] == 1
    with pytest.raises(BadHeader):
        find_header(Feed.BANK, lambda _: ["x"], NO_OFFER)


def test_two_that_fit_and_a_column_twice_are_refused() -> None:
    """They could read the file in two ways."""
    first, second = parse_profile(TWO), parse_profile(TWO | {"name": "Z"})
    with pytest.raises(SeveralProfilesFit) as refused:
        find_header(Feed.BANK, lambda _: ROWS[2], _offer(first, second))
    assert refused.value.facts == {"names": "A, Z"}
    with pytest.raises(BadHeader):
        find_header(Feed.BANK, lambda _: [*ROWS[2], "ngày"], _offer(first))


@pytest.mark.parametrize(
    ("order", "text", "day"),
    [
        ("dmy", "10/07/2026", "2026-07-10"),
        ("dmy", "1-7-26 08:15:00", "2026-07-01"),
        ("mdy", "07/10/2026", "2026-07-10"),
        ("ymd", "2026/07/10", "2026-07-10"),
        ("ymd", "20260710", "2026-07-10"),
        ("mdy", "2026-07-10", "2026-07-10"),
    ],
)
def test_days_are_read_in_the_banks_order(order: str, text: str, day: str) -> None:
    """A day as ISO writes it is read whatever the order."""
    row = _read(TWO | {"date_order": order}, booked_on=text, debit="1")
    assert row.cells["booked_on"] == day
    assert row.cells.get("Ngày", day) == (text if text != day else day)
    assert row.problems == ()


@pytest.mark.parametrize(
    ("order", "text"), [("mdy", "13/07/2026"), ("dmy", "20260710"), ("dmy", "x")]
)
def test_a_day_in_another_order_is_told_and_not_turned(order: str, text: str) -> None:
    """13/07 read month first is no day; taking it day first would be a guess."""
    row = _read(TWO | {"date_order": order}, booked_on=text)
    assert [(each.code, each.column) for each in row.problems] == [("date.form", "booked_on")]
    assert row.cells["booked_on"] == text


@pytest.mark.parametrize(
    ("grouping", "text", "digits"),
    [
        ("dot", "1.234.567", "1234567"),
        ("dot", "1.234.567,00 VND", "1234567"),
        ("dot", "1234567", "1234567"),
        ("comma", "1,234,567", "1234567"),
        ("comma", "1,234,567.00", "1234567"),
        ("space", "1 234 567,0", "1234567"),
        ("dot", "", ""),
        ("comma", "1,234.50", "1,234.50"),
        ("dot", "1,000", "1,000"),
        ("dot", "1,234", "1,234"),
    ],
)
def test_amounts_are_read_as_the_bank_groups_them(grouping: str, text: str, digits: str) -> None:
    """A fraction of zeros is none; any other stays as it came, with a problem."""
    row = _read(TWO | {"grouping": grouping}, booked_on="10/07/2026", debit=text)
    assert row.cells["debit"] == digits
    assert bool(row.problems) == (digits == text and not text.isdigit() and text != "")


def test_a_fraction_never_passes_for_a_thousand() -> None:
    """1.234 where commas group is one and a bit: it must not be read as 1234."""
    row = _read(TWO | {"grouping": "comma"}, booked_on="10/07/2026", debit="1.234")
    assert [(each.code, each.column) for each in row.problems] == [("money.not_whole", "debit")]
    signed = _read(SIGNED | {"grouping": "space"}, booked_on="10/07/2026", amount="1.000")
    assert [(each.code, each.column) for each in signed.problems] == [("money.not_whole", "debit")]


@pytest.mark.parametrize(
    ("text", "debit", "credit"),
    [
        ("1.000", "", "1000"),
        ("+1.000", "", "1000"),
        ("-1.000", "1000", ""),
        ("−5", "5", ""),
        ("", "", ""),
    ],
)
def test_one_column_with_a_sign(text: str, debit: str, credit: str) -> None:
    """What went out is negative."""
    row = _read(SIGNED, booked_on="10/07/2026", amount=text)
    assert (row.cells["debit"], row.cells["credit"]) == (debit, credit)


def test_one_column_with_marks() -> None:
    """Each mark is one side's; another one is told."""
    sides = {
        mark: _read(MARKED, booked_on="10/07/2026", amount="5", mark=mark).cells
        for mark in ("D", "no", "c")
    }
    assert {mark: (cells["debit"], cells["credit"]) for mark, cells in sides.items()} == {
        "D": ("5", ""),
        "no": ("5", ""),
        "c": ("", "5"),
    }
    odd = _read(MARKED, booked_on="10/07/2026", amount="5", mark="X")
    assert [(each.code, each.column) for each in odd.problems] == [("mark.unknown", "debit")]


def test_lines_below_the_movements_are_left_out() -> None:
    """A line that begins with a footer's words; never one that has a day."""
    profile = parse_profile(TWO | {"footers": ["Tổng cộng"]})
    rows = [
        RawRow(2, {"booked_on": "10/07/2026", "content": "Tổng cộng"}),
        RawRow(3, {"booked_on": "TONG CONG (2)", "debit": "5"}),
        RawRow(4, {"booked_on": "", "reference": "tổng  cộng"}),
        RawRow(5, {"booked_on": "", "reference": "R"}),
    ]
    assert [row.row for row in read_rows(rows, profile)] == [2, 5]
    assert [row.row for row in read_rows(rows, parse_profile(TWO))] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("MBVCB.123.NOP KPCD", "NOP KPCD"),
        ("mbvcb.9. NOP", "NOP"),
        ("CK den: NOP", "NOP"),
        ("NOP MBVCB.1.", "NOP MBVCB.1."),
        ("MBVCB.1.", "MBVCB.1."),
    ],
)
def test_the_banks_prefix_is_stripped_from_the_text(text: str, kept: str) -> None:
    """At its beginning only, and never the whole of it; the bank's writing stays beside it."""
    row = _read(TWO | {"prefixes": ["MBVCB.*.", "CK den:"]}, booked_on="10/07/2026", content=text)
    assert row.cells["content"] == kept
    assert row.cells.get("Diễn giải", text) == text


def test_the_banks_words_never_overwrite_another_cell() -> None:
    """Where the file has such a column of its own already."""
    data = TWO | {"columns": WORDS | {"debit": "Nợ", "credit": "debit"}}
    row = _read(data, booked_on="10/07/2026", debit="1.000", credit="")
    assert row.cells["debit"] == "1000"
    clash = _read(data, booked_on="10/07/2026", debit="", credit="1.000")
    assert (clash.cells["debit"], clash.cells["credit"], clash.cells["debit *"]) == (
        "",
        "1000",
        "1.000",
    )
