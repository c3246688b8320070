"""An entry balances and can be kept as it is, or it does not exist."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.entries import (
    Line,
    Posted,
    Side,
    check_tags,
    credit,
    debit,
    gathered,
    mirrored,
    total,
)
from ledger.errors import (
    NotMoney,
    OutOfRange,
    Refusal,
    Unbalanced,
    UnfitText,
    UnknownAccount,
    WrongDimension,
)
from ledger.money import MOST, Vnd
from tests.ledger.books import CHART, draft, received


@pytest.mark.parametrize(
    "lines",
    [
        (debit("112", 5), credit("33881", 4)),
        (debit("112", 5), debit("111", 5)),
        (debit("112", 5),),
    ],
)
def test_an_entry_balances(lines: tuple[Line, ...]) -> None:
    """Debits equal credits, and there are at least two lines."""
    with pytest.raises(Unbalanced):
        draft("k", lines)


def test_who_is_refused_is_told_both_sides() -> None:
    """The debits are told as debits and the credits as credits."""
    with pytest.raises(Unbalanced) as refused:
        draft("k", (debit("112", 5), credit("33881", 4)))
    assert refused.value.facts == {"debit": 5, "credit": 4}


def test_a_line_carries_the_tags_it_is_given() -> None:
    """On either side."""
    tags = {"fund": "levy", "item": "31", "counter_book": "TLD", "interbook_ref": "R"}
    for line in (debit("4316", 5, **tags), credit("4316", 5, **tags)):
        assert line.tags == ("4316", "levy", "31", "TLD")
        assert line.interbook_ref == "R"


def test_an_entry_may_say_nothing() -> None:
    """Its text may be empty; what it is known by may not."""
    assert draft("k", text="").text == ""
    for name in ("book", "journal", "source", "key", "actor"):
        with pytest.raises(UnfitText):
            dataclasses.replace(draft("k"), **{name: ""})  # type: ignore[arg-type] # a field by its name


def test_an_entry_without_lines() -> None:
    """Nothing is not an entry."""
    with pytest.raises(Unbalanced):
        draft("k", ())


@pytest.mark.parametrize("amount", [0, -1, MOST + 1])
def test_an_amount_in_range(amount: int) -> None:
    """An amount is positive and fits the database."""
    with pytest.raises(OutOfRange):
        draft("k", (debit("112", amount), credit("33881", amount)))


def test_a_sum_in_range() -> None:
    """The most a database holds is let through; lines that fit one by one only are refused."""
    assert total(draft("k", received(MOST)).lines, Side.DEBIT) == MOST
    half = MOST // 2 + 1
    lines = (debit("112", half), debit("111", half), credit("33881", half), credit("4316", half))
    with pytest.raises(OutOfRange):
        draft("k", lines)


@pytest.mark.parametrize("amount", [1.0, 5e9, True, "5", None])
def test_an_amount_is_an_integer(amount: object) -> None:
    """A float, a truth value or a text never becomes money, even where it equals an integer."""
    line = Line("112", Side.DEBIT, amount)  # type: ignore[arg-type] # on purpose
    with pytest.raises(NotMoney) as refused:
        draft("k", (line, credit("33881", 1)))
    assert refused.value.facts == {"text": repr(amount)}


@given(st.lists(st.integers(min_value=1, max_value=10**17 + 1), min_size=1, max_size=6))
def test_large_sums_are_exact(amounts: list[int]) -> None:
    """Past 2^53, where a float loses count, sums are still exact."""
    lines = [debit("112", amount) for amount in amounts]
    whole = sum(amounts)
    made = draft("k", (*lines, credit("33881", whole)))
    assert total(made.lines, Side.DEBIT) == total(made.lines, Side.CREDIT) == whole
    with pytest.raises(Unbalanced):
        draft("k", (*lines, credit("33881", whole + 1)))


@pytest.mark.parametrize(
    ("field", "value", "most"),
    [
        ("text", "x" * 1_001, 1_000),
        ("text", "a\x00b", 1_000),
        ("text", "\ud800", 1_000),
        ("key", "", 200),
        ("key", "x" * 201, 200),
        ("source", "", 60),
        ("actor", "", 100),
        ("journal", "LONGER", 4),
        ("book", "", 40),
        ("papers", "a" * 63, 64),
        ("papers", "A" * 64, 64),
        ("papers", "a" * 64 + "\n", 64),
    ],
)
def test_texts_that_cannot_be_kept(field: str, value: str, most: int) -> None:
    """Both engines keep the same texts: what one would cut or refuse is refused before."""
    with pytest.raises(UnfitText) as caught:
        dataclasses.replace(draft("k"), **{field: value})  # type: ignore[arg-type] # a field by its name
    assert caught.value.facts == {"field": field, "most": most}


@pytest.mark.parametrize(
    ("field", "most"),
    [("text", 1_000), ("key", 200), ("source", 60), ("actor", 100), ("journal", 4), ("book", 40)],
)
def test_the_longest_text_is_kept(field: str, most: int) -> None:
    """A text may be as long as its column."""
    made = dataclasses.replace(draft("k"), **{field: "x" * most})  # type: ignore[arg-type] # as above
    assert getattr(made, field) == "x" * most


@pytest.mark.parametrize(
    "tags",
    [{"fund": "x" * 41}, {"item": "x" * 21}, {"counter_book": "\x00"}, {"interbook_ref": "x" * 81}],
)
def test_tags_that_cannot_be_kept(tags: dict[str, str]) -> None:
    """The tags of a line as well."""
    with pytest.raises(UnfitText) as refused:
        draft("k", (debit("112", 1, **tags), credit("33881", 1)))
    (field,) = tags
    most = {"fund": 40, "item": 20, "counter_book": 40, "interbook_ref": 80}[field]
    assert refused.value.facts == {"field": field, "most": most}


def test_a_day_is_a_day() -> None:
    """A time of day in place of a date would change the bytes: that is our own bug."""
    moment = dt.datetime(2026, 7, 14, 8, 30)  # noqa: DTZ001 - no zone matters here
    with pytest.raises(AssertionError):
        draft("k", accounting_on=moment)


def test_lines_are_gathered() -> None:
    """One line for each account, side and set of tags; zero falls away; order is kept."""
    lines = (debit("112", 3), debit("111", 0), credit("33881", 5), debit("112", 2))
    assert gathered(lines) == (debit("112", 5), credit("33881", 5))
    tagged = (
        debit("611", 1, fund="levy"),
        debit("611", 2, fund="dues"),
        credit("611", 4, fund="levy"),
    )
    assert gathered(tagged) == tagged


@given(st.lists(st.tuples(st.sampled_from("DC"), st.integers(min_value=1)), max_size=6))
def test_a_mirror_of_a_mirror(pairs: list[tuple[str, int]]) -> None:
    """Exchanging the sides twice changes nothing."""
    lines = tuple(Line("112", Side(side), Vnd(amount)) for side, amount in pairs)
    assert mirrored(mirrored(lines)) == lines
    assert sum(line.signed_vnd for line in (*lines, *mirrored(lines))) == 0


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (debit("000", 1), UnknownAccount),
        (debit("999", 1), UnknownAccount),
        (debit("112", 1, fund="levy"), WrongDimension),
        (debit("337861", 1, fund="levy"), WrongDimension),
        (debit("3361", 1, fund="levy"), WrongDimension),
        (debit("337861", 1, fund="levy", item="23", counter_book="TLD"), WrongDimension),
        (debit("337861", 1, fund="levy", item="23", interbook_ref="X"), WrongDimension),
    ],
)
def test_lines_are_held_to_the_chart(line: Line, refusal: type[Refusal]) -> None:
    """An account of the chart that takes postings, with the tags it wants and no other."""
    fit = debit("112", 1)
    for lines in ([line], [fit, line], [fit, fit, line]):  # a line like one before it is skipped
        with pytest.raises(refusal):
            check_tags(lines, CHART)


@pytest.mark.parametrize(
    ("line", "dimension", "rule"),
    [
        (debit("337861", 1), "fund", "required"),
        (debit("112", 1, fund="levy"), "fund", "refused"),
        (debit("337861", 1, fund="levy"), "item", "required"),
        (debit("3361", 1, fund="levy"), "counter_book", "required"),
        (
            debit("337861", 1, fund="levy", item="23", counter_book="TLD"),
            "interbook_ref",
            "with counter_book",
        ),
    ],
)
def test_what_is_wrong_with_a_tag_is_named(line: Line, dimension: str, rule: str) -> None:
    """The refusal names the account, the tag, and what the chart asks of it."""
    with pytest.raises(WrongDimension) as refused:
        check_tags([line], CHART)
    told = {"account": line.account, "dimension": dimension, "rule": rule}
    assert refused.value.facts == told


def test_an_account_that_is_missing_is_named_with_its_chart() -> None:
    """Which account, and which regime does not have it."""
    with pytest.raises(UnknownAccount) as refused:
        check_tags([debit("000", 1)], CHART)
    assert refused.value.facts == {"account": "000", "regime": CHART.regime}


def test_the_sum_of_one_side() -> None:
    """Lines of the other side do not count."""
    lines = (debit("112", 3), debit("111", 4), credit("33881", 5))
    assert (total(lines, Side.DEBIT), total(lines, Side.CREDIT)) == (7, 5)


def test_lines_that_fit_the_chart() -> None:
    """What fits is let through."""
    check_tags([*received(5), debit("4316", 1, fund="levy")], CHART)


def test_the_public_name_of_an_entry() -> None:
    """Book, journal, year and number name an entry for people."""
    assert Posted(draft("k"), 3, 2, 5).public_id == "LDA/BK/2026/2"
    assert debit("112", 5).tags == ("112", "", "", "")
    assert Side.DEBIT.other is Side.CREDIT
    assert draft("k").period == "2026-07"
