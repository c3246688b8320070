"""An entry as another program writes it."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.entry_lines import NotAnEntry, entry_of, read_json, voucher_asked
from ledger.entries import Side, credit, debit
from ledger.errors import OutOfRange, Refusal, Unbalanced

GOOD: dict[str, Any] = {
    "unit": "G1",
    "source": "payroll",
    "key": "2026-06",
    "journal": "GL",
    "accounting_on": "2026-06-10",
    "document_on": "2026-06-09",
    "text": "Phụ cấp",
    "lines": [
        {"account": "611", "debit": 379500, "fund": "dues", "item": "34"},
        {"account": "111", "credit": 379500},
    ],
}


def test_every_field_is_read() -> None:
    """What stands in the file stands in the entry, and who sent it is recorded."""
    draft = entry_of(GOOD, "system")
    assert (draft.book, draft.journal, draft.source, draft.key) == (
        "G1",
        "GL",
        "payroll",
        "2026-06",
    )
    assert (draft.accounting_on, draft.document_on) == (dt.date(2026, 6, 10), dt.date(2026, 6, 9))
    assert draft.actor == "system"
    first, second = draft.lines
    assert (first.account, first.side, first.amount_vnd) == ("611", Side.DEBIT, 379500)
    assert (first.fund, first.item) == ("dues", "34")
    assert (second.account, second.side) == ("111", Side.CREDIT)


def test_a_missing_document_day_is_the_accounting_day() -> None:
    """Paper and book share a day unless another is given."""
    without = {name: value for name, value in GOOD.items() if name != "document_on"}
    assert entry_of(without, "system").document_on == dt.date(2026, 6, 10)


def test_a_line_between_units_names_the_other_and_the_reference() -> None:
    """Every tag of a line is read; a tag that is empty or missing is none."""
    tags = {"fund": "levy", "item": "23", "counter_unit": "LDA", "interbook_ref": "IB/1"}
    other = {"account": "112", "credit": 5, "fund": "", "item": None}
    draft = entry_of(GOOD | {"lines": [{"account": "1361", "debit": 5, **tags}, other]}, "system")
    assert draft.lines == (
        debit("1361", 5, fund="levy", item="23", counter_book="LDA", interbook_ref="IB/1"),
        credit("112", 5),
    )


ONE_SIDE = ("debit/credit", "phải có đúng một bên", "must be given on one side")
WHOLE = ("debit", "phải là số nguyên đồng", "must be whole đồng")
A_LIST = ("lines", "phải là danh sách", "must be a list of lines")
ACCOUNT = ("account", "phải là văn bản, tối đa 20 ký tự", "must be text of at most 20 characters")


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([{"account": "611", "debit": 5.0}, {"account": "111", "credit": 5}], WHOLE),
        ([{"account": "611", "debit": "5"}, {"account": "111", "credit": 5}], WHOLE),
        ([{"account": "611", "debit": True}, {"account": "111", "credit": 1}], WHOLE),
        ([{"account": "611"}, {"account": "111", "credit": 1}], ONE_SIDE),
        ([{"account": "611", "debit": 1, "credit": 1}], ONE_SIDE),
        ([{"account": 611, "debit": 1}, {"account": "111", "credit": 1}], ACCOUNT),
        ([{"account": "1" * 21, "debit": 1}, {"account": "111", "credit": 1}], ACCOUNT),
        (["611"], A_LIST),
        ({"account": "611"}, A_LIST),
        (None, A_LIST),
    ],
)
def test_lines_that_are_none_are_refused(lines: object, why: tuple[str, str, str]) -> None:
    """A line has one account and one side, and its amount is a whole number; else it says why."""
    assert _refused(GOOD | {"lines": lines}) == why


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("unit", "", "phải là văn bản, tối đa 40 ký tự"),
        ("unit", "  ", "phải là văn bản, tối đa 40 ký tự"),
        ("unit", "G" * 41, "phải là văn bản, tối đa 40 ký tự"),
        ("journal", "LONGS", "phải là văn bản, tối đa 4 ký tự"),
        ("source", 5, "phải là văn bản, tối đa 60 ký tự"),
        ("key", None, "phải là văn bản, tối đa 200 ký tự"),
        ("text", "x" * 1001, "phải là văn bản, tối đa 1000 ký tự"),
        ("accounting_on", "10/06/2026", "phải là ngày NNNN-TT-NN"),
        ("document_on", 20260610, "phải là ngày NNNN-TT-NN"),
        ("document_on", "", "phải là ngày NNNN-TT-NN"),
        ("accounting_on", "20260811", "phải là ngày NNNN-TT-NN"),
        ("accounting_on", "2026-W33-2", "phải là ngày NNNN-TT-NN"),
        ("accounting_on", "2026-02-30", "phải là ngày NNNN-TT-NN"),
        ("accounting_on", "\uff12\uff10\uff12\uff16-08-11", "phải là ngày NNNN-TT-NN"),
    ],
)
def test_a_field_that_is_none_is_named(field: str, value: object, why: str) -> None:
    """The refusal names the field and what it has to be, in both languages."""
    name, vi, en = _refused(GOOD | {field: value})
    assert (name, vi) == (field, why)
    most = [word for word in vi.split() if word.isdecimal()]
    wanted = "must be text of at most {} characters" if most else "must be a day, YYYY-MM-DD"
    assert en == wanted.format(*most)


@pytest.mark.parametrize(
    ("field", "longest"),
    [("unit", 40), ("source", 60), ("key", 200), ("journal", 4), ("text", 1000)],
)
def test_a_text_may_be_as_long_as_its_column(field: str, longest: int) -> None:
    """The longest text is taken; what is longer is refused, not cut."""
    assert _read_or_refused(GOOD | {field: "x" * longest})
    assert not _read_or_refused(GOOD | {field: "x" * (longest + 1)})


def test_a_day_that_is_missing_is_refused() -> None:
    """Without an accounting day there is no entry."""
    without = {name: value for name, value in GOOD.items() if name != "accounting_on"}
    assert _refused(without)[0] == "accounting_on"


def _refused(asked: Any) -> tuple[str, str, str]:  # noqa: ANN401 - what a file may hold
    with pytest.raises(NotAnEntry) as refused:
        entry_of(asked, "system")
    facts = refused.value.facts
    return str(facts["field"]), str(facts["why_vi"]), str(facts["why_en"])


def test_amounts_outside_the_book_are_refused() -> None:
    """Zero, negative and endless amounts are out of range; unequal sides do not balance."""
    for amount in (0, -5, 10**16 + 1, 2**63):
        pair = [{"account": "611", "debit": amount}, {"account": "111", "credit": amount}]
        with pytest.raises(OutOfRange):
            entry_of(GOOD | {"lines": pair}, "system")
    with pytest.raises(Unbalanced):
        entry_of(GOOD | {"lines": [{"account": "611", "debit": 5}]}, "system")


def test_the_largest_amount_is_taken() -> None:
    """Ten million billion đồng, to the đồng."""
    pair = [{"account": "611", "debit": 10**16}, {"account": "111", "credit": 10**16}]
    assert entry_of(GOOD | {"lines": pair}, "system").lines[0].amount_vnd == 10**16


def _read_or_refused(asked: dict[str, Any]) -> bool:
    try:
        entry_of(asked, "system")
    except Refusal:
        return False
    return True


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_nothing_but_a_refusal_comes_of_nonsense(value: object) -> None:
    """Whatever stands in a field, it is read or refused; it never breaks the program."""
    assert _read_or_refused(GOOD)
    for name in ("unit", "lines", "accounting_on"):
        read = _read_or_refused(GOOD | {name: value})
        assert not read or (name == "unit" and isinstance(value, str))


def test_what_is_not_an_object_is_refused() -> None:
    """A list, a number or nothing is no entry."""
    for asked in ([1], 5, "x", None):
        assert _refused(asked) == ("JSON", "không đúng dạng", "is not readable")


@pytest.mark.parametrize("name", ["papers", "reverses_seq", "actor", "Text", "x" * 60, "a\u202eb"])
def test_a_field_nobody_knows_is_refused(name: str) -> None:
    """What would be dropped is refused, in the entry and in a line; an odd name is shown safely."""
    shown = {"a\u202eb": "ab"}.get(name, name[:40])
    said = (shown, "không có trong mẫu", "is not one of the form")
    assert _refused(GOOD | {name: "x"}) == said
    first, second = GOOD["lines"]
    assert _refused(GOOD | {"lines": [first | {name: "x"}, second]}) == said


@pytest.mark.parametrize(
    "sign", ["\x00", "\x1b", "\n", "\x7f", "\u202e", "\u2066", "\u200b", "\u2028"]
)
@pytest.mark.parametrize("field", ["unit", "source", "key", "text"])
def test_signs_that_are_not_seen_are_refused(field: str, sign: str) -> None:
    """Controls, breaks of line and what turns the writing round have no place in a book."""
    assert _refused(GOOD | {field: f"a{sign}b"}) == (
        field,
        "có ký tự điều khiển không nhìn thấy được",
        "holds control signs that are not seen",
    )


def test_signs_that_are_not_seen_are_refused_in_a_line() -> None:
    """A tag is text as well."""
    first, second = GOOD["lines"]
    assert _refused(GOOD | {"lines": [first | {"item": "3\u202e4"}, second]})[0] == "item"


def test_vietnamese_is_text() -> None:
    """Composed or with marks of their own, the letters of the language are taken."""
    for text in ("Thăm hỏi đoàn viên ốm đau", "Tha\u0306m ho\u0309i", "“Tết” – 5 %"):
        assert entry_of(GOOD | {"text": text}, "system").text == text


def test_a_field_given_twice_is_refused() -> None:
    """Which of the two was meant nobody can say, in the entry or in a line."""
    for text in ('{"key": "1", "key": "2"}', '{"lines": [{"debit": 1, "debit": 2}]}'):
        with pytest.raises(NotAnEntry) as refused:
            read_json(text.encode())
        assert refused.value.facts["why_en"] == "is given twice"
        assert refused.value.facts["why_vi"] == "có hai lần"
        assert refused.value.facts["field"] in {"key", "debit"}


def test_a_line_is_read_as_json() -> None:
    """A mark of UTF-8 before it does no harm; an amount with a point is no number of đồng."""
    assert read_json(b'\xef\xbb\xbf{"a": 1.5, "b": 2}') == {"a": "1.5", "b": 2}
    for line in (b"{no", b'{"a": "\xff"}', b"[" * 100_000):
        with pytest.raises(NotAnEntry) as refused:
            read_json(line)
        assert refused.value.facts["field"] == "JSON"


def test_a_voucher_is_read_and_need_not_balance() -> None:
    """The document's day is the accounting day where it is left out."""
    asked = voucher_asked({"accounting_on": "2026-06-10", "text": "Chi", "lines": GOOD["lines"]})
    assert asked.accounting_on == asked.document_on == dt.date(2026, 6, 10)
    assert (asked.text, [line.account for line in asked.lines]) == ("Chi", ["611", "111"])
    assert voucher_asked({**GOOD, "lines": []}).lines == ()
    assert voucher_asked(GOOD).document_on == dt.date(2026, 6, 9)


@pytest.mark.parametrize("asked", [None, [], "x", {}, {**GOOD, "lines": None}, {**GOOD, "text": 5}])
def test_what_is_no_voucher_is_refused_by_its_field(asked: object) -> None:
    """As an entry is."""
    with pytest.raises(NotAnEntry):
        voucher_asked(asked)
