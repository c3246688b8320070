"""Each check of an entry finds its own fault, and nothing in an honest entry."""

import pytest

from ledger.chain import leaf_hash
from ledger.checks.entry_checks import CHECKS, Check, amounts, counted, days, hashes, mirrors
from ledger.checks.stored import StoredEntry, StoredLine
from ledger.entries import credit, debit, mirrored
from ledger.errors import Problem
from tests.ledger.books import draft
from tests.ledger.checks.rows import rows, said


def _codes(problems: list[Problem]) -> list[str]:
    return [problem.code.removeprefix("verify.") for problem in problems]


@pytest.mark.parametrize("check", CHECKS)
def test_an_honest_entry_has_no_fault(check: Check) -> None:
    """Nothing is found where nothing is wrong."""
    assert check(*rows()) == []


def _changed(lines: list[StoredLine], **fields: object) -> list[StoredLine]:
    return [lines[0]._replace(**fields), *lines[1:]]  # type: ignore[arg-type] # a field by its name


@pytest.mark.parametrize(
    ("check", "fields", "codes"),
    [
        (amounts, {"amount_vnd": 999}, ["unbalanced"]),
        (amounts, {"amount_vnd": 0}, ["amount", "unbalanced"]),
        (amounts, {"amount_vnd": 1_000.0}, ["amount", "unbalanced"]),
        (amounts, {"amount_vnd": "1000"}, ["amount", "unbalanced"]),
        (amounts, {"side": "X"}, ["amount", "unbalanced"]),
        (amounts, {"side": "C"}, ["unbalanced"]),
        (counted, {"line_no": 2}, ["lines"]),
        (hashes, {"account": "111"}, ["content", "request"]),
        (hashes, {"interbook_ref": "x"}, ["content", "request"]),
        (days, {"accounting_on": "2026-07-15"}, ["line_day"]),
    ],
)
def test_a_changed_line_is_found(check: Check, fields: dict[str, object], codes: list[str]) -> None:
    """The fault is named, once."""
    entry, lines = rows()
    assert _codes(check(entry, _changed(lines, **fields))) == codes


@pytest.mark.parametrize(
    ("check", "fields", "codes"),
    [
        (counted, {"line_count": 3}, ["lines"]),
        (hashes, {"text": "x"}, ["content", "request"]),
        (hashes, {"actor": "x"}, ["content"]),
        (hashes, {"content": b"x"}, ["content", "leaf"]),
        (hashes, {"content": "x"}, ["content", "leaf"]),
        (hashes, {"leaf_hash": b"x"}, ["leaf"]),
        (hashes, {"request_hash": b"x"}, ["request"]),
        (days, {"year": 2025}, ["period"]),
        (days, {"period": "2026-08"}, ["period"]),
    ],
)
def test_a_changed_entry_is_found(
    check: Check, fields: dict[str, object], codes: list[str]
) -> None:
    """The fault is named, and says which entry."""
    entry, lines = rows()
    found = check(entry._replace(**fields), lines)  # type: ignore[arg-type] # a field by its name
    assert _codes(found) == codes
    assert {problem.where for problem in found} <= {"LDA/BK/2026/1", "LDA/BK/2025/1"}


def test_an_entry_without_lines() -> None:
    """Lines that are gone are missed by every check that counts."""
    entry, _ = rows()
    found = [code for check in CHECKS for code in _codes(check(entry, []))]
    assert {"unbalanced", "lines", "content"} <= set(found)


def _reversal() -> tuple[StoredEntry, list[StoredLine], list[StoredLine]]:
    lines = (debit("112", 5), debit("111", 5), credit("33881", 10))
    _, before = rows(draft("1", lines))
    entry, after = rows(draft("r", mirrored(reversed(lines)), reverses_seq=1), 2, 2)
    return entry, after, before


def test_a_mirror_is_a_mirror_in_any_order() -> None:
    """The same lines with the sides exchanged, in whatever order."""
    entry, after, before = _reversal()
    assert mirrors(entry, after, before) == []


def test_what_is_no_mirror() -> None:
    """Another amount, no exchange, or nothing to reverse."""
    entry, after, before = _reversal()
    assert _codes(mirrors(entry, _changed(after, amount_vnd=4), before)) == ["reversal"]
    assert _codes(mirrors(entry, before, before)) == ["reversal"]
    assert _codes(mirrors(entry, after, None)) == ["reversal"]


@pytest.mark.parametrize(
    ("check", "fields", "told"),
    [
        (amounts, {"amount_vnd": 0}, "The amount of line 1 is not a positive whole number."),
        (amounts, {"amount_vnd": 999}, "Debit 999, credit 1000."),
        (
            counted,
            {"line_no": 2},
            "There are 2 lines, the entry says 2; they count from 1, two or more.",
        ),
        (hashes, {"account": "111"}, "The stored bytes are not those of the entry's fields."),
        (
            days,
            {"accounting_on": "2026-07-15"},
            "The accounting date of line 1 is not that of the entry.",
        ),
    ],
)
def test_a_fault_of_a_line_is_told(check: Check, fields: dict[str, object], told: str) -> None:
    """Which entry, which line, how much."""
    entry, lines = rows()
    assert said(check(entry, _changed(lines, **fields)))[0] == f"LDA/BK/2026/1: {told}"


def test_a_fault_of_an_entry_is_told() -> None:
    """Which entry, and what does not fit in it."""
    entry, lines = rows()
    assert said(days(entry._replace(period="2026-08"), lines)) == [
        "LDA/BK/2026/1: Period 08/2026 or year 2026 is not that of the accounting date 14/07/2026."
    ]
    assert said(hashes(entry._replace(leaf_hash=b"x"), lines)) == [
        "LDA/BK/2026/1: The leaf hash is not that of the stored bytes."
    ]
    assert said(hashes(entry._replace(request_hash=b"x"), lines)) == [
        "LDA/BK/2026/1: The request hash is not that of the entry."
    ]
    turned, after, _ = _reversal()
    assert said(mirrors(turned, after, None)) == [
        "LDA/BK/2026/2: The reversal is not the mirror of entry 1, or is its second."
    ]


def test_the_least_amount_is_one_dong() -> None:
    """One đồng on either side is an entry."""
    assert amounts(*rows(draft("1", (debit("112", 1), credit("33881", 1))))) == []


def test_an_entry_of_one_line() -> None:
    """Two or more, whatever the entry says of itself."""
    entry, lines = rows()
    assert _codes(counted(entry._replace(line_count=1), lines[:1])) == ["lines"]


def test_a_side_that_is_none_is_no_mirror() -> None:
    """What stands on neither side has no other."""
    entry, after, before = _reversal()
    odd = _changed(before, side="X")
    assert _codes(mirrors(entry, after, odd)) == ["reversal"]
    assert mirrors(entry, _changed(after, side="X"), _changed(before[::-1], side="X")[::-1]) == []


def test_lines_of_any_kind_are_laid_side_by_side() -> None:
    """SQLite keeps what it is given: a text and a number are no mirror, and nothing breaks off."""
    entry, after, before = _reversal()
    assert _codes(mirrors(entry, after, _changed(before, account=112))) == ["reversal"]
    assert _codes(mirrors(entry, _changed(after, account=112), before)) == ["reversal"]


def test_many_lines_on_either_side_are_added_up() -> None:
    """Every line counts, not the last of its side."""
    lines = (debit("112", 5), debit("111", 2), credit("33881", 3), credit("4316", 4))
    assert amounts(*rows(draft("1", lines))) == []


def test_bytes_that_are_none_count_as_nothing() -> None:
    """A text in their place is a fault of its own; the leaf is then held to no bytes at all."""
    entry, lines = rows()
    odd = entry._replace(content="x", leaf_hash=leaf_hash(b""))  # type: ignore[arg-type] # on purpose
    assert _codes(hashes(odd, lines)) == ["content"]
