"""A row is read to its end, and everything that is wrong with it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.evidence import RawRow
from collectors.screening.cells import Cells, Screened
from ledger.errors import Problem
from ledger.money import format_vnd


def _cells(*problems: Problem, **cells: str) -> Cells:
    return Cells(RawRow(7, cells, problems))


def _close(cells: Cells) -> Screened[str]:
    return cells.screened(lambda: "taken", {})


def _told(cells: Cells) -> list[tuple[str, str]]:
    return [(problem.code, problem.column) for problem in _close(cells).problems]


def test_a_good_row_gives_a_record_and_no_problem() -> None:
    """Nothing wrong: the record is made."""
    screened = _close(_cells())
    assert (screened.record, screened.problems) == ("taken", ())


def test_a_row_is_known_by_its_key_whatever_else_is_wrong_with_it() -> None:
    """A mended row is recognised; one whose key itself cannot be read has none."""
    cells = _cells(day="10/07/2026", amount="1,5")
    cells.amount("amount")
    day = cells.day("day")
    assert cells.screened(lambda: "", {"day": day, "code": "A1"}).key == "2026-07-10|A1"
    assert cells.screened(lambda: "", {"day": day, "amount": None}).key == ""


def test_every_problem_of_a_row_is_told_with_its_place() -> None:
    """Row and column stand in each, and the sentence is in both languages."""
    cells = _cells(day="mai", amount="1,5")
    cells.day("day")
    cells.amount("amount")
    cells.name("name")
    screened = _close(cells)
    assert screened.record is None
    assert [(p.code, p.row, p.column) for p in screened.problems] == [
        ("date.form", 7, "day"),
        ("money.not_whole", 7, "amount"),
        ("cell.empty", 7, "name"),
    ]
    for problem in screened.problems:
        assert problem.sentence("vi") != problem.sentence("en")
        assert "{" not in problem.sentence("vi") + problem.sentence("en")


def test_what_the_format_holds_against_a_row_stands_first_and_once() -> None:
    """A number in a code column is not judged a second time for what it has become."""
    spoilt = [Problem("cell.not_text", "vi", "en", row=7, column=c) for c in ("tax_code", "share")]
    cells = _cells(*spoilt, tax_code="100109106", share="0.75")
    cells.tax_code()
    cells.share("share")
    assert _told(cells) == [("cell.not_text", "tax_code"), ("cell.not_text", "share")]


@pytest.mark.parametrize(
    "written", ["9900000048", "9900.000.048", " 9900 000 048 ", "9900-000-048"]
)
def test_a_tax_code_has_one_form(written: str) -> None:
    """Separators inside it fall away."""
    cells = _cells(tax_code=written)
    assert cells.tax_code() == "9900000048"
    assert not _told(cells)


def test_a_dependent_unit_has_three_digits_more() -> None:
    """10 and 3 digits, with or without the hyphen."""
    assert _cells(tax_code="0100109106-001").tax_code() == "0100109106001"


@pytest.mark.parametrize("wrong", ["990000004", "99000000480", "990000004O", "MST", "9900000048x"])
def test_a_tax_code_of_wrong_form_is_a_problem(wrong: str) -> None:
    """Too short, too long, or with letters: never padded, never cut."""
    cells = _cells(tax_code=wrong)
    cells.tax_code()
    assert _told(cells) == [("tax_code.form", "tax_code")]


def test_a_wrong_check_digit_is_only_a_warning() -> None:
    """The formula is nowhere in the law, so the row is taken."""
    cells = _cells(tax_code="9900000049")
    cells.tax_code()
    screened = _close(cells)
    assert screened.record == "taken"
    assert [(w.code, w.row) for w in screened.warnings] == [("tax_code.check_digit", 7)]


@given(st.integers(0, 2**63 - 1))
def test_an_amount_is_read_however_it_is_grouped(amount: int) -> None:
    """Plain, with dots, or with spaces: the same đồng."""
    dotted = format_vnd(amount)
    for written in (str(amount), dotted, dotted.replace(".", " ")):
        cells = _cells(amount=written)
        assert cells.amount("amount") == amount
        assert not _told(cells)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("24500000.5", "money.not_whole"),
        ("24,500,000", "money.not_whole"),
        ("1.5", "money.not_whole"),
        ("1e6", "money.not_whole"),
        ("24500000 đ", "money.not_whole"),
        ("-5", "money.negative"),
        ("9223372036854775808", "money.out_of_range"),
    ],
)
def test_what_is_no_amount_is_a_problem(written: str, code: str) -> None:
    """Fractions, foreign grouping, units, negatives and overflow are refused."""
    cells = _cells(amount=written)
    cells.amount("amount")
    assert _told(cells) == [(code, "amount")]


def test_a_balance_may_be_negative() -> None:
    """An overdrawn account has one."""
    assert _cells(balance="-5").amount("balance", negative=True) == -5


@pytest.mark.parametrize(
    ("debit", "credit", "told"),
    [
        ("1", "", []),
        ("0", "1", []),
        ("", "", ["amount.no_side"]),
        ("0", "0", ["amount.no_side"]),
        ("1", "1", ["amount.both_sides"]),
        ("x", "", ["money.not_whole"]),
        ("x", "1", ["money.not_whole"]),
    ],
)
def test_money_moves_one_way(debit: str, credit: str, told: list[str]) -> None:
    """A row has a debit or a credit, not both and not neither; zero counts as empty."""
    cells = _cells(debit=debit, credit=credit)
    cells.sides()
    assert [code for code, _ in _told(cells)] == told


def test_control_characters_and_endless_texts_are_problems() -> None:
    """What cannot be seen is not taken; line breaks and tabs are spaces."""
    cells = _cells(a="x\0y", b="x" * 1001, c="\u202bx", d="one\ntwo\tthree")
    assert cells.text("d") == "one two three"
    for column in "abc":
        cells.text(column)
    assert _told(cells) == [
        ("text.control_signs", "a"),
        ("text.too_long", "b"),
        ("text.control_signs", "c"),
    ]


def test_letters_are_composed() -> None:
    """The same name is the same text, however its diacritics were typed."""
    assert _cells(name="Cong ty A\u0302u").name("name") == "Cong ty \u00c2u"


@pytest.mark.parametrize("code", ["G 1", "G/1", "G\\1"])
def test_a_code_holds_neither_space_nor_slash(code: str) -> None:
    """It stands in addresses and in the numbers of entries."""
    cells = _cells(code=code)
    cells.code("code")
    assert _told(cells) == [("code.form", "code")]


def test_a_code_keeps_its_zeros() -> None:
    """0042 is not 42."""
    assert _cells(code=" 0042 ").code("code") == "0042"


def test_a_choice_is_one_of_a_few_words() -> None:
    """Any case, with or without diacritics; anything else is told what there is."""
    places = {"CO SO": "grassroots", "GRASSROOTS": "grassroots"}
    cells = _cells(a="Cơ sở", b="quận", c="")
    assert [cells.choice(column, places) for column in "abc"] == ["grassroots", "", ""]
    (problem,) = _close(cells).problems
    assert (problem.code, problem.facts["known"]) == ("choice.unknown", "grassroots")


def test_what_may_be_empty_is_nothing_and_what_must_not_is_a_problem() -> None:
    """Empty is no zero."""
    cells = _cells(a=" ", b="")
    assert (cells.amount("a"), cells.count("a"), cells.day_or_none("b")) == (None, None, None)
    cells.year("a")
    cells.period("a")
    cells.share("b")
    assert [code for code, _ in _told(cells)] == ["cell.empty"] * 3
